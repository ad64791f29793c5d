"""The stories on a story page: put on it, moved, explained, heard, taken off."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.htmx import go_to
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_story_page
from snapshots.clips import choices_of
from snapshots.operations import stories as operations
from snapshots.operations.errors import PartRefused, StaleEdit
from snapshots.story_forms import WhyForm, chosen_ids
from snapshots.views.answers import STALE, Trouble
from snapshots.views.story_answers import answer_story


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_passages(request, story_page_id):
    """Put snapshots at the end of the page."""
    story_page = find_story_page(request, story_page_id)
    visible = request.workspace.snapshots.visible_to(request.membership)
    ids, trouble = chosen_ids(request.POST), None
    found = visible.in_bulk(ids)
    try:
        operations.add_passages(
            story_page=story_page,
            snapshots=[found[pk] for pk in ids if pk in found],
            by=request.membership,
        )
    except PartRefused as error:
        trouble = Trouble("passages", str(error))
    return answer_story(request, story_page, part="passages", trouble=trouble)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_passage(request, story_page_id, passage_id):
    """Save why a story is here."""
    passage = find_passage(request, story_page_id, passage_id)
    name, form, trouble = f"why-{passage.pk}", WhyForm(request.POST), None
    if not form.is_valid():
        trouble = Trouble(name, form.problem(), request.POST.dict())
    else:
        try:
            operations.write_why(
                passage=passage,
                why=form.cleaned_data["why"],
                version=form.cleaned_data["version"],
                by=request.membership,
            )
        except StaleEdit:
            trouble = Trouble(name, STALE, form.cleaned_data, is_stale=True)
    return answer_story(request, passage.story_page, part=name, trouble=trouble)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_passage_position(request, story_page_id, passage_id):
    """Move a story earlier or later, or to the place where it was dropped."""
    passage = find_passage(request, story_page_id, passage_id)
    operations.move_passage(
        passage=passage,
        steps={"up": -1, "down": 1}.get(request.POST.get("direction"), 0),
        to=read_number(request.POST.get("index", "")),
        by=request.membership,
    )
    return answer_story(request, passage.story_page, part=f"why-{passage.pk}")


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_passage_clip(request, story_page_id, passage_id):
    """Choose the words in which the person is heard, or none."""
    passage = find_passage(request, story_page_id, passage_id)
    highlight = None
    if chosen := request.POST.get("highlight", ""):
        quotes = choices_of([passage], request.membership)
        quotes = {q.pk: q for q in quotes.get(passage.snapshot.interview_id, [])}
        highlight = quotes.get(read_number(chosen))
        if highlight is None:
            raise Http404
    operations.choose_clip(passage=passage, highlight=highlight, by=request.membership)
    return answer_story(request, passage.story_page, part=f"why-{passage.pk}")


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_passage_removal(request, story_page_id, passage_id):
    """Take a story off the page; the message that says so puts it back."""
    passage = find_passage(request, story_page_id, passage_id)
    operations.remove_passage(passage=passage, by=request.membership)
    where = [request.workspace.slug, passage.story_page_id]
    undo = reverse("snapshots:story_passage_restoration", args=[*where, passage.pk])
    messages.success(request, _("The story is off this page."), extra_tags=undo)
    return go_to(request, "snapshots:story", *where)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_passage_restoration(request, story_page_id, passage_id):
    """Put a story back where it stood."""
    passage = find_passage(request, story_page_id, passage_id)
    try:
        operations.restore_passage(passage=passage, by=request.membership)
    except PartRefused as error:
        messages.warning(request, str(error))
    return go_to(
        request, "snapshots:story", request.workspace.slug, passage.story_page_id
    )


def find_passage(request, story_page_id, passage_id):
    """A story of a page that the member may see, also one that was taken off, or 404.

    Whoever did not know of that yet finishes what they were doing, and it comes back with it.
    """
    story_page = find_story_page(request, story_page_id)
    passages = story_page.passages.select_related("story_page__workspace", "snapshot")
    return get_object_or_404(passages, pk=passage_id)

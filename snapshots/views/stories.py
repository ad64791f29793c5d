"""Story pages: several snapshots around one question, to be read in one go."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.htmx import go_to
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_story_page
from snapshots.clips import add_clips
from snapshots.gathering import Gathering, passages_of, with_faces
from snapshots.operations import story_publishing as publishing
from snapshots.operations.errors import NotPublishable, PartRefused, StaleEdit
from snapshots.operations.stories import create_story_page, write_story_text
from snapshots.story_forms import TEXT_FORMS, QuestionForm, chosen_ids
from snapshots.views.answers import STALE, Trouble
from snapshots.views.photos import send_photo
from snapshots.views.share_guard import share_view
from snapshots.views.story_answers import answer_story, show_story


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_VIEW)
def stories(request):
    """The story pages, newest first; a new one, with the snapshots chosen on the wall."""
    may_write = request.membership.may(Permission.SNAPSHOT_WRITE)
    if request.method == "POST":
        return begin_story(request, may_write)
    pages = request.workspace.story_pages.visible_to(request.membership)
    context = {
        "published": with_faces(pages.published()),
        "drafts": with_faces(pages.filter(published_at=None)) if may_write else [],
        "may_write": may_write,
    }
    return render(request, "snapshots/stories.html", context)


def begin_story(request, may_write):
    if not may_write:
        raise PermissionDenied
    team = request.team or request.membership.teams.first()
    if team is None:
        said = _("A story page belongs to a team. Ask an admin to add you to one.")
        messages.warning(request, said)
        return go_to(request, "snapshots:stories", request.workspace.slug)
    visible = request.workspace.snapshots.visible_to(request.membership)
    ids = chosen_ids(request.POST)
    found = visible.in_bulk(ids)
    form = QuestionForm({"question": request.POST.get("question", "")})
    try:
        story_page = create_story_page(
            team=team,
            question=form.cleaned_data["question"] if form.is_valid() else "",
            by=request.membership,
            snapshots=[found[pk] for pk in ids if pk in found],
        )
    except PartRefused as error:
        messages.warning(request, str(error))
        return go_to(request, "snapshots:library", request.workspace.slug)
    return go_to(request, "snapshots:story", request.workspace.slug, story_page.pk)


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def story(request, story_page_id):
    """One story page: edited in place by writers, read by everybody else."""
    return show_story(request, find_story_page(request, story_page_id))


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_text(request, story_page_id, story_text):
    """Save the question or the introduction."""
    if story_text not in TEXT_FORMS:
        raise Http404
    story_page = find_story_page(request, story_page_id)
    form, trouble = TEXT_FORMS[story_text](request.POST), None
    if not form.is_valid():
        trouble = Trouble(story_text, form.problem(), request.POST.dict())
    else:
        try:
            write_story_text(
                story_page=story_page,
                field=story_text,
                text=form.cleaned_data[story_text],
                version=form.cleaned_data["version"],
                by=request.membership,
            )
        except StaleEdit:
            trouble = Trouble(story_text, STALE, form.cleaned_data, is_stale=True)
    return answer_story(request, story_page, part=story_text, trouble=trouble)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_publication(request, story_page_id):
    """Show the page to everybody who reads snapshots here."""
    story_page = find_story_page(request, story_page_id)
    try:
        publishing.publish_story_page(story_page=story_page, by=request.membership)
    except NotPublishable as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Published. Your readers have been told."))
    return go_to(request, "snapshots:story", request.workspace.slug, story_page.pk)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_withdrawal(request, story_page_id):
    """Make the page a draft of its team again."""
    story_page = find_story_page(request, story_page_id)
    publishing.withdraw_story_page(story_page=story_page, by=request.membership)
    said = _("This is a draft again. Readers and share links no longer see it.")
    messages.success(request, said)
    # A page of another team is its draft from now on, and no longer ours to see.
    pages = request.workspace.story_pages.visible_to(request.membership)
    if not pages.filter(pk=story_page.pk).exists():
        return go_to(request, "snapshots:stories", request.workspace.slug)
    return go_to(request, "snapshots:story", request.workspace.slug, story_page.pk)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_deletion(request, story_page_id):
    """Delete the page; the message that says so brings it back."""
    story_page = find_story_page(request, story_page_id)
    publishing.delete_story_page(story_page=story_page, by=request.membership)
    slug = request.workspace.slug
    undo = reverse("snapshots:story_restoration", args=[slug, story_page.pk])
    said = _("The story page is deleted. Its snapshots are where they were.")
    messages.success(request, said, extra_tags=undo)
    return go_to(request, "snapshots:stories", slug)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_restoration(request, story_page_id):
    """Bring a deleted page back."""
    pages = request.workspace.story_pages.restorable_by(request.membership)
    story_page = get_object_or_404(pages, pk=story_page_id)
    publishing.restore_story_page(story_page=story_page, by=request.membership)
    return go_to(request, "snapshots:story", request.workspace.slug, story_page.pk)


def show_shared_story(request, link, token):
    """A story page for somebody without an account; what may not leave is not on it."""
    gathering = gathering_of(link)
    if not gathering:
        raise Http404
    add_clips(gathering)
    context = {
        "story_page": link.story_page,
        "question": gathering.worded(link.story_page.question),
        "introduction": gathering.worded(link.story_page.introduction),
        "gathering": gathering,
        "link": link,
        "token": token,
        "workspace": link.workspace,
        "is_outside": True,
    }
    return render(request, "snapshots/shared_story.html", context)


@require_safe
@share_view
def shared_story_photo(request, link, token, snapshot_id):
    """The photo of somebody on a shared story page, if they are shown by name there."""
    if link.story_page is None:
        raise Http404
    shown = {one.snapshot.pk: one.page for one in gathering_of(link).told}
    if snapshot_id not in shown:
        raise Http404
    return send_photo(shown[snapshot_id])


def gathering_of(link):
    """The stories of a link as they may be shown outside."""
    passages = passages_of(link.story_page)
    return Gathering(passages, is_outside=True, shows_name=link.shows_name)

"""How the views of a story page answer: the page to edit or to read, with what went wrong in its place."""

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from discovery.htmx import render_part
from discovery.workspaces.permissions import Permission
from snapshots.clips import add_clips, choices_of
from snapshots.gathering import Gathering, passages_of
from snapshots.models import StoryPage, StoryPassage
from snapshots.models.stories import MOST_PASSAGES, STORY_TEXTS
from snapshots.queries import stories_to_add
from snapshots.views.answers import TextBox

PLACEHOLDERS = {
    "question": _("The question, such as “What happens when somebody calls in sick?”"),
    "introduction": _(
        "Why you gathered these stories, and what you would like your readers to notice."
    ),
}


def answer_story(request, story_page, *, part="", trouble=None):
    """After a change: the page anew for htmx, else back to it; or what went wrong, in place."""
    if trouble is None and not request.htmx:
        response = redirect("snapshots:story", request.workspace.slug, story_page.pk)
        response.headers["Location"] += f"#part-{part}" if part else ""
        return response
    pages = request.workspace.story_pages.select_related(
        "workspace", "team", "created_by__user"
    )
    return show_story(request, pages.get(pk=story_page.pk), trouble=trouble)


def show_story(request, story_page, *, trouble=None):
    may_write = request.membership.may(Permission.SNAPSHOT_WRITE)
    is_edited = may_write and request.GET.get("as") != "reader"
    passages = passages_of(story_page)
    gathering = Gathering(passages)
    add_clips(gathering, request.membership)
    context = {
        "story_page": story_page,
        "question": gathering.worded(story_page.question),
        "introduction": gathering.worded(story_page.introduction),
        "gathering": gathering,
        "may_write": may_write,
        "is_edited": is_edited,
        "trouble": trouble,
    }
    if is_edited:
        context |= what_is_edited(request, story_page, gathering, trouble)
    return render_part(
        request,
        "snapshots/story.html",
        "sheet",
        context,
        status=trouble.status if trouble else 200,
    )


def what_is_edited(request, story_page, gathering, trouble):
    """The boxes to write in, the clips to choose from, and the stories that may be added."""
    q = (request.POST.get("q") or request.GET.get("q") or "")[:200]
    choices = choices_of(
        [one.passage for one in gathering.everybody], request.membership
    )
    for place, one in enumerate(gathering.everybody):
        name = f"why-{one.passage.pk}"
        one.box = box_of(StoryPassage, "why", one.passage, name, trouble)
        one.box.version = one.passage.version
        one.clips = choices.get(one.snapshot.interview_id, [])
        one.place = place
    is_full = len(gathering.everybody) >= MOST_PASSAGES
    return {
        "boxes": {
            name: box_of(StoryPage, name, story_page, name, trouble)
            for name in STORY_TEXTS
        },
        "q": q,
        "is_full": is_full,
        "to_add": [] if is_full else stories_to_add(request.membership, story_page, q),
    }


def box_of(model, field, row, name, trouble):
    column = model._meta.get_field(field)
    value = getattr(row, field)
    mine = trouble if trouble and trouble.part == name else None
    return TextBox(
        field=name,
        theirs=value,
        shown=mine.typed.get(field, value) if mine else value,
        version=getattr(row, f"{field}_version", 0),
        most=column.max_length,
        label=column.verbose_name,
        placeholder=str(PLACEHOLDERS.get(field, "")),
        trouble=mine,
    )

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.htmx import wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot
from snapshots.forms import CommentForm
from snapshots.limits import may_comment, may_react
from snapshots.mentions import suggest_members
from snapshots.models import Reaction
from snapshots.operations.comments import delete_comment, edit_comment, write_comment
from snapshots.operations.errors import CommentRefused, StaleEdit
from snapshots.operations.reactions import react
from snapshots.page import Page
from snapshots.views.answers import show_editor
from snapshots.views.talking import read_talk

STALE = gettext_lazy(
    "This comment was changed elsewhere meanwhile; above it stands as it is now. Your "
    "words are still here: save them again to put them in its place."
)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.COMMENT_WRITE)
def comments(request, snapshot_id):
    """What readers say about a published page or a part of it, and one more from the member."""
    snapshot = find_snapshot(request, snapshot_id)
    if request.method == "GET":
        return show_talk(request, snapshot)
    form = CommentForm(request.POST)
    where = f"answer-{form['parent'].value()}" if form["parent"].value() else "new"
    if problem := _problem(request, form):
        return show_talk(request, snapshot, form=form, where=where, problem=problem)
    said = form.cleaned_data
    parent = said.pop("parent")
    if parent:
        parent = get_object_or_404(snapshot.comments, pk=parent)
    try:
        comment = write_comment(
            snapshot=snapshot,
            by=request.membership,
            parent=parent,
            chosen=form.chosen,
            **said,
        )
    except CommentRefused as error:
        raise Http404 from error
    return show_talk(request, snapshot, comment=comment)


@require_POST
@workspace_view(Permission.COMMENT_WRITE)
def comment(request, snapshot_id, comment_id):
    """A comment of one's own, said better."""
    snapshot = find_snapshot(request, snapshot_id)
    own = snapshot.comments.filter(author=request.membership)
    found = get_object_or_404(own, pk=comment_id)
    form = CommentForm(request.POST)
    where = f"edit-{found.pk}"
    if problem := _problem(request, form):
        return show_talk(request, snapshot, form=form, where=where, problem=problem)
    try:
        edit_comment(
            comment=found,
            text=form.cleaned_data["text"],
            version=read_number(request.POST.get("version", "")),
            by=request.membership,
            chosen=form.chosen,
        )
    except CommentRefused as error:
        raise Http404 from error
    except StaleEdit:
        return show_talk(
            request, snapshot, form=form, where=where, problem=STALE, status=409
        )
    return show_talk(request, snapshot, comment=found)


@require_POST
@workspace_view(Permission.COMMENT_WRITE)
def comment_deletion(request, snapshot_id, comment_id):
    """Take back a comment of one's own."""
    snapshot = find_snapshot(request, snapshot_id)
    own = snapshot.comments.filter(author=request.membership)
    delete_comment(comment=get_object_or_404(own, pk=comment_id), by=request.membership)
    return show_talk(request, snapshot)


@require_POST
@workspace_view(Permission.COMMENT_WRITE)
def reactions(request, snapshot_id):
    """One press on what one feels about a part, or its taking back."""
    snapshot = find_snapshot(request, snapshot_id)
    is_on = "on" in request.POST
    kind = request.POST.get("on") or request.POST.get("off", "")
    if kind not in Reaction.Kind.values:
        raise Http404
    # Who presses as fast as a machine sees how it stands, and nothing changes.
    if may_react(request.membership):
        part = request.POST.get("part", "")
        try:
            react(
                snapshot=snapshot,
                part=part,
                kind=kind,
                by=request.membership,
                is_on=is_on,
            )
        except CommentRefused as error:
            raise Http404 from error
    return show_talk(request, snapshot)


@require_GET
@workspace_view(Permission.COMMENT_WRITE)
def mentionable(request, snapshot_id):
    """Who may be called upon by what was typed after an @: those who may read the page."""
    find_snapshot(request, snapshot_id)
    found = suggest_members(request.workspace, request.GET.get("q", ""))
    members = [
        {"pk": m.pk, "name": str(m), "note": m.get_role_display()} for m in found
    ]
    return JsonResponse({"members": members})


def show_talk(  # noqa: PLR0913 (what came of it)
    request, snapshot, *, form=None, where="", problem="", status=422, comment=None
):
    """The talk anew for htmx; without script back to the page, or the page with what is wrong."""
    if not snapshot.is_published:
        raise Http404
    if not (wants_part(request) or problem):
        response = redirect("snapshots:snapshot", request.workspace.slug, snapshot.pk)
        place = f"#comment-{comment.pk}" if comment else "#comments"
        query = request.GET.urlencode()
        response.headers["Location"] += (f"?{query}" if query else "") + place
        return response
    talk = read_talk(request, Page(snapshot))
    if problem:
        typed = form["text"].value() or ""
        talk.refused = {"where": where, "text": typed, "problem": problem}
        talk.status = status
    if not wants_part(request):
        return show_editor(request, snapshot, talk=talk)
    context = {"snapshot": snapshot, "talk": talk}
    return render(request, "snapshots/_talk.html", context, status=talk.status)


def _problem(request, form):
    """Why what was typed is not kept, in words for beside it."""
    if not may_comment(request.membership):
        return _(
            "You have written a lot within a few minutes. Your words are still here; "
            "please send them in a little while."
        )
    if form.is_valid():
        return ""
    return " ".join(each for errors in form.errors.values() for each in errors)

"""Talk about a node or an outcome: threads, said better, taken back and settled."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.htmx import render_part, wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.models import NodeComment
from opportunities.operations.refusals import TreeRefusal
from opportunities.operations.talk import (
    delete_comment,
    edit_comment,
    settle_thread,
    write_comment,
)
from opportunities.queries.talk import MOST_ON_PAGE, NodeTalk
from opportunities.talk_forms import CommentForm
from opportunities.views.talk import find_named, name_of_place, tree_of
from snapshots.limits import may_comment
from snapshots.mentions import suggest_members


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.COMMENT_WRITE)
def comments(request, outcome_id):
    """What is said about a node (``node``, such as ``solution:3``), and one comment more."""
    node = find_named(request, outcome_id, request.POST or request.GET)
    if request.method == "GET":
        return _show_talk(request, node)
    form = CommentForm(request.POST)
    parent = _find_parent(request, node)
    where = f"answer-{parent.pk}" if parent else "new"
    if problem := _problem(request, form):
        return _show_talk(request, node, where=where, problem=problem)
    said = {"by": request.membership, "chosen": form.chosen, "parent": parent}
    write_comment(node, tree_of(node), **form.cleaned_data, **said)
    return _show_talk(request, node)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.COMMENT_WRITE)
def comment(request, outcome_id, node_comment_id):
    """Lead to a comment where it stands now; a POST is its author, who says it better."""
    outcome = find_outcome(request, outcome_id)
    if request.method == "GET":
        found = get_object_or_404(outcome.comments, pk=node_comment_id)
        return _lead_to(request, outcome, found)
    own = outcome.comments.filter(author=request.membership)
    found = get_object_or_404(own, pk=node_comment_id)
    node = find_named(request, outcome_id, {"node": name_of_place(found)})
    # It is the same comment: the key that makes a new one only once is not needed.
    form = CommentForm({**request.POST.dict(), "client_id": uuid4()})
    where = f"edit-{found.pk}"
    if problem := _problem(request, form):
        return _show_talk(request, node, where=where, problem=problem)
    try:
        edit_comment(
            found,
            text=form.cleaned_data["text"],
            version=read_number(request.POST.get("version", "")),
            by=request.membership,
            chosen=request.POST.getlist("mentioned"),
        )
    except TreeRefusal as refusal:
        return _show_talk(request, node, where=where, problem=refusal, status=409)
    return _show_talk(request, node)


@require_POST
@workspace_view(Permission.COMMENT_WRITE)
def comment_removal(request, outcome_id, node_comment_id):
    """Take back a comment of one's own."""
    outcome = find_outcome(request, outcome_id)
    own = outcome.comments.filter(author=request.membership)
    found = get_object_or_404(own, pk=node_comment_id)
    delete_comment(found, by=request.membership)
    return _show_place(request, outcome_id, found)


@require_POST
@workspace_view(Permission.COMMENT_WRITE)
def comment_settlement(request, outcome_id, node_comment_id):
    """Nothing more is to be said about it (``settled``), or it is open again."""
    outcome = find_outcome(request, outcome_id)
    threads = outcome.comments.filter(parent=None)
    found = get_object_or_404(threads, pk=node_comment_id)
    is_settled = "settled" in request.POST
    settle_thread(found, is_settled=is_settled, by=request.membership)
    return _show_place(request, outcome_id, found)


@require_safe
@workspace_view(Permission.COMMENT_WRITE)
def mentionable(request, outcome_id):
    """Who may be called upon by what was typed after an @."""
    find_outcome(request, outcome_id)
    found = suggest_members(request.workspace, request.GET.get("q", ""))
    members = [
        {"pk": m.pk, "name": str(m), "note": m.get_role_display()} for m in found
    ]
    return JsonResponse({"members": members})


def _lead_to(request, outcome, found):
    """The conversation on its own page; or the tree, when what it is about is in the bin."""
    place = {"node": name_of_place(found)}
    try:
        find_named(request, outcome.pk, place)
    except Http404:
        messages.info(request, _("What this comment is about is in the bin."))
        return redirect("opportunities:tree", request.workspace.slug, outcome.pk)
    where = {**place, "thread": found.parent_id or found.pk}
    args = [request.workspace.slug, outcome.pk]
    url = reverse("opportunities:comments", args=args, query=where)
    return redirect(f"{url}#comment-{found.pk}")


def _find_parent(request, node):
    """The comment on this node that is answered; None if it is none."""
    named = request.POST.get("parent", "")
    if not named:
        return None
    rows = NodeComment.objects.filter(outcome=tree_of(node), **_about(node))
    return get_object_or_404(rows.threads(), pk=read_number(named) or 0)


def _about(node):
    on = node._meta.model_name
    empty = {"opportunity": None, "solution": None}
    return empty if on == "outcome" else {on: node}


def _problem(request, form):
    """Why what was typed is not kept, in words for beside it."""
    if not form.is_valid():
        return " ".join(each for errors in form.errors.values() for each in errors)
    if not may_comment(request.membership):
        return _("You have written a lot within a few minutes. Please wait a little.")
    return ""


def _show_place(request, outcome_id, comment):
    place = {"node": name_of_place(comment)}
    return _show_talk(request, find_named(request, outcome_id, place))


def _show_talk(request, node, *, where="", problem="", status=422):
    """The talk anew for htmx and after a mistake; without script back to the page."""
    outcome = tree_of(node)
    if request.method == "POST" and not (problem or wants_part(request)):
        args = [request.workspace.slug, outcome.pk]
        on = node._meta.model_name
        place = args if on == "outcome" else [*args, node.pk]
        response = redirect(f"opportunities:{on}", *place)
        response.headers["Location"] += "#comments"
        return response
    asked = {
        name: read_number(request.GET.get(name, "")) for name in ("thread", "before")
    }
    talk = NodeTalk(node, request.membership, most=MOST_ON_PAGE, **asked)
    if problem:
        typed = request.POST.get("text", "")
        talk.refused = {"where": where, "text": typed, "problem": problem}
    context = {"outcome": outcome, "node": node, "talk": talk, "new_id": uuid4}
    page = "opportunities/talk/comments.html"
    status = status if problem else 200
    return render_part(request, page, "talk", context, status=status)

"""Talk about a node, the tickets in which it is delivered, and who sees to it and when."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
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
from opportunities.forms import ClientIdForm
from opportunities.models import NodeComment
from opportunities.operations import edit_node
from opportunities.operations.talk import (
    delete_comment,
    link_ticket,
    unlink_ticket,
    write_comment,
)
from opportunities.queries.talk import NodeTalk
from opportunities.talk_forms import PLANS, CommentForm, TicketForm
from opportunities.views.answers import answer_change
from opportunities.views.horizon import show_board, went_from_board
from opportunities.views.panels import (
    find_opportunity,
    node_panel,
    outcome_panel,
    solution_panel,
)
from opportunities.views.solving_pages import find_solution, members_of
from snapshots.limits import may_comment
from snapshots.mentions import suggest_members

PANELS = {
    "opportunity": node_panel,
    "solution": solution_panel,
    "outcome": outcome_panel,
}
MOST_ON_PAGE = 500


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.COMMENT_WRITE)
def comments(request, outcome_id):
    """What is said about a node (``node``, such as ``solution:3``), and one comment more."""
    node = find_named(request, outcome_id, request.POST or request.GET)
    if request.method == "GET":
        return _show_talk(request, node)
    form = CommentForm(request.POST)
    if not form.is_valid():
        problem = " ".join(each for errors in form.errors.values() for each in errors)
        return _show_talk(request, node, problem=problem)
    if not may_comment(request.membership):
        problem = _(
            "You have written a lot within a few minutes. Please wait a little."
        )
        return _show_talk(request, node, problem=problem)
    write_comment(node, _tree_of(node), by=request.membership, **form.cleaned_data)
    return _show_talk(request, node)


@require_POST
@workspace_view(Permission.COMMENT_WRITE)
def comment_removal(request, outcome_id, node_comment_id):
    """Take back a comment of one's own."""
    outcome = find_outcome(request, outcome_id)
    own = NodeComment.objects.filter(outcome=outcome, author=request.membership)
    found = get_object_or_404(own, pk=node_comment_id)
    delete_comment(found, by=request.membership)
    name = _name_of_place(found)
    return _show_talk(request, find_named(request, outcome_id, {"node": name}))


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


@require_POST
@workspace_view(Permission.TREE_EDIT)
def tickets(request, outcome_id):
    """Link a ticket to a node."""
    node = _find_own(request, outcome_id)
    if node._meta.model_name not in PLANS:
        raise Http404
    form = TicketForm(request.POST)

    def attempt():
        said = form.cleaned_data
        return link_ticket(node, node.outcome, **said, by=request.membership)

    return answer_change(request, form, attempt, show=_panel(request, node))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def ticket_removal(request, outcome_id, ticket_id):
    """Take a ticket off its node."""
    outcome = find_outcome(request, outcome_id)
    rows = outcome.tickets.select_related("opportunity", "solution")
    ticket = get_object_or_404(rows, pk=ticket_id)
    node = _find_own(request, outcome_id, {"node": _name_of_place(ticket)})
    form = ClientIdForm(request.POST)

    def attempt():
        return unlink_ticket(ticket, **form.cleaned_data, by=request.membership)

    return answer_change(request, form, attempt, show=_panel(request, node))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def plan(request, outcome_id):
    """Say who sees to a node, and when or how far it is."""
    node = _find_own(request, outcome_id)
    if node._meta.model_name not in PLANS:
        raise Http404
    form = PLANS[node._meta.model_name](
        request.POST, instance=node, members=members_of(request)
    )
    name = f"{node._meta.model_name}:{node.pk}"

    def attempt():
        made = {"by": request.membership, "client_id": form.cleaned_data["client_id"]}
        return edit_node(node.outcome, name, wanted=form.wanted, seen=form.seen, **made)

    if "board" in request.POST:
        show = show_board(request, node.outcome)
        response = answer_change(request, form, attempt, show=show)
        return went_from_board(request, node.outcome, response)
    return answer_change(request, form, attempt, show=_panel(request, node))


def find_named(request, outcome_id, fields):
    """The node that ``node`` names, or the outcome; what was deleted is not found."""
    on, _colon, key = fields.get("node", "").partition(":")
    pk = read_number(key)
    if on not in PANELS or pk is None:
        raise Http404
    if on == "opportunity":
        return find_opportunity(request, outcome_id, pk)
    if on == "solution":
        return find_solution(request, outcome_id, pk)
    if pk != outcome_id:
        raise Http404
    return find_outcome(request, outcome_id)


def _find_own(request, outcome_id, fields=None):
    node = find_named(request, outcome_id, fields or request.POST)
    if not _tree_of(node).may_edit:
        raise PermissionDenied
    return node


def _tree_of(node):
    return getattr(node, "outcome", node)


def _name_of_place(row):
    if row.opportunity_id:
        return f"opportunity:{row.opportunity_id}"
    if row.solution_id:
        return f"solution:{row.solution_id}"
    return f"outcome:{row.outcome_id}"


def _panel(request, node):
    return PANELS[node._meta.model_name](request, node)


def _show_talk(request, node, problem=""):
    """The talk anew for htmx and after a mistake; without script back to the page."""
    outcome = _tree_of(node)
    if request.method == "POST" and not (problem or wants_part(request)):
        args = [request.workspace.slug, outcome.pk]
        on = node._meta.model_name
        place = args if on == "outcome" else [*args, node.pk]
        response = redirect(f"opportunities:{on}", *place)
        response.headers["Location"] += "#comments"
        return response
    context = {
        "outcome": outcome,
        "node": node,
        "talk": NodeTalk(node, request.membership, most=MOST_ON_PAGE),
        "problem": problem,
        "typed": request.POST.get("text", "") if problem else "",
        "new_id": uuid4,
    }
    page = "opportunities/talk/comments.html"
    status = 422 if problem else 200
    return render_part(request, page, "talk", context, status=status)

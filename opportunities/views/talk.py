"""The tickets in which a node is delivered, and who sees to it and when."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.forms import ClientIdForm
from opportunities.operations import edit_node
from opportunities.operations.tickets import link_ticket, unlink_ticket
from opportunities.talk_forms import PLANS, TicketForm
from opportunities.views.answers import answer_change
from opportunities.views.horizon import show_board, went_from_board
from opportunities.views.panels import (
    find_opportunity,
    node_panel,
    outcome_panel,
    solution_panel,
)
from opportunities.views.solving_pages import find_solution, members_of

PANELS = {
    "opportunity": node_panel,
    "solution": solution_panel,
    "outcome": outcome_panel,
}


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
    node = _find_own(request, outcome_id, {"node": name_of_place(ticket)})
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
    if not tree_of(node).may_edit:
        raise PermissionDenied
    return node


def tree_of(node):
    return getattr(node, "outcome", node)


def name_of_place(row):
    if row.opportunity_id:
        return f"opportunity:{row.opportunity_id}"
    if row.solution_id:
        return f"solution:{row.solution_id}"
    return f"outcome:{row.outcome_id}"


def _panel(request, node):
    return PANELS[node._meta.model_name](request, node)

"""The stories of a node: taken off, turned against it, and what else says nearly the same."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from discovery.htmx import render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.forms import ClientIdForm
from opportunities.inbox_forms import SideForm
from opportunities.models import Evidence
from opportunities.operations import unplace_evidence
from opportunities.operations.evidence import turn_evidence
from opportunities.queries.alike import alike_nodes, alike_waiting
from opportunities.views.answers import answer_change, doing
from opportunities.views.panels import find_opportunity, node_panel


@require_POST
@workspace_view(Permission.TREE_EDIT)
def evidence_removal(request, outcome_id, opportunity_id, evidence_id):
    """Take a story off a node and put it back into the inbox."""
    node, placed = _find(request, outcome_id, opportunity_id, evidence_id)
    form = ClientIdForm(request.POST)
    attempt = doing(unplace_evidence, placed, form=form, request=request)
    return answer_change(request, form, attempt, show=node_panel(request, node))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def evidence_side(request, outcome_id, opportunity_id, evidence_id):
    """Say that a story speaks against its node, or for it."""
    node, placed = _find(request, outcome_id, opportunity_id, evidence_id)
    form = SideForm(request.POST)
    attempt = doing(turn_evidence, placed, form=form, request=request)
    return answer_change(request, form, attempt, show=node_panel(request, node))


@require_safe
@workspace_view(Permission.TREE_EDIT)
def alike(request, outcome_id, opportunity_id):
    """What says nearly the same as a node: others on the tree, and what waits to be placed."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    if not node.outcome.may_edit:
        raise PermissionDenied
    context = {
        "outcome": node.outcome,
        "node": node,
        "similar": alike_nodes(node.outcome, node.text, but=node.pk),
        "waiting": alike_waiting(node.outcome, node.text),
        "new_id": uuid4,
    }
    page = "opportunities/evidence/alike.html"
    return render_part(request, page, "panel", context)


def _find(request, outcome_id, opportunity_id, evidence_id):
    node = find_opportunity(request, outcome_id, opportunity_id)
    rows = Evidence.objects.select_related("opportunity__outcome")
    return node, get_object_or_404(rows, opportunity=node, pk=evidence_id)

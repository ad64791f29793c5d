"""Evidence that is no story: support, analytics, sales, surveys; never counted as people (R66)."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.forms import ClientIdForm
from opportunities.inbox_forms import OtherEvidenceForm
from opportunities.operations.evidence import (
    add_other_evidence,
    edit_other_evidence,
    remove_other_evidence,
)
from opportunities.views.answers import answer_change, doing
from opportunities.views.panels import find_opportunity, node_panel


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def other_new(request, outcome_id, opportunity_id):
    """Add what points to a node without a story."""
    node = _find_node(request, outcome_id, opportunity_id)
    show = _form_panel(request, node)
    if request.method == "GET":
        return show()
    form = OtherEvidenceForm(request.POST)

    def attempt():
        client_id = form.cleaned_data["client_id"]
        return add_other_evidence(
            node, **form.said, by=request.membership, client_id=client_id
        )

    shown = node_panel(request, node) if form.is_valid() else show
    return answer_change(request, form, attempt, show=shown)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def other(request, outcome_id, opportunity_id, other_id):
    """Change it; two people who change the same field see both versions."""
    node, found = _find(request, outcome_id, opportunity_id, other_id)
    show = _form_panel(request, node, found)
    if request.method == "GET":
        return show()
    form = OtherEvidenceForm(request.POST, seen_of=found)

    def attempt():
        client_id = form.cleaned_data["client_id"]
        said = {"seen": form.seen, "by": request.membership, "client_id": client_id}
        return edit_other_evidence(found, **form.said, **said)

    shown = node_panel(request, node) if form.is_valid() else show
    return answer_change(request, form, attempt, show=shown)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def other_removal(request, outcome_id, opportunity_id, other_id):
    """Take it off the node."""
    node, found = _find(request, outcome_id, opportunity_id, other_id)
    form = ClientIdForm(request.POST)
    attempt = doing(remove_other_evidence, found, form=form, request=request)
    return answer_change(request, form, attempt, show=node_panel(request, node))


def _form_panel(request, node, found=None):
    def show(status=200, form=None, refusal=None):
        shown = form or OtherEvidenceForm(instance=found, seen_of=found)
        context = {
            "outcome": node.outcome,
            "node": node,
            "other": found,
            "form": shown,
            "refusal": refusal,
            "new_id": uuid4,
        }
        page = "opportunities/evidence/other_form.html"
        return render_part(request, page, "panel", context, status=status)

    return show


def _find_node(request, outcome_id, opportunity_id):
    node = find_opportunity(request, outcome_id, opportunity_id)
    if not node.outcome.may_edit:
        raise PermissionDenied
    return node


def _find(request, outcome_id, opportunity_id, other_id):
    node = _find_node(request, outcome_id, opportunity_id)
    found = get_object_or_404(node.other_evidence, pk=other_id)
    found.opportunity = node
    return node, found

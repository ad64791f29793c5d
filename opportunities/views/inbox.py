"""What was heard and waits to be placed on the tree, with the story beside it."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.htmx import render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.forms import ClientIdForm, PlacingForm
from opportunities.models import Evidence
from opportunities.operations import Gone, place_heard, unplace_evidence
from opportunities.queries.alike import alike_nodes, alike_waiting
from opportunities.queries.inbox import for_inbox, inbox_of
from opportunities.views.answers import answer_change
from opportunities.views.panels import find_opportunity, node_panel, places_for
from snapshots.models import HeardOpportunity
from snapshots.page import Page


@require_safe
@workspace_view(Permission.TREE_EDIT)
def inbox(request, outcome_id):
    """The list of what waits, oldest first."""
    return _inbox_panel(request, find_editable(request, outcome_id))()


def _inbox_panel(request, outcome):
    def show(status=200, form=None, refusal=None):
        context = {
            "outcome": outcome,
            "waiting": for_inbox(inbox_of(outcome)),
            "refusal": refusal,
        }
        page = "opportunities/inbox.html"
        return render_part(request, page, "panel", context, status=status)

    return show


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def placing(request, outcome_id, heard_id):
    """One heard opportunity with its story and similar nodes; a post places it."""
    outcome = find_editable(request, outcome_id)
    # Also one that somebody has just placed: the operation says where.
    published = HeardOpportunity.objects.filter(
        workspace=request.workspace,
        snapshot__team=outcome.team_id,
        snapshot__published_at__isnull=False,
    )
    heard = get_object_or_404(for_inbox(published), pk=heard_id)
    form = PlacingForm(request.POST)

    def attempt():
        said = form.cleaned_data
        node = None
        if said["on"] is not None:
            node = outcome.opportunities.standing().filter(pk=said["on"]).first()
            if node is None:
                raise Gone
        return place_heard(
            outcome,
            heard,
            opportunity=node,
            parent=said["parent"],
            after=said["after"],
            by=request.membership,
            client_id=said["client_id"],
        )

    if request.method == "GET":
        return _placing_panel(request, outcome, heard)()
    is_done = {"show": _inbox_panel(request, outcome)}
    if not form.is_valid():
        is_done["show"] = _placing_panel(request, outcome, heard)
    return answer_change(request, form, attempt, **is_done)


def _placing_panel(request, outcome, heard):
    def show(status=200, form=None, refusal=None):
        context = {
            "outcome": outcome,
            "heard": heard,
            "quote": Page(heard.snapshot).quote,
            "similar": alike_nodes(outcome, heard.text),
            "waiting": alike_waiting(outcome, heard.text, but=heard.pk),
            "places": places_for(outcome=outcome),
            "failed_form": form,
            "refusal": refusal,
            "new_id": uuid4,
        }
        page = "opportunities/placing.html"
        return render_part(request, page, "panel", context, status=status)

    return show


@require_POST
@workspace_view(Permission.TREE_EDIT)
def evidence_removal(request, outcome_id, opportunity_id, evidence_id):
    """Take a story off a node and put it back into the inbox."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    placed = get_object_or_404(
        Evidence.objects.select_related("opportunity__outcome"),
        opportunity=node,
        pk=evidence_id,
    )
    form = ClientIdForm(request.POST)

    def attempt():
        return unplace_evidence(placed, **form.cleaned_data, by=request.membership)

    return answer_change(request, form, attempt, show=node_panel(request, node))


def find_editable(request, outcome_id):
    outcome = find_outcome(request, outcome_id)
    if not outcome.may_edit:
        raise PermissionDenied
    return outcome

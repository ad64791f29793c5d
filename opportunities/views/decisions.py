"""Decisions: made on an opportunity, listed newest first with the way down to the stories."""

import json
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discovery.htmx import go_to, render_part, wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_insight
from opportunities.forms import DecisionForm
from opportunities.operations import decide
from opportunities.operations.insights import name_decision
from opportunities.queries.promises import (
    address_of,
    count_overdue,
    overdue,
    told_insights,
)
from opportunities.queries.stories import DECISIONS_A_PAGE, decisions_of, stories_of
from opportunities.views.panels import find_opportunity, node_panel


@require_safe
@workspace_view(Permission.TREE_VIEW)
def insights(request):
    """What the teams tell everybody, and what they decided because of which stories."""
    is_overdue = request.GET.get("show") == "overdue"
    decisions = decisions_of(request.workspace)
    if is_overdue:
        decisions = overdue(decisions, request.workspace)
    page = Paginator(decisions, DECISIONS_A_PAGE).get_page(request.GET.get("page"))
    stories = stories_of([decision.opportunity for decision in page])
    for decision in page:
        decision.stories = stories[decision.opportunity_id]
    told = told_insights(request.membership, request.team, is_overdue=is_overdue)
    context = {"page": page, "is_overdue": is_overdue, **told}
    context["late_count"] = count_overdue(request.workspace, request.team)
    return render(request, "opportunities/insights.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def decision_new(request, outcome_id, opportunity_id):
    """Write down what was decided because of an opportunity."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    insight = _insight_it_follows(request)
    if not node.outcome.may_edit or (insight and not insight.may_edit):
        raise PermissionDenied
    members = request.workspace.memberships.active().select_related("user")
    start = {"owner": request.membership.pk, "client_id": uuid4()}
    # A test that is over offers the words of its verdict.
    start["reason"] = request.GET.get("reason", "")[:1000]
    members = members.order_by("user__name", "pk")
    form = DecisionForm(request.POST or None, initial=start, members=members)
    if request.method == "POST" and form.is_valid():
        decision = decide(node, **form.cleaned_data, by=request.membership)
        if insight:
            name_decision(insight, decision, by=request.membership)
        return _decided(request, node, decision, insight)
    context = {"outcome": node.outcome, "node": node, "form": form, "insight": insight}
    context["stories"] = stories_of([node])[node.pk]
    status = 422 if form.errors else 200
    page = "opportunities/decision_new.html"
    return render_part(request, page, "panel", context, status=status)


def _insight_it_follows(request):
    """The key insight that a decision is made on, if it was begun there."""
    said = request.POST if request.method == "POST" else request.GET
    key = read_number(said.get("insight", ""))
    return find_insight(request, key) if key else None


def _decided(request, node, decision, insight):
    """In the panel of the tree its node again; from a page of its own what it followed or led to."""
    said = _("Decided. You find it under Insights.")
    if wants_part(request) and not _is_own_page(request):
        response = node_panel(request, node)()
        response["HX-Trigger"] = json.dumps({"message:show": {"text": said}})
        return response
    messages.success(request, said)
    return go_to(request, address_of(insight or decision))


def _is_own_page(request):
    here = request.htmx.current_url_abs_path or ""
    return here.partition("?")[0] == request.path

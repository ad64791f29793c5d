"""Following up: done, or another day with a reason, in one press; and the page of a decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_insight, may_edit, may_settle
from opportunities.insight_forms import FollowUpForm
from opportunities.operations import promises
from opportunities.queries.promises import address_of
from opportunities.queries.work import work_behind
from opportunities.views.panels import find_opportunity


@require_safe
@workspace_view(Permission.TREE_VIEW)
def work(request, outcome_id, opportunity_id):
    """Show your work: from the outcome over the evidence and the choice to the solutions."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    return render(request, "opportunities/work.html", _work(request, node))


@require_safe
@workspace_view(Permission.TREE_VIEW)
def decision(request, decision_id):
    """The same page, begun from one decision."""
    row = find_decision(request, decision_id)
    return render(request, "opportunities/work.html", _decision(request, row))


@require_POST
@workspace_view(Permission.TREE_VIEW)
def decision_follow_up(request, decision_id):
    row = find_decision(request, decision_id)
    form = _settle(request, row)
    if form.errors:
        context = _decision(request, row, form)
        return render(request, "opportunities/work.html", context, status=422)
    return redirect(address_of(row))


@require_POST
@workspace_view(Permission.TREE_VIEW)
def insight_follow_up(request, insight_id):
    row = find_insight(request, insight_id)
    form = _settle(request, row)
    if form.errors:
        context = {"promise": row, "follow_up": form}
        return render(request, "opportunities/follow_up.html", context, status=422)
    return redirect(address_of(row))


def _settle(request, row):
    if not may_settle(row, request.membership):
        raise PermissionDenied
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return form
    said = form.cleaned_data
    if said["what"] == "done":
        promises.settle(row, by=request.membership)
        messages.success(request, _("Done. Well kept."))
    elif said["what"] == "reopen":
        promises.reopen(row, by=request.membership)
    else:
        promises.postpone(
            row, to=said["day"], reason=said["reason"], by=request.membership
        )
        messages.success(request, _("The new day stands, with your reason beside it."))
    return form


def find_decision(request, decision_id):
    decisions = request.workspace.decisions.select_related(
        "workspace",
        "outcome__team",
        "opportunity__outcome__team",
        "owner__user",
        "comparison",
    )
    return get_object_or_404(decisions, pk=decision_id)


def _decision(request, row, form=None):
    context = _work(request, row.opportunity)
    row.may_settle = may_settle(row, request.membership)
    may_write = request.membership.may(Permission.PARTICIPANT_INVITE)
    return {
        **context,
        "decision": row,
        "follow_up": form or FollowUpForm(),
        "told_count": row.told.count(),
        "may_tell": may_write and may_edit(row.outcome, request.membership),
    }


def _work(request, node):
    return {"node": node, "outcome": node.outcome, **work_behind(node)}

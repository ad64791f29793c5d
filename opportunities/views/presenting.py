"""The tree on the big screen of a meeting, one branch at a time."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.queries.walking import load_stop


@require_safe
@workspace_view(Permission.TREE_VIEW)
def presentation(request, outcome_id):
    """The outcome, or the opportunity that ``?at=`` names; each stop is a page of its own."""
    outcome = find_outcome(request, outcome_id)
    named = request.GET.get("at", "")
    stop = load_stop(outcome, (read_number(named) or 0) if named else None)
    if stop is None:
        raise Http404
    context = {"outcome": outcome, "stop": stop}
    return render(request, "opportunities/presenting/presentation.html", context)

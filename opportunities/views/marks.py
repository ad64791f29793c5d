from django.http import JsonResponse
from django.views.decorators.http import require_safe

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.queries.marks import load_marks


@require_safe
@workspace_view(Permission.TREE_VIEW)
def marks(request, outcome_id):
    """What the cards of a tree show beside their words, by their ids, for its scripts."""
    return JsonResponse(load_marks(find_outcome(request, outcome_id)))

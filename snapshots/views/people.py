from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.over_time import OverTime


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def person(request, participant_id):
    """One person's pages side by side: how their story went each time, and what they needed."""
    seen = request.workspace.snapshots.visible_to(request.membership)
    participant = get_object_or_404(request.workspace.participants, pk=participant_id)
    over_time = OverTime(participant, seen, request.membership)
    if not over_time.cards:
        raise Http404
    return render(request, "snapshots/person.html", {"over_time": over_time})

from django.shortcuts import render
from django.views.decorators.http import require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot

MOST_READ = 300


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def hints(request, snapshot_id):
    """What the coach says to the words of an opportunity while they are typed."""
    find_snapshot(request, snapshot_id)
    text = request.POST.get("text", "")[:MOST_READ]
    return render(request, "snapshots/_coach_line.html", {"text": text})

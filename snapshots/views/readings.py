from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot
from snapshots.operations.readings import note_reading
from snapshots.page import Page
from snapshots.readers import A_SCREENFUL, Readers


@require_POST
@workspace_view(Permission.SNAPSHOT_VIEW)
def readings(request, snapshot_id):
    """That the member has looked at the page for a while; it says so itself, so no robot does."""
    snapshot = find_snapshot(request, snapshot_id)
    note_reading(snapshot=snapshot, by=request.membership)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("snapshots:snapshot", request.workspace.slug, snapshot.pk)


@require_GET
@workspace_view(Permission.SNAPSHOT_WRITE)
def readers(request, snapshot_id):
    """Who has read the page, first and last, and who was told and has not yet."""
    snapshot = find_snapshot(request, snapshot_id)
    if not snapshot.is_published:
        raise Http404
    most = read_number(request.GET.get("most", "")) or A_SCREENFUL
    context = {
        "snapshot": snapshot,
        "page": Page(snapshot),
        "readers": Readers(snapshot, most=most),
    }
    return render(request, "snapshots/readers.html", context)

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.htmx import go_to
from discovery.workspaces.access import workspace_view
from discovery.workspaces.models import Paper
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot
from snapshots.operations.drafts import create_draft
from snapshots.operations.errors import InterviewNotHeld, NotPublishable
from snapshots.operations.publishing import publish_snapshot, withdraw_snapshot
from snapshots.views.answers import show_editor
from snapshots.views.paper import page_for, remember_paper


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_WRITE)
def for_interview(request, interview_id):
    """The page about an interview: opened if it has been begun, else begun by a button."""
    begun = request.workspace.snapshots.visible_to(request.membership)
    if snapshot := begun.filter(interview=interview_id).first():
        return go_to(request, "snapshots:snapshot", request.workspace.slug, snapshot.pk)
    interviews = request.workspace.interviews.visible_to(request.membership)
    interview = get_object_or_404(
        interviews.select_related("participant"), pk=interview_id
    )
    if request.method == "GET":
        return render(request, "snapshots/start.html", {"interview": interview})
    try:
        snapshot = create_draft(interview=interview, by=request.membership)
    except InterviewNotHeld:
        messages.error(
            request, _("A snapshot is written once the interview has been held.")
        )
        return go_to(request, "snapshots:library", request.workspace.slug)
    return go_to(request, "snapshots:snapshot", request.workspace.slug, snapshot.pk)


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def snapshot(request, snapshot_id):
    """The page of one interview: edited in place by writers, read by everybody else."""
    snapshot = find_snapshot(request, snapshot_id)
    return remember_paper(request, show_editor(request, snapshot))


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def print_view(request, snapshot_id):
    """The page alone, for the browser's own print: one sheet of paper."""
    page = page_for(request, find_snapshot(request, snapshot_id))
    response = render(
        request, "snapshots/print.html", {"page": page, "papers": Paper.choices}
    )
    return remember_paper(request, response)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def publication(request, snapshot_id):
    """Show the page to everybody who reads snapshots here."""
    snapshot = find_snapshot(request, snapshot_id)
    try:
        publish_snapshot(snapshot=snapshot, by=request.membership)
    except NotPublishable as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Published. Your readers have been told."))
    return go_to(request, "snapshots:snapshot", request.workspace.slug, snapshot.pk)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def publication_withdrawal(request, snapshot_id):
    """Make the page a draft again."""
    snapshot = find_snapshot(request, snapshot_id)
    withdraw_snapshot(snapshot=snapshot, by=request.membership)
    messages.success(
        request, _("This is a draft again. Readers and share links no longer see it.")
    )
    return redirect("snapshots:snapshot", request.workspace.slug, snapshot.pk)

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from discovery.notifications.operations import mark_read
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission

SHOWN = 100


@require_safe
@workspace_view(Permission.WORKSPACE_VIEW)
def notifications(request):
    """What the member should know of, newest first."""
    shown = request.membership.notifications.for_list()[:SHOWN]
    return render(request, "notifications/notifications.html", {"notifications": shown})


@require_safe
@workspace_view(Permission.WORKSPACE_VIEW)
def unread_count(request):
    """The number in the bell; fetched on its own, so that no page waits for it."""
    count = request.membership.notifications.unread().count()
    return render(request, "notifications/_count.html", {"count": count})


@require_POST
@workspace_view(Permission.WORKSPACE_VIEW)
def reading(request, notification_id):
    """Mark one as read and go where it happened."""
    found = get_object_or_404(request.membership.notifications, pk=notification_id)
    mark_read(request.membership, pk=found.pk)
    hosts = {request.get_host()}
    if found.url and url_has_allowed_host_and_scheme(found.url, hosts):
        return redirect(found.url)
    return redirect("notifications:list", request.workspace.slug)


@require_POST
@workspace_view(Permission.WORKSPACE_VIEW)
def all_read(request):
    """Mark everything as read."""
    mark_read(request.membership)
    return redirect("notifications:list", request.workspace.slug)

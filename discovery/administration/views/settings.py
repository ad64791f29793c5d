from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.administration.forms import WorkspaceForm
from discovery.administration.operations import change_workspace
from discovery.workspaces.access import workspace_view
from discovery.workspaces.models import Workspace
from discovery.workspaces.permissions import Permission


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def workspace_settings(request):
    """The workspace's name, zone, language and postal address."""
    # A copy of its own: the frame goes on showing what is stored.
    workspace = Workspace.objects.get(pk=request.workspace.pk)
    form = WorkspaceForm(request.POST or None, instance=workspace)
    if form.is_valid():
        if form.changed_data:
            change_workspace(workspace, fields=form.changed_data, by=request.membership)
        messages.success(request, _("Saved."))
        return redirect("workspaces:settings", workspace.slug)
    status = 422 if form.errors else 200
    return render(request, "workspaces/settings.html", {"form": form}, status=status)

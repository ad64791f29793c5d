from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.administration.forms import TeamForm
from discovery.administration.operations import change_team, choose_team, create_team
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Permission


@require_http_methods(["GET"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def teams(request):
    """The teams of the workspace with their people."""
    people = Membership.objects.active().select_related("user").order_by("pk")
    shown = request.workspace.teams.prefetch_related(Prefetch("memberships", people))
    return render(request, "workspaces/teams.html", {"teams": shown})


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def team_new(request):
    """A new team."""
    form = TeamForm(request.POST or None, workspace=request.workspace)
    if form.is_valid():
        create_team(
            workspace=request.workspace, by=request.membership, **form.cleaned_data
        )
        return redirect("workspaces:teams", request.workspace.slug)
    status = 422 if form.errors else 200
    return render(request, "workspaces/team.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def team(request, team_id):
    """One team: its name, product, weekly target and members."""
    found = get_object_or_404(request.workspace.teams, pk=team_id)
    form = TeamForm(request.POST or None, instance=found, workspace=request.workspace)
    if form.is_valid():
        fields = [name for name in form.changed_data if name != "members"]
        members = form.cleaned_data["members"]
        change_team(found, members=members, fields=fields, by=request.membership)
        messages.success(request, _("Saved."))
        return redirect("workspaces:teams", request.workspace.slug)
    status = 422 if form.errors else 200
    context = {"form": form, "team": found}
    return render(request, "workspaces/team.html", context, status=status)


@require_POST
@workspace_view(Permission.WORKSPACE_VIEW)
def current_team(request):
    """Look at another team's work, or at all teams'."""
    wanted = request.POST.get("team", "")
    chosen = None
    if wanted:
        chosen = get_object_or_404(request.workspace.teams, pk=read_number(wanted))
    choose_team(request.membership, team=chosen)
    back = request.POST.get("next", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, hosts, request.is_secure()):
        return redirect("home:home", request.workspace.slug)
    return redirect(back)

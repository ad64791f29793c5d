"""The recruiting screen of a team: its opt-in page, and whom it invited."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from discovery.htmx import go_to, render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from recruiting.access import teams_of
from recruiting.forms import OptInPageForm
from recruiting.models import OptInPage
from recruiting.operations import create_opt_in_page, update_opt_in_page
from recruiting.queries import what_booking_lacks

MOST_SHOWN = 50


@require_GET
@workspace_view(Permission.PARTICIPANT_NOMINATE)
def recruiting(request):
    """How people come to the team; a colleague is led to the nominations."""
    if not request.membership.may(Permission.PARTICIPANT_INVITE):
        return redirect("recruiting:nominations", request.workspace.slug)
    team = team_of(request)
    invitations = request.workspace.invitations.for_list().filter(team=team)
    nominations = request.workspace.nominations.select_related(
        "participant__workspace", "nominated_by__user"
    )
    if not request.membership.may(Permission.PANEL_MANAGE):
        nominations = nominations.filter(
            participant__in=request.workspace.participants.visible_to(
                request.membership
            )
        )
    context = {
        "team": team,
        "lack": what_booking_lacks(team) if team else "",
        "page": OptInPage.objects.filter(team=team).select_related("workspace").first(),
        "invitations": invitations[:MOST_SHOWN],
        "nominations": nominations.order_by("-created_at", "-pk")[:10],
        "may_manage": request.membership.may(Permission.RECRUITING_MANAGE),
    }
    return render_part(request, "recruiting/recruiting.html", "page", context)


def team_of(request):
    """The team one looks at: the current one, or the first of those one may look at."""
    teams = teams_of(request.membership).select_related("booking_page")
    return teams.filter(pk=request.team.pk if request.team else None).first() or (
        teams.first()
    )


@require_POST
@workspace_view(Permission.RECRUITING_MANAGE)
def opt_in_page_new(request):
    """Give the team its opt-in page."""
    if (team := team_of(request)) is None:
        messages.error(request, _("There is no team yet. Add one in the settings."))
    else:
        create_opt_in_page(team=team, by=request.membership)
    return go_to(request, "recruiting:recruiting", request.workspace.slug)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.RECRUITING_MANAGE)
def opt_in_page_words(request, page_id):
    """Change the words of an opt-in page."""
    page = get_object_or_404(request.workspace.opt_in_pages, pk=page_id)
    form = OptInPageForm(request.POST or None, initial=words_of(page))
    if form.is_valid():
        update_opt_in_page(page, by=request.membership, **form.cleaned_data)
        return go_to(request, "recruiting:recruiting", request.workspace.slug)
    context = {"page": page, "form": form}
    status = 422 if form.errors else 200
    return render_part(
        request, "recruiting/opt_in_page_words.html", "form", context, status
    )


def words_of(page):
    return {name: getattr(page, name) for name in OptInPageForm.Meta.fields}


@require_POST
@workspace_view(Permission.RECRUITING_MANAGE)
def opt_in_page_opening(request, page_id):
    """Open or close an opt-in page."""
    page = get_object_or_404(request.workspace.opt_in_pages, pk=page_id)
    is_open = request.POST.get("is_open") == "1"
    update_opt_in_page(page, by=request.membership, is_open=is_open)
    return go_to(request, "recruiting:recruiting", request.workspace.slug)

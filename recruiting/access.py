"""Which people of the panel a member may open."""

from django.shortcuts import get_object_or_404

from discovery.workspaces.permissions import Permission


def get_participant(request, participant_id):
    """Return one participant that the member may know by name, or answer 404.

    Whether somebody is in the panel of another team is as confidential as who they are.
    """
    people = request.workspace.participants.present().visible_to(request.membership)
    people = people.with_agreement().select_related("team", "nominated_by__user")
    return get_object_or_404(people, pk=participant_id)


def teams_of(membership):
    """The teams in whose name a member may act: their own, or all for who manages the panel."""
    if membership.may(Permission.PANEL_MANAGE):
        return membership.workspace.teams.all()
    return membership.teams.all()

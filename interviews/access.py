"""Who may hear what happens in an interview's room, and what a participant's link opens."""

from django.utils.timezone import now

from discovery.workspaces.links import read_link
from discovery.workspaces.permissions import Permission
from interviews.models import Interview
from recruiting.models import Invitation


def may_hear_interview(membership, pk):
    """Whether a member may listen to ``interview:<pk>``: the same as may open its room."""
    if not membership.may(Permission.INTERVIEW_MANAGE):
        return False
    interviews = Interview.objects.filter(workspace=membership.workspace_id)
    return interviews.visible_to(membership).filter(pk=pk).exists()


def load_invitation(token):
    """The invitation behind a booking page's link, unless it is void, over or the person erased."""
    if (read := read_link("invitation", token)) is None:
        return None
    pk, version = read
    invitation = (
        Invitation.objects.select_related(
            "workspace", "participant", "team__booking_page", "team__workspace"
        )
        .filter(pk=pk, link_version=version, participant__erased_at=None)
        .first()
    )
    return invitation if invitation and invitation.is_open else None


def load_booking(token):
    """The interview behind a participant's own link, until it is over (trust.md A5.8)."""
    if (read := read_link("interview", token)) is None:
        return None
    pk, version = read
    rows = Interview.objects.select_related(
        "workspace", "participant", "invitation", "team__booking_page"
    )
    interview = rows.filter(
        pk=pk, link_version=version, participant__erased_at=None
    ).first()
    return interview if interview and interview.ends_at > now() else None

"""What an action of the audit trail is called on screen."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

WORDS = {
    "audit_exported": _("exported the audit trail"),
    "availability_saved": _("changed their hours"),
    "booking_page_saved": _("changed a booking page"),
    "consent_recorded": _("recorded a consent"),
    "contact_resumed": _("allowed contact again"),
    "contact_stopped": _("stopped contact"),
    "decision_made": _("made a decision"),
    "interview_begun": _("began an interview"),
    "interview_booked": _("booked an interview"),
    "interview_cancelled": _("cancelled an interview"),
    "interview_ended": _("ended an interview"),
    "interview_moved": _("moved an interview"),
    "member_changed": _("changed a member"),
    "member_invitation_revoked": _("took an invitation back"),
    "member_invited": _("invited somebody"),
    "member_joined": _("joined"),
    "member_removed": _("removed a member"),
    "outcome_created": _("began a tree"),
    "participant_added": _("added a participant"),
    "participant_changed": _("changed a participant"),
    "participant_erased": _("erased a participant"),
    "participant_invited": _("invited a participant"),
    "participant_nominated": _("nominated a participant"),
    "share_link_created": _("made a share link"),
    "share_link_revoked": _("took a share link back"),
    "sign_in_failed": _("could not sign in"),
    "signed_in": _("signed in"),
    "snapshot_published": _("published a snapshot"),
    "snapshot_withdrawn": _("withdrew a snapshot"),
    "team_changed": _("changed a team"),
    "team_created": _("created a team"),
    "workspace_changed": _("changed the workspace"),
    "workspace_created": _("created the workspace"),
}


def say(action):
    """The words for an action; one that is not listed reads as it is called in code."""
    return WORDS.get(action) or action.replace("_", " ")


def name_kind(object_type):
    """What a kind of object ("workspaces.membership") is called; older kinds keep their last word."""
    try:
        return apps.get_model(object_type)._meta.verbose_name
    except (LookupError, ValueError):
        return object_type.rpartition(".")[2]

from django.db import transaction
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.mail.operations import queue_email
from recruiting.models import LIFETIME, Invitation
from recruiting.operations.consents import lock_participant


class ContactRefused(Exception):
    """The contact policy says no; ``refusal`` says why and whether a reason overrides it."""

    def __init__(self, refusal):
        super().__init__(refusal)
        self.refusal = refusal


@transaction.atomic
def invite_participant(participant, *, team, by=None, reason="", is_for_test=False):
    """Invite somebody to pick a time with a team, and write to them with their own link.

    With ``is_for_test`` they come to try something while the team watches.

    The policy is asked while the person's row is locked, so that two who press at once do
    not both pass (trust.md C10). A ``reason`` overrides what may be overridden, and stands on
    the invitation and in the audit trail. ``by`` is None where the person themselves asked.
    """
    fresh = lock_participant(participant)
    refusal = fresh.contact_refusal
    if refusal and not (refusal.may_be_overridden and reason):
        raise ContactRefused(refusal)
    invitation = _open_or_create(
        fresh,
        team=team,
        by=by,
        reason=reason if refusal else "",
        is_for_test=is_for_test,
    )
    fresh.last_contacted_at = participant.last_contacted_at = now()
    # Whoever invites somebody that no team has talked to yet makes them the team's own.
    if fresh.team_id is None:
        fresh.team = participant.team = team
    fresh.save(update_fields=["last_contacted_at", "team"])
    record("participant_invited", fresh, by=by, reason=reason if refusal else "")
    send_invitation(invitation)
    return invitation


def _open_or_create(participant, *, team, by, reason, is_for_test):
    """The open invitation of this team, with a fresh date, or a new one; one that is over closes."""
    open_ones = Invitation.objects.filter(
        team=team, participant=participant, booked_at=None, revoked_at=None
    )
    open_ones.filter(expires_at__lte=now()).update(revoked_at=now())
    if invitation := open_ones.first():
        invitation.expires_at = now() + LIFETIME
        invitation.is_for_test = is_for_test
        invitation.save(update_fields=["expires_at", "is_for_test"])
        return invitation
    return Invitation.objects.create(
        workspace=participant.workspace,
        team=team,
        participant=participant,
        invited_by=by,
        reason=reason,
        is_for_test=is_for_test,
        expires_at=now() + LIFETIME,
    )


def send_invitation(invitation):
    """Queue the mail with the personal link; at most one a day for the same invitation."""
    participant = invitation.participant
    inviter = invitation.invited_by
    return queue_email(
        "invitation",
        key=f"invitation:{invitation.pk}:{now():%Y-%m-%d}",
        to=participant.email,
        workspace=invitation.workspace,
        language=participant.language,
        context={
            "invitation": invitation,
            "participant": participant,
            "first_name": participant.first_name
            if participant.has_vouched_name
            else "",
            "inviter": inviter.user.first_name if inviter else "",
        },
        subject_ref=f"invitation:{invitation.pk}",
        reply_to=inviter.user.email if inviter else "",
        headers={
            "List-Unsubscribe": f"<{participant.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        expires_at=invitation.expires_at,
        is_outreach=True,
    )

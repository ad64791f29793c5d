from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import get_language, gettext

from discovery.audit.operations import record
from recruiting.models import LIFETIME, Answer, Channel, Consent, Invitation
from recruiting.operations.consents import lock_participant, record_consent
from recruiting.operations.invitations import send_invitation
from recruiting.operations.participants import (
    AddressSuppressed,
    AddressTaken,
    add_participant,
)


def recording_consent_text():
    """The words beside the second box of every opt-in page, in the visitor's language."""
    return gettext(
        "You may record our conversation, so that the team can listen instead of writing. I can "
        "still say no when we talk."
    )


@transaction.atomic
def opt_in(*, page, name, email, answer="", may_record=False, time_zone="", page_url):
    """Take somebody's yes from a public page: into the panel, with consent, and a link by mail.

    Anybody can type anybody's address here, so a person who is known already keeps their
    name, and one who asked not to be written to, or was erased, is not written to. Returns the
    invitation, or None in those cases; the visitor is told the same in all (trust.md A5.6).
    """
    try:
        participant = _find_or_add(page, name, email, time_zone)
    except AddressSuppressed:
        return None
    participant = lock_participant(participant)
    if participant.do_not_contact_at:
        return None
    # The team wrote the one text in its own language; the other is ours, in the visitor's.
    texts = [(Consent.Purpose.CONTACT, page.consent_text, page.workspace.language)]
    if may_record:
        texts.append((Consent.Purpose.RECORDING, recording_consent_text(), ""))
    for purpose, text, language in texts:
        record_consent(
            participant,
            purpose=purpose,
            text=text,
            language=language,
            source=Consent.Source.PAGE,
            page_url=page_url,
        )
    _keep_answer(page, participant, answer)
    return _invite(page, participant)


def _find_or_add(page, name, email, time_zone):
    try:
        return add_participant(
            workspace=page.workspace,
            name=name,
            email=email,
            channel=Channel.LANDING_PAGE,
            team=page.team,
            time_zone=time_zone or page.workspace.time_zone,
            language=get_language() or page.workspace.language,
        )
    except AddressTaken as taken:
        return taken.participant


def _keep_answer(page, participant, answer):
    if answer and not participant.answers.filter(page=page, text=answer).exists():
        Answer.objects.create(
            workspace=page.workspace,
            participant=participant,
            page=page,
            question=page.question,
            text=answer,
        )


def _invite(page, participant):
    """The link that the person just asked for: no cooldown, and no second one for a double click."""
    invitations = Invitation.objects.filter(team=page.team, participant=participant)
    invitation = invitations.filter(booked_at=None, revoked_at=None).first()
    if invitation is None or not invitation.is_open:
        invitations.filter(booked_at=None, revoked_at=None).update(revoked_at=now())
        invitation = Invitation.objects.create(
            workspace=page.workspace,
            team=page.team,
            participant=participant,
            expires_at=now() + LIFETIME,
        )
        record("participant_invited", participant)
    participant.last_contacted_at = now()
    participant.save(update_fields=["last_contacted_at"])
    send_invitation(invitation)
    return invitation

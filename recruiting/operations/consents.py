from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import get_language

from discovery.audit.operations import record
from discovery.mail.models import OutgoingEmail, Suppression
from recruiting.models import Consent, Participant
from recruiting.signals import consent_withdrawn


@transaction.atomic
def record_consent(
    participant,
    *,
    purpose,
    text,
    source,
    language="",
    page_url="",
    by=None,
):
    """Keep that somebody said yes, with the exact words. The same yes twice is kept once."""
    lock_participant(participant)
    newest = newest_consent(participant, purpose)
    if newest and newest.is_granted and newest.text == text:
        return newest
    return _answer(
        participant,
        purpose=purpose,
        is_granted=True,
        text=text,
        source=source,
        language=language,
        page_url=page_url,
        by=by,
    )


@transaction.atomic
def withdraw_consent(
    participant, *, purpose, source=Consent.Source.PAGE, page_url="", by=None
):
    """Keep that somebody takes a yes back; a new row, effective at once (trust.md C1)."""
    lock_participant(participant)
    newest = newest_consent(participant, purpose)
    if newest is None or not newest.is_granted:
        return newest
    if purpose == Consent.Purpose.CONTACT:
        cancel_outreach(participant, "The person withdrew their consent.")
    consent_withdrawn.send(sender=Participant, participant=participant, purpose=purpose)
    return _answer(
        participant,
        purpose=purpose,
        is_granted=False,
        text=newest.text,
        source=source,
        language=newest.language,
        page_url=page_url,
        by=by,
    )


def _answer(participant, *, by, language, **fields):
    consent = Consent.objects.create(
        workspace=participant.workspace,
        participant=participant,
        recorded_by=by,
        language=language or get_language() or "en",
        **fields,
    )
    action = "consent_given" if consent.is_granted else "consent_withdrawn"
    record(action, participant, by=by, fields=[str(consent.purpose)])
    return consent


def newest_consent(participant, purpose):
    answers = Consent.objects.filter(participant=participant, purpose=purpose)
    return answers.order_by("-at", "-pk").first()


def lock_participant(participant):
    """Let what concerns one person happen one after the other; returns the row as it is now."""
    people = Participant.objects.select_for_update(no_key=True)
    return people.get(pk=participant.pk)


@transaction.atomic
def stop_contact(participant, *, by=None):
    """Take down that somebody does not want to be written to: at once, and for good (C9)."""
    fresh = lock_participant(participant)
    if fresh.do_not_contact_at is None:
        participant.do_not_contact_at = now()
        participant.save(update_fields=["do_not_contact_at"])
        record("contact_stopped", participant, by=by, fields=["do_not_contact_at"])
    if participant.email:
        Suppression.objects.bulk_create(
            [
                Suppression(
                    workspace=participant.workspace,
                    email=participant.email,
                    reason=Suppression.Reason.OPTED_OUT,
                )
            ],
            ignore_conflicts=True,
        )
    cancel_outreach(participant, "The person asked not to be written to.")
    return participant


@transaction.atomic
def resume_contact(participant):
    """Take the person's own word that they may be written to again; nobody else can say it."""
    lock_participant(participant)
    if participant.do_not_contact_at is None:
        return participant
    participant.do_not_contact_at = None
    participant.save(update_fields=["do_not_contact_at"])
    Suppression.objects.filter(
        workspace=participant.workspace,
        email__iexact=participant.email,
        reason=Suppression.Reason.OPTED_OUT,
    ).delete()
    record("contact_resumed", participant, fields=["do_not_contact_at"])
    return participant


def cancel_outreach(participant, reason):
    """Cancel the invitations to this person that still wait in the outbox."""
    waiting = [OutgoingEmail.State.QUEUED, OutgoingEmail.State.DEFERRED]
    OutgoingEmail.objects.filter(
        workspace=participant.workspace,
        to__iexact=participant.email,
        is_outreach=True,
        state__in=waiting,
    ).update(state=OutgoingEmail.State.CANCELLED, reason=reason)

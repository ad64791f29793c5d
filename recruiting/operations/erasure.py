from django.db import transaction
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.mail.models import OutgoingEmail, Suppression
from recruiting.models import Invitation, SuppressedAddress
from recruiting.operations.consents import cancel_outreach, lock_participant
from recruiting.operations.participants import hash_address
from recruiting.signals import participant_erased
from recruiting.thumbnails import names_with_thumbnails


@transaction.atomic
def erase_participant(participant, *, by=None, reason=""):
    """Forget somebody in every app, in one transaction, and never invite them again (C5).

    What stays: the row under its pseudonym, that and when they consented, the audit
    trail's line without a name, and a keyed hash by which their address is recognised.
    """
    fresh = lock_participant(participant)
    if fresh.is_erased:
        return fresh
    if fresh.email:
        SuppressedAddress.objects.get_or_create(
            workspace=fresh.workspace,
            address_hash=hash_address(fresh.workspace, fresh.email),
        )
    # Send, not send_robust: if one app cannot forget, nobody says that it was done.
    participant_erased.send(sender=type(fresh), participant=fresh)
    _empty_mail(fresh)
    _delete_what_hangs_on(fresh)
    _empty_row(fresh)
    record("participant_erased", fresh, by=by, reason=reason)
    participant.refresh_from_db()
    return participant


def _empty_mail(participant):
    """Take the person out of the outbox: what waits is cancelled, what was sent is emptied."""
    if not participant.email:
        return
    cancel_outreach(participant, "The person was erased.")
    mails = OutgoingEmail.objects.filter(
        workspace=participant.workspace, to__iexact=participant.email
    )
    mails.filter(
        state__in=[OutgoingEmail.State.QUEUED, OutgoingEmail.State.DEFERRED]
    ).update(state=OutgoingEmail.State.CANCELLED, reason="The person was erased.")
    mails.update(
        to="erased@invalid.invalid", subject="", text="", html="", calendar="",
        reply_to="", headers={},
    )  # fmt: skip
    Suppression.objects.filter(
        workspace=participant.workspace, email__iexact=participant.email
    ).delete()


def _delete_what_hangs_on(participant):
    photos = list(participant.photos.all())
    participant.photo = None
    participant.save(update_fields=["photo"])
    for photo in photos:
        storage = photo.file.storage
        for name in names_with_thumbnails(photo.file.name):
            transaction.on_commit(lambda s=storage, n=name: s.delete(n), robust=True)
        photo.delete()
    participant.answers.all().delete()
    participant.nominations.all().delete()
    Invitation.objects.filter(
        participant=participant, booked_at=None, revoked_at=None
    ).update(revoked_at=now())


def _empty_row(participant):
    participant.name = participant.pseudonym
    for field in ("email", "phone", "company", "job_title", "time_zone", "notes"):
        setattr(participant, field, "")
    participant.attributes, participant.tags = {}, []
    participant.nominated_by = None
    participant.link_version += 1
    participant.erased_at = now()
    participant.do_not_contact_at = participant.do_not_contact_at or now()
    participant.save()

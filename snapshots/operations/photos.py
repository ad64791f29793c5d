from django.db import transaction
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.live.operations import publish
from recruiting.models import Consent
from recruiting.photos import store_photo


@transaction.atomic
def show_photo(*, snapshot, upload, by):
    """Keep the person's photo together with their yes to it being on the snapshot."""
    photo = store_photo(snapshot.participant, upload, by)
    _answer(snapshot, is_granted=True, by=by)
    return photo


@transaction.atomic
def withdraw_photo(*, snapshot, by):
    """The person no longer wants their photo shown: a new answer, and the drawn portrait again."""
    _answer(snapshot, is_granted=False, by=by)


def _answer(snapshot, *, is_granted, by):
    """Record what the person said to us, in the words that the tick stands for (C1)."""
    said = (
        _("My photo may be shown on the snapshot of our talk.")
        if is_granted
        else _("My photo may no longer be shown.")
    )
    consent = Consent.objects.create(
        workspace=snapshot.workspace,
        participant=snapshot.participant,
        purpose=Consent.Purpose.PHOTO,
        is_granted=is_granted,
        text=said,
        language=snapshot.workspace.language,
        source=Consent.Source.IN_PERSON,
        recorded_by=by,
    )
    record("consent_recorded", consent, by=by, fields=["photo"])
    publish(f"snapshot:{snapshot.pk}", "changed", part="photo", by=by.pk)

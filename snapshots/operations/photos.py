from django.db import transaction
from django.utils.translation import gettext as _

from discovery.live.operations import publish
from recruiting.models import Consent
from recruiting.operations.consents import record_consent, withdraw_consent
from recruiting.photos import store_photo


@transaction.atomic
def show_photo(*, snapshot, upload, by):
    """Keep the person's photo together with their yes to it being on the snapshot (C1)."""
    photo = store_photo(snapshot.participant, upload, by)
    record_consent(
        snapshot.participant,
        purpose=Consent.Purpose.PHOTO,
        text=_("My photo may be shown on the snapshot of our talk."),
        source=Consent.Source.IN_PERSON,
        by=by,
    )
    publish(f"snapshot:{snapshot.pk}", "changed", part="photo", by=by.pk)
    return photo


@transaction.atomic
def withdraw_photo(*, snapshot, by):
    """The person no longer wants their photo shown: a new answer, and the drawn portrait again."""
    withdraw_consent(
        snapshot.participant,
        purpose=Consent.Purpose.PHOTO,
        source=Consent.Source.IN_PERSON,
        by=by,
    )
    publish(f"snapshot:{snapshot.pk}", "changed", part="photo", by=by.pk)

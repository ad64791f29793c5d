from django.db import transaction
from django.utils.translation import gettext as _

from discovery.live.operations import publish
from recruiting.models import Consent
from recruiting.operations.consents import record_consent, withdraw_consent
from recruiting.photos import store_photo
from snapshots.models import PageChange
from snapshots.operations.changes import note_change
from snapshots.operations.parts import open_page

MIDDLE = (0.5, 0.5, 1)


@transaction.atomic
def show_photo(*, snapshot, upload, by, alt="", square=None):
    """Keep the person's photo together with their yes to it being on the snapshot (C1).

    The page shows a square of it: the one that was chosen, else the middle.
    """
    photo = store_photo(
        snapshot.participant, upload, by, alt=alt, square=square or MIDDLE
    )
    record_consent(
        snapshot.participant,
        purpose=Consent.Purpose.PHOTO,
        text=_("My photo may be shown on the snapshot of our talk."),
        source=Consent.Source.IN_PERSON,
        by=by,
    )
    _settle(snapshot, PageChange.Kind.ADDED, by)
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
    _settle(snapshot, PageChange.Kind.REMOVED, by)


def _settle(snapshot, kind, by):
    open_page(snapshot)
    note_change(snapshot=snapshot, part="photo", kind=kind, by=by)
    publish(f"snapshot:{snapshot.pk}", "changed", part="photo", by=by.pk)

from django.utils.timezone import now

from snapshots.models import Reading


def note_reading(*, snapshot, by):
    """Remember that a member has looked at a published page: the first time and the last."""
    if not snapshot.is_published:
        return
    moment = now()
    reading = Reading(
        workspace=snapshot.workspace,
        snapshot=snapshot,
        membership=by,
        first_at=moment,
        last_at=moment,
    )
    Reading.objects.bulk_create(
        [reading],
        update_conflicts=True,
        unique_fields=["snapshot", "membership"],
        update_fields=["last_at"],
    )

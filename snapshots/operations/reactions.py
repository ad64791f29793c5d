from django.db import transaction

from discovery.live.operations import publish
from snapshots.models import Reaction
from snapshots.operations.errors import CommentRefused
from snapshots.part_names import is_on_page


@transaction.atomic
def react(*, snapshot, part, kind, by, is_on=True):
    """Say with one press what one feels about a part, or take it back; saying it twice is once.

    It changes nothing of the page, so the audit trail has no line of it.
    """
    if not snapshot.is_published or not is_on_page(snapshot, part):
        raise CommentRefused
    if is_on:
        reaction = Reaction(
            workspace=snapshot.workspace,
            snapshot=snapshot,
            part=part,
            membership=by,
            kind=kind,
        )
        Reaction.objects.bulk_create([reaction], ignore_conflicts=True)
    else:
        snapshot.reactions.filter(part=part, membership=by, kind=kind).delete()
    publish(f"snapshot:{snapshot.pk}", "reacted", part=part, by=by.pk)

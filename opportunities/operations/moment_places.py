"""Which moments of single stories belong to which moment of the comprehensive map."""

from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.models import MomentPlacement
from opportunities.operations.experience import (
    LONGEST_TITLE,
    find_moment,
    insert_moment,
)
from opportunities.operations.journal import lock_tree
from opportunities.operations.refusals import Gone, TreeRefusal
from snapshots.models import Moment

UNSEEN = object()


@transaction.atomic
def keep_column(outcome, *, title, steps, after, by, map_moment=None):
    """Put a suggested column on the map, or what is suggested into one that is there.

    ``steps`` are keys of moments of published stories of the team; ``after`` is the moment of
    the map that a new one stands behind (None: first). Returns the moment of the map.
    """
    locked = lock_tree(outcome, by)
    if map_moment is not None:
        map_moment = find_moment(locked, map_moment)
    elif title:
        map_moment = insert_moment(locked, title, after)
    else:
        raise TreeRefusal(_("Give the moment a name."))
    # What somebody has placed since it was suggested stays where they put it.
    placed = _placed(locked).filter(moment__in=steps)
    taken = set(placed.values_list("moment", flat=True))
    for moment in _published(locked, set(steps) - taken):
        _place(locked, moment, map_moment, by)
    return map_moment


@transaction.atomic
def keep_columns(outcome, columns, *, by):
    """Keep many suggested columns at once, in their order: keys (or None), titles and steps."""
    last = None
    for key, title, steps in columns:
        said = {"title": title[:LONGEST_TITLE], "steps": steps, "by": by}
        last = keep_column(outcome, after=last, map_moment=key, **said).pk


@transaction.atomic
def place_moment(outcome, moment_id, *, map_moment, by, seen=UNSEEN):
    """Say by hand where a moment of a story belongs; None: nowhere on this map.

    ``seen`` is where the person saw that somebody had placed it (None: nowhere). If it has been
    placed elsewhere meanwhile, nothing happens and the person is told.
    """
    locked = lock_tree(outcome, by)
    found = _published(locked, [moment_id])
    if not found:
        raise Gone(_("That story is no longer published."))
    target = find_moment(locked, map_moment) if map_moment is not None else None
    if seen is not UNSEEN:
        _check_seen(locked, found[0], seen, map_moment)
    _place(locked, found[0], target, by)


def _check_seen(outcome, moment, seen, wanted):
    place = _placed(outcome).filter(moment=moment).select_related("map_moment").first()
    if place is None or place.map_moment_id in (seen, wanted):
        return
    where = place.map_moment or _("Nowhere on this map")
    raise Gone(_("Somebody has put it under “%(where)s” meanwhile.") % {"where": where})


def _placed(outcome):
    """What somebody has placed; what stood in a moment that was taken off stands nowhere yet."""
    rows = MomentPlacement.objects.filter(outcome=outcome)
    return rows.exclude(map_moment__deleted_at__isnull=False)


def _published(outcome, keys):
    """The moments of published stories of the tree's team, as far as they are any."""
    rows = Moment.objects.filter(
        pk__in=keys,
        workspace=outcome.workspace_id,
        snapshot__team=outcome.team_id,
        snapshot__published_at__isnull=False,
    )
    return list(rows)


def _place(outcome, moment, map_moment, by):
    MomentPlacement.objects.update_or_create(
        outcome=outcome,
        moment=moment,
        defaults={
            "workspace_id": outcome.workspace_id,
            "map_moment": map_moment,
            "placed_by": by,
        },
    )

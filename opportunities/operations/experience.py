"""The comprehensive experience map: its moments, what belongs to each, and what grows from them.

Every change holds the lock of the outcome's row, as changes of the tree do; what it puts on the
tree goes through the list of changes.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.models import MapMoment, MomentPlacement
from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal, lock_tree
from opportunities.operations.places import LAST
from opportunities.operations.refusals import Gone, StaleEdit, TreeRefusal
from opportunities.ordering import spread_keys
from snapshots.models import Moment

LONGEST_TITLE = 60
MOST_MOMENTS = 60


@transaction.atomic
def keep_column(outcome, *, title, steps, after, by, map_moment=None):
    """Put a suggested column on the map, or what is suggested into one that is there.

    ``steps`` are keys of moments of published stories of the team; ``after`` is the moment of
    the map that a new one stands behind (None: first). Returns the moment of the map.
    """
    locked = lock_tree(outcome, by)
    moments = _published(locked, steps)
    if map_moment is None:
        if not title:
            raise TreeRefusal(_("Give the moment a name."))
        map_moment = _insert(locked, title, after)
    else:
        map_moment = _find(locked, map_moment)
    for moment in moments:
        _place(locked, moment, map_moment, by)
    return map_moment


@transaction.atomic
def place_moment(outcome, moment_id, *, map_moment, by):
    """Say by hand where a moment of a story belongs; None: nowhere on this map."""
    locked = lock_tree(outcome, by)
    found = _published(locked, [moment_id])
    if not found:
        raise Gone(_("That story is no longer published."))
    target = _find(locked, map_moment) if map_moment is not None else None
    _place(locked, found[0], target, by)


@transaction.atomic
def rename_moment(outcome, map_moment, *, title, seen, by):
    """Give a moment another name; somebody else's meanwhile raises StaleEdit with both."""
    locked = lock_tree(outcome, by)
    row = _find(locked, map_moment)
    if row.title != seen and row.title != title:
        raise StaleEdit(row, "title", title)
    if not title:
        raise TreeRefusal(_("Give the moment a name."))
    row.title = title
    row.version += 1
    row.save(update_fields=["title", "version"])
    return row


@transaction.atomic
def move_map_moment(outcome, map_moment, *, step, by):
    """Move a moment by one place: -1 earlier, 1 later."""
    locked = lock_tree(outcome, by)
    rows = _standing(locked)
    at = next((n for n, row in enumerate(rows) if row.pk == map_moment), None)
    if at is None:
        raise Gone
    if 0 <= at + step < len(rows):
        rows[at], rows[at + step] = rows[at + step], rows[at]
        _spread(locked, rows)


@transaction.atomic
def remove_map_moment(outcome, map_moment, *, by):
    """Take a moment off the map; what was placed in it is suggested anew."""
    locked = lock_tree(outcome, by)
    row = _find(locked, map_moment)
    row.placements.all().delete()
    row.delete()


@transaction.atomic
def merge_map_moments(outcome, keep, other, *, by):
    """Make one moment of two; everything placed in either stays."""
    locked = lock_tree(outcome, by)
    keep, other = _find(locked, keep), _find(locked, other)
    if keep.pk == other.pk:
        raise TreeRefusal(_("Choose another moment to merge it with."))
    other.placements.update(map_moment=keep)
    if keep.opportunity_id is None and other.opportunity_id:
        keep.opportunity_id = other.opportunity_id
        keep.save(update_fields=["opportunity"])
    other.delete()


@transaction.atomic
def grow_from_moment(outcome, map_moment, *, by, client_id):
    """Make a moment of the map a top-level opportunity of the tree (R59, F171); returns the change."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = _find(journal.outcome, map_moment)
    if row.opportunity and row.opportunity.deleted_at is None:
        raise TreeRefusal(_("It stands on the tree already."))
    node = create_node(
        journal, "opportunity", parent=None, after=LAST, text=row.title, kind="need"
    )
    row.opportunity = node
    row.save(update_fields=["opportunity"])
    return journal.write("added", f"opportunity:{node.pk}", node.text)


def _standing(outcome):
    rows = outcome.map_moments.filter(deleted_at=None)
    return list(rows.order_by("position", "pk"))


def _find(outcome, pk):
    rows = outcome.map_moments.select_related("opportunity")
    row = rows.filter(pk=pk, deleted_at=None).first()
    if row is None:
        raise Gone(_("Somebody has taken that moment off the map."))
    return row


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


def _insert(outcome, title, after):
    rows = _standing(outcome)
    if len(rows) >= MOST_MOMENTS:
        raise TreeRefusal(
            _("A map has sixty moments at most. Merge some of them first.")
        )
    title = title[:LONGEST_TITLE]
    at = next((n + 1 for n, row in enumerate(rows) if row.pk == after), 0)
    # The same name at the same place is the button pressed twice, or two people at once.
    if rows[at:] and rows[at].title == title:
        return rows[at]
    new = MapMoment(workspace_id=outcome.workspace_id, outcome=outcome, title=title)
    # Out of the way until all have their keys.
    new.position = "~new"
    new.save()
    _spread(outcome, [*rows[:at], new, *rows[at:]])
    return new


def _spread(outcome, rows):
    """Give all moments new keys: there are few, and the map is locked."""
    for row in rows:
        row.position = f"~{row.pk}"
    MapMoment.objects.bulk_update(rows, ["position"])
    for row, key in zip(rows, spread_keys(len(rows)), strict=True):
        row.position = key
    MapMoment.objects.bulk_update(rows, ["position"])

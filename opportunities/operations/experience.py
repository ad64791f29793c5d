"""The moments of the comprehensive experience map, and what grows from them.

Every change holds the lock of the outcome's row, as changes of the tree do; what it puts on the
tree goes through the list of changes.
"""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opportunities.models import MapMoment
from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal, lock_tree
from opportunities.operations.places import LAST
from opportunities.operations.refusals import Gone, StaleEdit, TreeRefusal
from opportunities.ordering import spread_keys

LONGEST_TITLE = 60
MOST_MOMENTS = 60


class TooManyMoments(TreeRefusal):
    def __init__(self):
        super().__init__(
            _("A map has sixty moments at most. Merge some of them first.")
        )


@transaction.atomic
def rename_moment(outcome, map_moment, *, title, seen, by):
    """Give a moment another name; somebody else's meanwhile raises StaleEdit with both."""
    locked = lock_tree(outcome, by)
    row = find_moment(locked, map_moment)
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
    row = find_moment(locked, map_moment)
    row.deleted_at = now()
    row.save(update_fields=["deleted_at"])
    return row


@transaction.atomic
def return_map_moment(outcome, map_moment, *, by):
    """Bring a moment back to where it stood, with all that nobody has placed elsewhere since."""
    locked = lock_tree(outcome, by)
    row = locked.map_moments.filter(pk=map_moment, deleted_at__isnull=False).first()
    if row is None:
        raise Gone(_("It is on the map already."))
    rows = _standing(locked)
    if len(rows) >= MOST_MOMENTS:
        raise TooManyMoments
    at = sum(one.position < row.position for one in rows)
    row.deleted_at, row.position = None, "~new"
    row.save(update_fields=["deleted_at", "position"])
    _spread(locked, [*rows[:at], row, *rows[at:]])


@transaction.atomic
def merge_map_moments(outcome, keep, other, *, by):
    """Make one moment of two; everything placed in either stays."""
    locked = lock_tree(outcome, by)
    keep, other = find_moment(locked, keep), find_moment(locked, other)
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
    row = find_moment(journal.outcome, map_moment)
    if row.opportunity and row.opportunity.deleted_at is None:
        raise TreeRefusal(_("It stands on the tree already."))
    after = _place_on_tree(journal.outcome, row)
    node = create_node(
        journal, "opportunity", parent=None, after=after, text=row.title, kind="need"
    )
    row.opportunity = node
    row.save(update_fields=["opportunity"])
    return journal.write("added", f"opportunity:{node.pk}", node.text)


def _place_on_tree(outcome, row):
    """Behind the nearest earlier moment that stands there: the top row is in the order of the map."""
    rows = _standing(outcome)
    earlier = [one.opportunity_id for one in rows[: rows.index(row)]]
    on_top = outcome.opportunities.present().filter(parent=None, pk__in=earlier)
    on_top = set(on_top.values_list("pk", flat=True))
    return next((key for key in reversed(earlier) if key in on_top), LAST)


def _standing(outcome):
    rows = outcome.map_moments.filter(deleted_at=None)
    return list(rows.order_by("position", "pk"))


def find_moment(outcome, pk):
    rows = outcome.map_moments.select_related("opportunity")
    row = rows.filter(pk=pk, deleted_at=None).first()
    if row is None:
        raise Gone(_("Somebody has taken that moment off the map."))
    return row


def insert_moment(outcome, title, after):
    rows = _standing(outcome)
    if len(rows) >= MOST_MOMENTS:
        raise TooManyMoments
    title = title[:LONGEST_TITLE]
    last = 0 if after is None else len(rows)
    at = next((n + 1 for n, row in enumerate(rows) if row.pk == after), last)
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

"""Keys for places among siblings, in the database and under the tree's lock."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from opportunities.operations.nodes import parent_of, siblings_under
from opportunities.ordering import NoRoom, keys_between, spread_keys

# The place behind all siblings, as it stands in a step.
LAST = "last"


def free_key(outcome, parent, after, *, moving=None, of="opportunity"):
    """Return a free key behind the sibling ``after`` (None: first, LAST: last).

    A sibling that has gone meanwhile counts as last: the node still gets a place. Where no
    key is left between two siblings they are all spread anew (B4.4).
    """
    siblings = siblings_under(outcome, parent, of).exclude(pk=moving)
    return _keys_behind(siblings, after, 1)[0]


def free_keys(outcome, parent, after, count, *, of):
    """Return free keys for several nodes that go behind the sibling ``after`` in a row."""
    return _keys_behind(siblings_under(outcome, parent, of), after, count)


def previous_sibling(node):
    """The key of the sibling before a node, also of one that is deleted; None if it is first."""
    of = node._meta.model_name
    siblings = siblings_under(node.outcome, parent_of(node), of)
    before = siblings.filter(position__lt=node.position)
    return before.values_list("pk", flat=True).last()


def spread_siblings(siblings):
    """Give siblings new short keys in the order they have."""
    rows = list(siblings)
    # Out of the way first: the unique constraint is checked row by row.
    aside = Concat(Value("~"), Cast("pk", CharField()))
    siblings.model.objects.filter(pk__in=[row.pk for row in rows]).update(
        position=aside
    )
    for row, key in zip(rows, spread_keys(len(rows)), strict=True):
        row.position = key
    siblings.model.objects.bulk_update(rows, ["position"], batch_size=500)


def _keys_behind(siblings, after, count):
    try:
        return keys_between(*_gap_behind(siblings, after), count)
    except NoRoom:
        spread_siblings(siblings)
    return keys_between(*_gap_behind(siblings, after), count)


def _gap_behind(siblings, after):
    """The keys of the two siblings between which a node goes."""
    rows = list(siblings.values_list("pk", "position"))
    places = {pk: at for at, (pk, _position) in enumerate(rows)}
    at = 0 if after is None else places.get(after, len(rows) - 1) + 1
    low = rows[at - 1][1] if at else None
    high = rows[at][1] if at < len(rows) else None
    return low, high

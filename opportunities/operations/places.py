"""Keys for places among siblings, in the database and under the tree's lock."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from opportunities.ordering import NoRoom, key_between, spread_keys

# The place behind all siblings, as it stands in a step.
LAST = "last"


def free_key(outcome, parent, after, *, moving=None, of="opportunity"):
    """Return a free key behind the sibling ``after`` (None: first, LAST: last).

    A sibling that has gone meanwhile counts as last: the node still gets a place. Where no
    key is left between two siblings they are all spread anew (B4.4).
    """
    siblings = _siblings(outcome, parent, of).exclude(pk=moving)
    try:
        return _key_behind(list(siblings.values_list("pk", "position")), after)
    except NoRoom:
        spread_siblings(siblings)
    return _key_behind(list(siblings.values_list("pk", "position")), after)


def previous_sibling(node):
    """The key of the sibling before a node, also of one that is deleted; None if it is first."""
    of = node._meta.model_name
    parent = node.opportunity_id if of == "solution" else node.parent_id
    before = _siblings(node.outcome, parent, of).filter(position__lt=node.position)
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


def _siblings(outcome, parent, of):
    if of == "solution":
        rows = outcome.solutions.filter(opportunity=parent)
    else:
        rows = outcome.opportunities.filter(parent=parent)
    return rows.filter(deleted_at=None).order_by("position", "pk")


def _key_behind(rows, after):
    places = {pk: at for at, (pk, _position) in enumerate(rows)}
    at = 0 if after is None else places.get(after, len(rows) - 1) + 1
    low = rows[at - 1][1] if at else None
    high = rows[at][1] if at < len(rows) else None
    return key_between(low, high)

"""Branches of a tree as they can be written down, added elsewhere, or changed together."""

from opportunities.branches import MORE, NewNode
from opportunities.kinds import KINDS


def load_branches(outcome, names=None, *, node_of=None, with_parked=False):
    """The named nodes (all top ones, if none are named) with what stands beneath, in order.

    What is parked stays behind, unless it is named; a node beneath another of them comes once.
    ``node_of`` makes a NewNode of a row. Three queries, however large the tree.
    """
    rows = _rows_by_name(outcome)
    make = node_of or _node
    nodes = {name: make(row) for name, (row, _above) in rows.items()}
    come = {
        name: above
        for name, (row, above) in rows.items()
        if with_parked or not getattr(row, "parked_at", None)
    }
    for name, above in come.items():
        if above in nodes:
            nodes[above].children.append(nodes[name])
    if names is None:
        names = [name for name, above in come.items() if above is None]
    return [nodes[name] for name in _topmost(rows, names)]


def topmost(outcome, names):
    """Of nodes that are named, those that do not stand beneath another of them."""
    return _topmost(_rows_by_name(outcome), names)


def names_beneath(outcome, names):
    """The nodes and all that stands beneath them, also what is parked there."""
    rows, chosen = _rows_by_name(outcome), set(names)
    return [name for name in rows if name in chosen or _is_beneath(name, chosen, rows)]


def _rows_by_name(outcome):
    """Every node with its row and the name of what it stands under, siblings in order."""
    rows = {}
    for on, kind in KINDS.items():
        present = getattr(outcome, kind.rows).filter(deleted_at=None)
        for row in present.order_by("position", "pk"):
            above = getattr(row, kind.parent)
            rows[f"{on}:{row.pk}"] = row, above and f"{kind.under}:{above}"
    return rows


def _topmost(rows, names):
    chosen = dict.fromkeys(name for name in names if name in rows)
    return [name for name in chosen if not _is_beneath(name, chosen, rows)]


def _is_beneath(name, chosen, rows):
    seen, here = set(), rows[name][1]
    while here in rows and here not in seen:
        if here in chosen:
            return True
        seen.add(here)
        here = rows[here][1]
    return False


def _node(row):
    kind = row._meta.model_name
    more = {name: getattr(row, name) for name in MORE[kind] if getattr(row, name)}
    return NewNode(kind, row.text, getattr(row, "description", ""), [], more)

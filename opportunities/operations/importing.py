"""Bringing a tree in from a file: looked at first, then added with one change (F204)."""

from opportunities.branches import NewNode
from opportunities.operations.branches import add_branch
from opportunities.operations.places import LAST


def as_nodes(records):
    """Sound records (opportunities/formats/records.py) nested as new nodes, siblings in order."""
    nodes, top = {}, []
    for record in records:
        more = {"status": record.status.lower()} if record.type == "solution" else {}
        if record.type == "opportunity":
            more = {"horizon": record.status.lower()}
        node = NewNode(record.type, record.title, record.description, [], more)
        nodes[record.id] = node
        (nodes[record.parent_id].children if record.parent_id else top).append(node)
    return top


def import_records(outcome, records, *, under, by, client_id):
    """Add the records under an opportunity (its key; None: the outcome), behind what is there."""
    return add_branch(
        outcome,
        parent=under,
        after=LAST,
        nodes=as_nodes(records),
        by=by,
        client_id=client_id,
    )

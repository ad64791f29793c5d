"""A tree, or one branch of it, as records for the formats of other tools."""

from opportunities.branches import walk
from opportunities.formats.records import Record
from opportunities.queries.branches import load_branches


def load_records(outcome, opportunity=None):
    """What stands on the tree, or the branch of ``opportunity``, in reading order; parked branches stay behind."""
    names = [f"opportunity:{opportunity.pk}"] if opportunity else None
    return as_records(load_branches(outcome, names))


def as_records(nodes):
    """Nested nodes as flat records with ids of their own, parents first."""
    records, above = [], {0: ""}
    for at, (node, level) in enumerate(walk(nodes), 1):
        above[level + 1] = str(at)
        records.append(
            Record(
                id=str(at),
                parent_id=above[level],
                type=node.kind,
                title=node.text,
                description=node.description,
                status=node.more.get("status", node.more.get("horizon", "")),
            )
        )
    return records

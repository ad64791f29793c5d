"""A tree, or one branch of it, as records for the formats of other tools."""

from opportunities.branches import MORE, NewNode, walk
from opportunities.formats.records import Record
from opportunities.formats.states import PARKED
from opportunities.queries.branches import load_branches


def load_records(outcome, opportunity=None, *, is_whole=False):
    """What stands on the tree, or the branch of ``opportunity``, in reading order.

    Parked branches stay behind, unless the tree ``is_whole``: then everything comes along that
    brings it back in another place.
    """
    names = [f"opportunity:{opportunity.pk}"] if opportunity else None
    if not is_whole:
        return as_records(load_branches(outcome, names))
    people = outcome.workspace.memberships.select_related("user")
    owners = {member.pk: str(member) for member in people}

    def node_of(row):
        return _whole_node(row, owners)

    return as_records(load_branches(outcome, names, node_of=node_of, with_parked=True))


def _whole_node(row, owners):
    kind = row._meta.model_name
    more = {name: getattr(row, name) for name in MORE[kind]}
    if kind == "assumption":
        places = (row.importance, row.evidence_strength)
        named = zip(("importance", "evidence_strength"), places, strict=True)
        more |= {name: str(place) for name, place in named if place is not None}
    else:
        # By name, as on the tree: a file goes further than an address should.
        more["owner"] = owners.get(row.owner_id, "")
    if kind == "opportunity":
        more |= {"target": "yes" if row.is_target else ""}
        more |= {"status": PARKED if row.parked_at else ""}
        more |= {"parked_reason": row.parked_reason}
    said = {name: value for name, value in more.items() if value}
    return NewNode(kind, row.text, getattr(row, "description", ""), [], said)


def as_records(nodes):
    """Nested nodes as flat records with ids of their own, parents first."""
    records, above = [], {0: ""}
    for at, (node, level) in enumerate(walk(nodes), 1):
        above[level + 1] = str(at)
        more = dict(node.more)
        status = more.pop("status", "")
        if node.kind == "opportunity" and not status:
            status = more.pop("horizon", "")
        records.append(
            Record(
                id=str(at),
                parent_id=above[level],
                type=node.kind,
                title=node.text,
                description=node.description,
                status=status,
                more=more,
            )
        )
    return records

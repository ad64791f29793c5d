"""Bringing a tree in from a file: looked at first, then added with one change (F204)."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from discovery.workspaces.permissions import Permission
from opportunities.branches import NewNode
from opportunities.formats.records import Record
from opportunities.formats.states import PARKED
from opportunities.operations.branches import add_branch
from opportunities.operations.places import LAST

NO_OWNER = gettext_noop("Nobody here is called “%(word)s”, so it has no owner.")
NOT_AIMED = gettext_noop("A tree has one target, and it stands; so this is none.")


@dataclass(frozen=True)
class Arrival:
    """Sound records on their way to a tree: who owns them there, and which one is its target."""

    records: list[Record]
    owners: dict[str, int]
    target: Record | None

    @property
    def remarks(self):
        """What a file says that this tree cannot take."""
        found = []
        for record in self.records:
            owner = record.more.get("owner", "")
            if owner and owner.casefold() not in self.owners:
                found.append(record.remark(NO_OWNER, owner))
            if record.more.get("target") and record is not self.target:
                found.append(record.remark(NOT_AIMED))
        return found

    @property
    def nodes(self):
        """The records nested as new nodes, siblings in order."""
        nodes, top = {}, []
        for record in self.records:
            node = NewNode(record.type, record.title, record.description)
            node.more = self._more(record)
            nodes[record.id] = node
            (nodes[record.parent_id].children if record.parent_id else top).append(node)
        return top

    def _more(self, record):
        more = {**record.more, "status": record.status}
        owner = self.owners.get(more.pop("owner", "").casefold())
        if record.type == "opportunity" and record.status not in ("", PARKED):
            more["horizon"] = record.status
        said = {"owner": owner, "target": record is self.target}
        return more | {name: value for name, value in said.items() if value}


def arrive(outcome, records):
    """Find out what the records mean on this tree."""
    return Arrival(records, _owners(outcome.workspace), _target(outcome, records))


def let_wait(records):
    """The records parked for the reason that nobody has told of them, each at the top with its own."""
    reason = _("Not heard in a story yet")
    return [
        record
        if record.parent_id or record.status == PARKED
        else replace(
            record, status=PARKED, more={**record.more, "parked_reason": reason}
        )
        for record in records
    ]


def _owners(workspace):
    """Members by address and by name; a name that two people have names nobody."""
    members = workspace.memberships.active().with_permission(Permission.TREE_VIEW)
    found, twice = {}, set()
    for member in members.select_related("user"):
        for name in {str(member).casefold(), member.user.email.casefold()}:
            if found.setdefault(name, member.pk) != member.pk:
                twice.add(name)
    return {name: pk for name, pk in found.items() if name not in twice}


def _target(outcome, records):
    """The first that is aimed at and hidden by nothing parked, if the tree aims at nothing."""
    if outcome.opportunities.filter(is_target=True).exists():
        return None
    hidden = set()
    for record in records:
        if record.status == PARKED or record.parent_id in hidden:
            hidden.add(record.id)
        elif record.more.get("target"):
            return record
    return None


def import_records(outcome, records, *, under, by, client_id):
    """Add the records under an opportunity (its key; None: the outcome), behind what is there."""
    return add_branch(
        outcome,
        parent=under,
        after=LAST,
        nodes=arrive(outcome, records).nodes,
        by=by,
        client_id=client_id,
    )

"""What people do with opportunities: add, word, move, aim at, park and delete them."""

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal
from opportunities.operations.nodes import find_node, name_of, split_name
from opportunities.operations.places import LAST
from opportunities.operations.refusals import NothingChanged

# What a move passes that does not say where the person saw the node.
UNSEEN = "unseen"


@transaction.atomic
def add_opportunity(
    outcome, *, text, by, client_id, kind=Opportunity.Kind.NEED, parent=None, after=LAST
):
    """Put a new opportunity on the tree; ``parent`` and ``after`` are keys of nodes."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    node = create_opportunity(journal, text=text, kind=kind, parent=parent, after=after)
    return journal.write("added", f"opportunity:{node.pk}", text)


def create_opportunity(journal, *, text, kind, parent, after):
    """Add the row within a change; its inverse takes it off again."""
    return create_node(
        journal, "opportunity", text=text, kind=kind, parent=parent, after=after
    )


@transaction.atomic
def reword_opportunity(opportunity, *, by, client_id, seen, text=None, kind=None):
    """Change the words or the kind of an opportunity.

    ``seen`` holds what the person had before them for each field that they change. Somebody
    else's change of the same field raises StaleEdit with both; of another field, both stay.
    """
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    wanted = {"text": text, "kind": kind}
    row = reword(journal, "opportunity", opportunity.pk, wanted, seen)
    return journal.write("reworded", f"opportunity:{row.pk}", row.text)


@transaction.atomic
def edit_node(outcome, name, *, wanted, seen, by, client_id, kind="edited"):
    """Write any fields of a node such as ``"solution:3"``; ``kind`` is the word of the history.

    Nothing is ``""``, a key is an ``…_id``; see ``reword_opportunity`` for ``seen``.
    """
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = reword(journal, *split_name(name), wanted, seen)
    return journal.write(kind, name, row.text)


def reword(journal, on, pk, wanted, seen):
    """Write the fields that differ from what was seen, in one step; return the fresh row."""
    changed = {
        name: value
        for name, value in wanted.items()
        if value is not None and value != seen.get(name)
    }
    if not changed:
        raise NothingChanged
    was = {name: seen.get(name, "") for name in changed}
    journal.do(do="write", on=on, id=pk, set=changed, was=was)
    return find_node(journal.outcome, on, pk)


@transaction.atomic
def move_opportunity(opportunity, *, parent, after, by, client_id, seen_parent=UNSEEN):
    """Move a node with all beneath it. The ancestors are asked again inside the lock (B4.2).

    ``seen_parent`` is where the person saw it: if somebody has moved it elsewhere meanwhile,
    nothing happens and the person is told.
    """
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    return move_within(journal, opportunity, parent, after, seen_parent)


def move_within(journal, node, parent, after, seen_parent):
    """Move a node of any kind, and close the change."""
    step = {"on": node._meta.model_name, "id": node.pk, "parent": parent}
    if seen_parent != UNSEEN:
        step["was"] = seen_parent
    journal.do(do="move", after=after, **step)
    return journal.write("moved", name_of(node), node.text, under=parent)


@transaction.atomic
def set_target(opportunity, *, is_target, by, client_id):
    """Aim at one opportunity, the only target of its tree, or at none."""
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    node = find_node(journal.outcome, "opportunity", opportunity.pk)
    targets = journal.outcome.opportunities.filter(is_target=True)
    was = targets.values_list("pk", flat=True).first()
    if is_target or node.is_target:
        journal.do(do="aim", id=node.pk if is_target else None, was=was)
    kind = "target" if is_target else "target_off"
    return journal.write(kind, f"opportunity:{node.pk}", node.text)


@transaction.atomic
def park_opportunity(opportunity, *, reason, by, client_id):
    """Take a node and its branch off the tree for later, with the reason (R65)."""
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="park", id=opportunity.pk, reason=reason)
    node = f"opportunity:{opportunity.pk}"
    return journal.write("parked", node, opportunity.text, reason=reason)


@transaction.atomic
def restore_opportunity(opportunity, *, by, client_id):
    """Bring a parked node and its branch back to where it stood."""
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="unpark", id=opportunity.pk)
    node = f"opportunity:{opportunity.pk}"
    return journal.write("returned", node, opportunity.text)


@transaction.atomic
def delete_opportunity(opportunity, *, by, client_id):
    """Delete a node that has nothing under it; its stories go back to the inbox (B4.7)."""
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="remove", on="opportunity", id=opportunity.pk)
    node = f"opportunity:{opportunity.pk}"
    return journal.write("deleted", node, opportunity.text)

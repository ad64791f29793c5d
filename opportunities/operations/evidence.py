"""Putting what was heard on the tree, setting it aside, and what else points to a node."""

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal
from opportunities.operations.places import LAST
from opportunities.operations.refusals import NothingChanged
from opportunities.operations.steps.evidence import OTHER_FIELDS
from opportunities.operations.steps.writing import plain


@transaction.atomic
def place_heard(
    outcome,
    heard,
    *,
    by,
    client_id,
    opportunity=None,
    parent=None,
    after=LAST,
    text="",
    others=(),
):
    """Place a heard opportunity on ``opportunity``, or on a new node under ``parent``.

    A new node gets the customer's words unless ``text`` says it better. ``others`` were heard
    of the same thing and go to the same node: all of them, or nothing happens.
    """
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    if opportunity is None:
        opportunity = _new(journal, text or heard.text, parent, after)
    for one in [heard, *others]:
        journal.do(do="support", id=opportunity.pk, heard=one.pk, by=by.pk)
    return journal.write("placed", f"opportunity:{opportunity.pk}", opportunity.text)


@transaction.atomic
def split_heard(outcome, heard, *, texts, by, client_id, parent=None):
    """Make several new nodes under ``parent`` of one thing heard; each stands on the same story."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    nodes = []
    for text in texts:
        node = _new(journal, text, parent, nodes[-1].pk if nodes else LAST)
        step = {"id": node.pk, "heard": heard.pk, "by": by.pk, "also": bool(nodes)}
        journal.do(do="support", **step)
        nodes.append(node)
    first = nodes[0]
    return journal.write("split_heard", f"opportunity:{first.pk}", first.text)


def _new(journal, text, parent, after):
    kind = Opportunity.Kind.NEED
    place = {"parent": parent, "after": after}
    return create_node(journal, "opportunity", **place, text=text, kind=kind)


@transaction.atomic
def unplace_evidence(evidence, *, by, client_id):
    """Take what was heard off its node and put it back into the inbox."""
    return _change_of(
        evidence.opportunity, by, client_id, "unplaced",
        do="unsupport", id=evidence.opportunity_id, heard=evidence.heard_id,
    )  # fmt: skip


@transaction.atomic
def turn_evidence(evidence, *, is_against, by, client_id):
    """Say that a story speaks against its node, or no longer (F177)."""
    return _change_of(
        evidence.opportunity, by, client_id, "turned_against" if is_against else "turned_for",
        do="turn", id=evidence.opportunity_id, heard=evidence.heard_id, against=is_against,
    )  # fmt: skip


@transaction.atomic
def set_heard_aside(outcome, heard, *, reason, by, client_id):
    """Keep something heard off the tree for now, with the reason (R63)."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="set_aside", heard=heard.pk, reason=reason, by=by.pk)
    node = f"outcome:{outcome.pk}"
    return journal.write("set_aside", node, heard.text, reason=reason)


@transaction.atomic
def bring_heard_back(outcome, heard, *, by, client_id):
    """Put what was set aside back into the inbox."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="bring_back", heard=heard.pk)
    return journal.write("brought_back", f"outcome:{outcome.pk}", heard.text)


@transaction.atomic
def add_other_evidence(opportunity, *, by, client_id, **fields):
    """Note what points to a node without a story: it never counts as people (R66)."""
    row = {name: plain(fields[name]) for name in OTHER_FIELDS}
    row |= {"by": by.pk, "client_id": str(client_id)}
    return _change_of(
        opportunity,
        by,
        client_id,
        "other_added",
        do="point",
        id=opportunity.pk,
        row=row,
    )


@transaction.atomic
def edit_other_evidence(other, *, by, client_id, seen, **fields):
    """Write the fields that differ from what the person had ``seen``."""
    wanted = {name: plain(value) for name, value in fields.items()}
    changed = {name: v for name, v in wanted.items() if v != plain(seen[name])}
    if not changed:
        raise NothingChanged
    was = {name: plain(seen[name]) for name in changed}
    return _change_of(
        other.opportunity, by, client_id, "other_edited",
        do="amend", id=other.opportunity_id, other=other.pk, set=changed, was=was,
    )  # fmt: skip


@transaction.atomic
def remove_other_evidence(other, *, by, client_id):
    return _change_of(
        other.opportunity, by, client_id, "other_removed",
        do="unpoint", id=other.opportunity_id, other=other.pk,
    )  # fmt: skip


def _change_of(node, by, client_id, kind, **step):
    """A change of one step that is about a node."""
    journal = Journal(node.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(**step)
    return journal.write(kind, f"opportunity:{node.pk}", node.text)

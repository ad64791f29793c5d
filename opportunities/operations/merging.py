"""Merging opportunities that say the same, and splitting one that says several things (F189)."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal
from opportunities.operations.nodes import (
    check_place,
    find_node,
    name_of,
    siblings_under,
    split_name,
)
from opportunities.operations.places import LAST
from opportunities.operations.refusals import TreeRefusal
from opportunities.tree import is_within


@dataclass
class Part:
    """What a split takes off a node: its words, what hangs on it by name and key, and children."""

    text: str
    kind: str
    rows: dict[str, list[int]] = field(default_factory=dict)
    children: list[str] = field(default_factory=list)


@transaction.atomic
def merge_opportunities(keep, others, *, by, client_id, text=None):
    """Take all that stands on and under the others over to ``keep``; every source stays.

    Stories, other evidence, comments, tickets, decisions, ratings, children and solutions go
    along. The others leave the tree and say where they went; undo brings them back whole.
    """
    journal = Journal(keep.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = find_node(journal.outcome, "opportunity", keep.pk)
    check_place(journal.outcome, row.pk)
    merged = [other.pk for other in others if other.pk != row.pk]
    if not merged:
        raise TreeRefusal(_("Choose at least two to merge."))
    for pk in dict.fromkeys(merged):
        _take_over(journal, row.pk, pk)
    if text and text != row.text:
        _write(journal, row.pk, {"text": text}, {"text": row.text})
    return journal.write("merged", name_of(row), text or row.text, merged=merged)


def _take_over(journal, keep, other):
    """Merge one: what is under it moves, what hangs on it is carried, and it goes."""
    outcome = journal.outcome
    row = find_node(outcome, "opportunity", other)
    parents = dict(outcome.opportunities.present().values_list("pk", "parent_id"))
    if is_within(parents, keep, other):
        # It cannot stay beneath what goes: it takes the place beside it.
        journal.do(
            do="move", on="opportunity", id=keep, parent=row.parent_id, after=other
        )
    for on in ("opportunity", "solution"):
        for child in siblings_under(outcome, other, on).values_list("pk", flat=True):
            journal.do(do="move", on=on, id=child, parent=keep, after=LAST)
    journal.do(do="carry", id=other, to=keep)
    if row.is_target:
        journal.do(do="aim", id=keep, was=other)
    _write(journal, other, {"merged_into_id": keep}, {"merged_into_id": ""})
    journal.do(do="remove", nodes=[name_of(row)])


@transaction.atomic
def split_opportunity(opportunity, parts, *, by, client_id, text=None):
    """Put new opportunities beside one, each with the evidence and children that belong to it.

    What no part names stays with the first, whose words ``text`` may change.
    """
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = find_node(journal.outcome, "opportunity", opportunity.pk)
    if not parts:
        raise TreeRefusal(_("Say in other words what the second one is."))
    after = row.pk
    for part in parts:
        after = _split_off(journal, row, part, after)
    if text and text != row.text:
        _write(journal, row.pk, {"text": text}, {"text": row.text})
    return journal.write("split", name_of(row), row.text, count=len(parts) + 1)


def _split_off(journal, row, part, after):
    place = {"parent": row.parent_id, "after": after}
    words = {"text": part.text, "kind": part.kind}
    new = create_node(journal, "opportunity", **place, **words)
    if part.rows:
        journal.do(do="carry", id=row.pk, to=new.pk, rows=part.rows)
    for on, pk in map(split_name, part.children):
        journal.do(do="move", on=on, id=pk, parent=new.pk, after=LAST, was=row.pk)
    return new.pk


def _write(journal, pk, fields, was):
    journal.do(do="write", on="opportunity", id=pk, set=fields, was=was)

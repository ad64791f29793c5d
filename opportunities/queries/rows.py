"""The rows of a tree as plain tuples: a model for each of 2,000 nodes would cost half of its page."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Value,
)
from django.db.models.functions import Cast

from opportunities.models import Assumption, AssumptionTest, Opportunity, Solution


class NodeRow(NamedTuple):
    """A node of any kind; what its kind does not have is None."""

    on: str
    pk: int
    parent_id: int | None
    position: str
    text: str
    kind: str | None
    is_target: bool | None
    parked_at: object
    parked_reason: str | None
    importance: int | None
    evidence_strength: int | None
    is_disproved: bool | None


TYPES = {
    "kind": CharField(),
    "is_target": BooleanField(),
    "parked_at": DateTimeField(),
    "parked_reason": CharField(),
    "importance": IntegerField(),
    "evidence_strength": IntegerField(),
    "is_disproved": BooleanField(),
}


def load_rows(outcome):
    """The nodes on the tree, and those parked beside it, by kind in their order: one query."""
    failed = AssumptionTest.objects.filter(
        assumption=OuterRef("pk"), verdict="fails", deleted_at=None
    )
    # Assumptions first: Django would convert the numbers of every row if they were made up.
    assumptions = _columns(
        "assumption",
        Assumption,
        outcome,
        parent_id="solution_id",
        is_disproved=Exists(failed),
    )
    solutions = _columns("solution", Solution, outcome, parent_id="opportunity_id")
    opportunities = _columns("opportunity", Opportunity, outcome)
    rows = assumptions.union(solutions, opportunities, all=True)
    found = defaultdict(list)
    for row in map(NodeRow._make, rows.order_by("position", "pk")):
        found[row.on].append(row)
    return found


def _columns(on, model, outcome, **columns):
    """The columns of a ``NodeRow``; ``columns`` are those that go by another name in ``model``."""
    own = {"pk": "pk"} | {each.attname: each.attname for each in model._meta.fields}
    nothing = {name: Cast(None, kind) for name, kind in TYPES.items()}
    columns = nothing | own | columns
    rows = model.objects.filter(outcome=outcome, deleted_at=None).order_by()
    return rows.values_list(Value(on), *(columns[name] for name in NodeRow._fields[1:]))

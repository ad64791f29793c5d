"""The rows of a tree as plain tuples: a model for each of 2,000 nodes would cost half of its page."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from opportunities.models import Assumption, AssumptionTest, Opportunity, Solution


class OpportunityRow(NamedTuple):
    pk: int
    parent_id: int | None
    position: str
    text: str
    kind: str
    is_target: bool
    parked_at: object
    parked_reason: str


class SolutionRow(NamedTuple):
    pk: int
    parent_id: int
    position: str
    text: str
    status: str


class AssumptionRow(NamedTuple):
    pk: int
    parent_id: int
    position: str
    text: str
    kind: str
    importance: int | None
    evidence_strength: int | None
    is_disproved: bool


def opportunities_of(outcome):
    """Those on the tree and those that are parked beside it."""
    rows = Opportunity.objects.present().filter(outcome=outcome)
    return _read(rows, OpportunityRow)


def solutions_of(outcome):
    rows = Solution.objects.filter(outcome=outcome, deleted_at=None)
    return _read(rows, SolutionRow, parent_id="opportunity_id")


def assumptions_of(outcome):
    failed = AssumptionTest.objects.filter(
        assumption=OuterRef("pk"), verdict="fails", deleted_at=None
    )
    rows = Assumption.objects.filter(outcome=outcome, deleted_at=None)
    rows = rows.annotate(is_disproved=Exists(failed))
    return _read(rows, AssumptionRow, parent_id="solution_id")


def _read(rows, shape, **columns):
    names = [columns.get(name, name) for name in shape._fields]
    ordered = rows.order_by("position", "pk").values_list(*names)
    return [shape._make(row) for row in ordered]

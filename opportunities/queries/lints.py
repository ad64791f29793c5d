"""The lints of a tree as it stands, without those that its team has set aside."""

from collections import Counter
from typing import NamedTuple

from django.utils.timezone import now

from opportunities.lints import find_lints
from opportunities.models import Evidence, Opportunity, Solution
from opportunities.queries.kept import Kept
from opportunities.tree import nest


class _Row(NamedTuple):
    """What a lint asks of an opportunity: a model for each would cost a fifth of the time."""

    pk: int
    parent_id: int | None
    position: str
    text: str
    is_target: bool
    horizon: str
    parked_at: object


class _Idea(NamedTuple):
    pk: int
    opportunity_id: int
    status: str


_found = Kept(16)


def count_lints(outcome):
    """How many lints hold at each node (None: the tree), for all who look at one revision at once.

    What is set aside is asked afresh, since that makes no revision.
    """
    key = (outcome.pk, outcome.revision)
    holding, _aside = _part(outcome, _found.get(key, lambda: _find(outcome)))
    return Counter(lint.node for lint in holding)


def load_lints(outcome):
    """Return the lints that hold and, apart from them, those set aside; in five queries.

    Each is a ``Lint``; those set aside come as pairs with the row that says why. One whose words
    or children have changed since is no longer set aside. Of two overlaps of one node each is set
    aside by itself.
    """
    return _part(outcome, _find(outcome))


def _part(outcome, lints):
    aside = {
        (row.rule, row.opportunity_id, row.about): row
        for row in outcome.lints_set_aside.select_related("by__user")
    }
    holding, put_aside = [], []
    for lint in lints:
        if row := aside.get((lint.rule, lint.node, lint.about)):
            put_aside.append((lint, row))
        else:
            holding.append(lint)
    return holding, put_aside


def _find(outcome):
    rows = Opportunity.objects.filter(outcome=outcome, deleted_at=None)
    nested = nest(_standing(_read(rows, _Row)))
    told = Evidence.objects.filter(opportunity__outcome=outcome, is_against=False)
    ideas = Solution.objects.filter(outcome=outcome, deleted_at=None)
    return find_lints(
        nested,
        told=set(told.values_list("opportunity_id", flat=True)),
        solutions=_read(ideas.exclude(status="dropped"), _Idea),
        idle_days=_idle_days(outcome),
    )


def _read(rows, shape):
    return [shape._make(row) for row in rows.values_list(*shape._fields)]


def _standing(rows):
    """The rows without parked branches: whoever hangs on nothing that stands is left out."""
    nested = nest([row for row in rows if not row.parked_at])
    return [branch.row for branch in nested.walk()]


def _idle_days(outcome):
    """For how many days nobody has changed the tree."""
    last = outcome.changes.order_by("-revision").values_list("at", flat=True).first()
    return (now() - (last or outcome.created_at)).days

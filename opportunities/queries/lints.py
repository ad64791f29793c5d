"""The lints of a tree as it stands, without those that its team has set aside."""

from django.utils.timezone import now

from opportunities.lints import find_lints
from opportunities.models import Evidence, Opportunity, Solution
from opportunities.tree import nest


def load_lints(outcome):
    """Return the lints that hold and, apart from them, those set aside; in five queries.

    Each is a ``Lint``; those set aside come as pairs with the row that says why. One whose words
    or children have changed since is no longer set aside.
    """
    aside = {
        (row.rule, row.opportunity_id): row
        for row in outcome.lints_set_aside.select_related("by__user")
    }
    holding, put_aside = [], []
    for lint in _find(outcome):
        row = aside.get((lint.rule, lint.node))
        if row and row.about == lint.about:
            put_aside.append((lint, row))
        else:
            holding.append(lint)
    return holding, put_aside


def _find(outcome):
    rows = Opportunity.objects.filter(outcome=outcome, deleted_at=None)
    shown = ["outcome", "parent", "position", "text", "is_target", "horizon"]
    nested = nest(_standing(list(rows.only(*shown, "parked_at"))))
    told = Evidence.objects.filter(opportunity__outcome=outcome, is_against=False)
    ideas = Solution.objects.filter(outcome=outcome, deleted_at=None)
    return find_lints(
        nested,
        told=set(told.values_list("opportunity_id", flat=True)),
        solutions=ideas.exclude(status="dropped").only("opportunity", "status"),
        idle_days=_idle_days(outcome),
    )


def _standing(rows):
    """The rows without parked branches: whoever hangs on nothing that stands is left out."""
    nested = nest([row for row in rows if not row.parked_at])
    return [branch.row for branch in nested.walk()]


def _idle_days(outcome):
    """For how many days nobody has changed the tree."""
    last = outcome.changes.order_by("-revision").values_list("at", flat=True).first()
    return (now() - (last or outcome.created_at)).days

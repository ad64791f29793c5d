"""From a node, or a decision, back to the quotes and the stories they stand on."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from opportunities.models import Decision, Evidence, Opportunity
from opportunities.tree import nest
from recruiting.models import Consent

DECISIONS_A_PAGE = 20


@dataclass
class Stories:
    """The evidence on a node itself, and on what stands beneath it."""

    own: list = field(default_factory=list)
    beneath: list = field(default_factory=list)

    @property
    def people_count(self):
        stories = [*self.own, *self.beneath]
        return len({placed.heard.snapshot.participant_id for placed in stories})

    @property
    def last_on(self):
        stories = [*self.own, *self.beneath]
        return max(
            (placed.heard.snapshot.talked_on for placed in stories), default=None
        )

    @property
    def everything(self):
        return [*self.own, *self.beneath]


def stories_of(opportunities):
    """The stories of several nodes, by their keys, in two queries."""
    outcomes = {opportunity.outcome_id for opportunity in opportunities}
    rows = _rows(outcomes)
    placed_on = defaultdict(list)
    for placed in _with_story(
        Evidence.objects.filter(opportunity__outcome__in=outcomes)
    ):
        placed_on[placed.opportunity_id].append(placed)
    nested = nest(rows)
    found = {}
    for opportunity in opportunities:
        stories = Stories(own=placed_on[opportunity.pk])
        branch = nested.by_pk.get(opportunity.pk)
        for below in list(branch.walk())[1:] if branch else []:
            if not below.row.parked_at:
                stories.beneath += placed_on[below.row.pk]
        found[opportunity.pk] = stories
    return found


def decisions_of(workspace):
    """A workspace's decisions, newest first, with who decided and on which node."""
    decisions = Decision.objects.filter(workspace=workspace)
    return decisions.select_related(
        "opportunity__outcome__team", "owner__user", "decided_by__user"
    )


def _rows(outcomes):

    rows = Opportunity.objects.present().filter(outcome__in=outcomes)
    return list(rows.only("parent", "position", "parked_at"))


def _with_story(evidence):
    # Who has taken back that they may be quoted is quoted no more, from the next look on.
    answers = Consent.objects.filter(
        participant=OuterRef("heard__snapshot__participant"), purpose="quote"
    )
    newest = answers.order_by("-at", "-pk").values("is_granted")[:1]
    evidence = evidence.annotate(quote_answer=Subquery(newest))
    stories = evidence.select_related(
        "opportunity", "heard__moment", "heard__snapshot__participant"
    )
    return stories.order_by("-heard__snapshot__talked_on", "-pk")

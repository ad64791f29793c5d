"""From a node, or a decision, back to the quotes and the stories they stand on."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from opportunities.models import Decision, Evidence, Opportunity
from opportunities.tree import nest
from snapshots.gathering import pages_of
from snapshots.models import Snapshot

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
    """The stories of several nodes, by their keys, in four queries.

    Each row of evidence has the ``page`` of its story: what was withdrawn is not on it.
    """
    outcomes = {opportunity.outcome_id for opportunity in opportunities}
    nested = nest(_rows(outcomes))
    beneath = {one.pk: _beneath(nested, one.pk) for one in opportunities}
    wanted = {*beneath, *(pk for pks in beneath.values() for pk in pks)}
    placed_on = defaultdict(list)
    for placed in with_story(Evidence.objects.filter(opportunity__in=wanted)):
        placed_on[placed.opportunity_id].append(placed)
    return {
        key: Stories(placed_on[key], [one for pk in pks for one in placed_on[pk]])
        for key, pks in beneath.items()
    }


def _beneath(nested, key):
    """The nodes under one, without the parked ones."""
    branch = nested.by_pk.get(key)
    below = list(branch.walk())[1:] if branch else []
    return [one.row.pk for one in below if not one.row.parked_at]


def decisions_of(workspace):
    """A workspace's decisions, newest first, with who decided and on which node."""
    decisions = Decision.objects.filter(workspace=workspace)
    return decisions.select_related(
        "opportunity__outcome__team", "owner__user", "decided_by__user"
    )


def _rows(outcomes):
    rows = Opportunity.objects.present().filter(outcome__in=outcomes)
    return list(rows.only("parent", "position", "parked_at"))


def with_story(evidence):
    """Rows of evidence with their stories, newest first, as whoever reads them now may see them.

    A story that is a draft again keeps its place; its words are those of who writes it.
    """
    rows = evidence.select_related("opportunity", "heard__moment")
    rows = list(rows.order_by("-heard__snapshot__talked_on", "-pk"))
    # Each story once: much may have been heard in the same one.
    stories = Snapshot.objects.select_related("participant__photo", "workspace")
    stories = stories.in_bulk({placed.heard.snapshot_id for placed in rows})
    pages = pages_of(list(stories.values())) if rows else {}
    for placed in rows:
        placed.heard.snapshot = stories[placed.heard.snapshot_id]
        placed.page = pages[placed.heard.snapshot_id]
        if not placed.page.snapshot.is_published:
            placed.heard.text = _("This story is being written again.")
            placed.heard.moment = None
    return rows

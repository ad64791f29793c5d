"""Which decisions and insights one story led to: from what was heard up the tree (F178)."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from opportunities.models import Decision, Evidence, KeyInsight, Opportunity

MOST_SHOWN = 60


@dataclass
class Led:
    """A node that the story stands on, what is above it, and what was decided because of these."""

    placed: object
    above: list = field(default_factory=list)
    decisions: list = field(default_factory=list)


def led_to(snapshot):
    """The nodes of a story with the decisions on them or above them, and its key insights."""
    evidence = Evidence.objects.filter(heard__snapshot=snapshot)
    standing = evidence.filter(opportunity__deleted_at=None)
    placed = list(
        standing.select_related("heard", "opportunity__outcome__team").order_by("pk")
    )
    above = _ancestors(placed)
    keys = {row.pk for rows in above.values() for row in rows}
    keys |= {row.opportunity_id for row in placed}
    decided = defaultdict(list)
    rows = Decision.objects.filter(opportunity__in=keys).select_related(
        "owner__user", "workspace"
    )
    for decision in rows[:MOST_SHOWN]:
        # What was decided before the talk cannot have come of it.
        decision.is_earlier = decision.decided_at.date() < snapshot.talked_on
        decided[decision.opportunity_id].append(decision)
    found = []
    for row in placed:
        path = above[row.opportunity_id]
        own = [d for node in [row.opportunity, *path] for d in decided[node.pk]]
        found.append(Led(row, path, own))
    return found, _insights(snapshot, keys)


def _ancestors(placed):
    """For each node what stands above it, the nearest first."""
    outcomes = {row.opportunity.outcome_id for row in placed}
    rows = Opportunity.objects.present().filter(outcome__in=outcomes)
    nodes = {row.pk: row for row in rows.only("parent", "text", "outcome")}
    above = {}
    for row in placed:
        path, here = [], nodes.get(row.opportunity_id)
        while here and here.parent_id in nodes and len(path) < len(nodes):
            here = nodes[here.parent_id]
            path.append(here)
        above[row.opportunity_id] = path
    return above


def _insights(snapshot, keys):
    stands_on = (
        Q(evidence__snapshot=snapshot)
        | Q(evidence__heard__snapshot=snapshot)
        | Q(evidence__opportunity__in=keys)
    )
    insights = KeyInsight.objects.filter(stands_on, workspace=snapshot.workspace_id)
    return insights.select_related("owner__user").distinct()[:MOST_SHOWN]

"""What led to a choice: the evidence, what it was compared with, and what was decided."""

from django.db.models import Count, Q

from opportunities.models import Opportunity
from opportunities.queries.insights import quotes_of
from opportunities.queries.stories import stories_of

QUOTES_SHOWN = 12
MOST_LISTED = 40


def work_behind(node):
    """Everything the page of a choice shows, in a fixed number of queries."""
    siblings = list(_siblings(node))
    stories = stories_of([node, *siblings])
    for sibling in siblings:
        sibling.people_count = stories[sibling.pk].people_count
    told = stories[node.pk]
    placed = list({row.heard.snapshot_id: row for row in told.everything}.values())
    return {
        "stories": told,
        "quotes": quotes_of(placed[:QUOTES_SHOWN]),
        "more_count": max(len(placed) - QUOTES_SHOWN, 0),
        "siblings": siblings,
        "decisions": list(
            node.decisions.select_related("owner__user", "workspace")[:MOST_LISTED]
        ),
        "solutions": list(
            node.solutions.filter(deleted_at=None).order_by("position")[:MOST_LISTED]
        ),
    }


def _siblings(node):
    """What stood beside it under the same parent, with how often it was decided on."""
    rows = Opportunity.objects.present().filter(
        Q(outcome=node.outcome_id, parent=node.parent_id)
    )
    rows = rows.exclude(pk=node.pk).annotate(decided=Count("decisions"))
    return rows.order_by("position")[:MOST_LISTED]

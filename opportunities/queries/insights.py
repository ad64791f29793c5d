"""Key insights with the quotes they stand on, in a fixed number of queries however many."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from opportunities.models import InsightEvidence, InsightReader, Opportunity
from opportunities.queries.stories import stories_of
from snapshots.gathering import pages_of
from snapshots.models import HeardOpportunity, Snapshot

MOST_SHOWN = 60
# A node may stand on hundreds of stories: the newest are told, the tree has them all.
QUOTES_A_NODE = 3


@dataclass
class Quote:
    """A story as one reader may see it: its page, and what was heard in it."""

    page: object
    heard: str = ""


@dataclass
class Ground:
    """One piece of evidence with its quotes; of a node how many people told of it."""

    evidence: InsightEvidence
    node: Opportunity | None = None
    quotes: list = field(default_factory=list)
    people_count: int = 1


def _nodes_of_team(grounds, team_id):
    """The nodes on which the team that tells an insight may decide."""
    nodes = (ground.node for ground in grounds if ground.node)
    return (node for node in nodes if node.outcome.team_id == team_id)


def with_all(insights):
    """The insights of a query with their evidence (``grounds``), owner, decision and who was told."""
    insights = insights.select_related(
        "workspace",
        "team",
        "owner__user",
        "decision__opportunity__outcome",
        "decision__owner__user",
    ).prefetch_related(
        Prefetch("told", InsightReader.objects.select_related("membership__user")),
        Prefetch(
            "evidence",
            InsightEvidence.objects.select_related("heard", "opportunity__outcome"),
        ),
    )
    insights = list(insights[:MOST_SHOWN])
    pieces = [piece for insight in insights for piece in insight.evidence.all()]
    nodes = [piece.opportunity for piece in pieces if piece.opportunity]
    stories = stories_of(nodes) if nodes else {}
    pages = _pages(pieces, stories)
    for insight in insights:
        grounds = [_ground(piece, stories, pages) for piece in insight.evidence.all()]
        insight.grounds = grounds
        insight.own_node = next(_nodes_of_team(grounds, insight.team_id), None)
        insight.quote_count = sum(len(ground.quotes) for ground in grounds)
    return insights


def quotes_of(placed):
    """The stories of some evidence on a tree as quotes, in two queries."""
    keys = {row.heard.snapshot_id for row in placed}
    pages = _pages_by_key(keys)
    return [
        Quote(pages[row.heard.snapshot_id], _heard(row.heard, pages)) for row in placed
    ]


def _pages(pieces, stories):
    keys = {piece.snapshot_id for piece in pieces if piece.snapshot_id}
    keys |= {piece.heard.snapshot_id for piece in pieces if piece.heard}
    for told in stories.values():
        keys |= {row.heard.snapshot_id for row in told.everything[:QUOTES_A_NODE]}
    return _pages_by_key(keys)


def _pages_by_key(keys):
    if not keys:
        return {}
    people = "participant__photo"
    rows = Snapshot.objects.filter(pk__in=keys).select_related("workspace", people)
    return pages_of(list(rows))


def _ground(piece, stories, pages):
    if piece.opportunity:
        told = stories[piece.opportunity_id]
        quotes = [
            Quote(pages[row.heard.snapshot_id], _heard(row.heard, pages))
            for row in told.everything[:QUOTES_A_NODE]
        ]
        return Ground(piece, piece.opportunity, quotes, told.people_count)
    if piece.heard:
        page = pages[piece.heard.snapshot_id]
        return Ground(piece, quotes=[Quote(page, _heard(piece.heard, pages))])
    return Ground(piece, quotes=[Quote(pages[piece.snapshot_id])])


def _heard(heard: HeardOpportunity, pages):
    page = pages[heard.snapshot_id]
    return page.worded(heard.text) if page.snapshot.is_published else ""

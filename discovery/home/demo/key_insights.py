"""Four insights of two teams: one decided, one late, one nobody has decided on yet."""

from datetime import timedelta

from discovery.home.demo.content import read
from opportunities.models import (
    Decision,
    InsightEvidence,
    InsightReader,
    KeyInsight,
    Opportunity,
    Outcome,
)

TOLD = ["grace", "ida", "tomas"]


def make_key_insights(cast):
    """After the trees: each stands on a node, and the first on a whole story too."""
    for number, row in enumerate(read("key_insights")["insights"], 1):
        outcome = Outcome.objects.get(
            workspace=cast.workspace, team=cast.teams[row["team"]]
        )
        owner = cast.members[row["owner"]]
        at = cast.moment - timedelta(days=row["days"])
        insight = KeyInsight.objects.create(
            workspace=cast.workspace,
            team=outcome.team,
            text=row["text"],
            owner=owner,
            due_on=cast.moment.date() + timedelta(days=row["due"]),
            # The sweep of a demo that has just been made sends no mail.
            reminders=2 if row["due"] <= 0 else 0,
            decision=_decision(outcome, row.get("decision")),
            position=number,
            created_by=owner,
            created_at=at,
        )
        _stand_on(insight, row, cast, at)
        if row.get("told"):
            _tell(insight, cast, at)


def _decision(outcome, words):
    if not words:
        return None
    return Decision.objects.get(outcome=outcome, text__startswith=words)


def _stand_on(insight, row, cast, at):
    fields = {"workspace": cast.workspace, "insight": insight}
    fields |= {"added_by": insight.owner, "added_at": at}
    node = Opportunity.objects.get(workspace=cast.workspace, text=row["on"])
    InsightEvidence.objects.create(opportunity=node, **fields)
    if person := row.get("story"):
        story = cast.interviews[row["team"], person].snapshot
        InsightEvidence.objects.create(snapshot=story, **fields)


def _tell(insight, cast, at):
    InsightReader.objects.bulk_create(
        InsightReader(
            workspace=cast.workspace,
            insight=insight,
            membership=cast.members[name],
            told_by=insight.owner,
            told_at=at,
        )
        for name in TOLD
    )

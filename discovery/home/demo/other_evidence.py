"""What points to the tree without a story, what contradicts it, and what was set aside."""

from datetime import timedelta
from uuid import UUID

from opportunities.models import HeardSetAside, Opportunity, OtherEvidence
from opportunities.queries.inbox import inbox_of

# On which node, from where, what it shows, what it says, weeks ago, whether it speaks against.
OTHER = [
    ("I can't tell who could come in right now", "support", "said",
     "41 tickets in six weeks ask how to see who is free today", 2, False),
    ("I can't tell who could come in right now", "analytics", "done",
     "Seven shops in ten open the availability page on the day itself, then leave it within ten seconds", 1, False),
    ("I would like to borrow people from our other shop", "sales", "said",
     "Asked for in four of nine renewal talks with chains", 5, False),
    ("I would like to borrow people from our other shop", "analytics", "done",
     "Of 212 shifts offered to a second shop, nobody took one", 3, True),
]  # fmt: skip
ASIDE = "I am asked first only because I live nearest"
WHY = "One person so far, and about fairness rather than filling a shift. Look again after the next talks."


def make_other_evidence(cast):
    """Add it to the tree that has these nodes."""
    nodes = {
        node.text: node for node in Opportunity.objects.filter(workspace=cast.workspace)
    }
    by = cast.workspace.memberships.filter(user__name__startswith="Noor").first()
    for number, (text, source, basis, words, weeks, is_against) in enumerate(OTHER, 1):
        if text not in nodes:
            continue
        at = cast.moment - timedelta(weeks=weeks)
        OtherEvidence.objects.create(
            workspace=cast.workspace,
            opportunity=nodes[text],
            source=source,
            basis=basis,
            text=words,
            observed_on=at.date(),
            is_against=is_against,
            added_by=by,
            added_at=at,
            client_id=UUID(int=number),
        )
    for outcome in cast.workspace.outcomes.all():
        for heard in inbox_of(outcome).filter(text=ASIDE):
            HeardSetAside.objects.create(
                workspace=cast.workspace,
                outcome=outcome,
                heard=heard,
                reason=WHY,
                by=by,
                at=cast.moment - timedelta(days=3),
            )

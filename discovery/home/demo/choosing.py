"""How the checkout trio came down to its target: two rows compared, each with its reason."""

from datetime import timedelta

from discovery.home.demo.content import read
from opportunities.models import (
    Comparison,
    CustomerRating,
    Decision,
    Evidence,
    LensView,
    Opportunity,
)


def make_choosing(cast):
    """After the trees, whose nodes are compared."""
    for row in read("choosing")["rows"]:
        chosen = _node(cast, row["chosen"])
        comparison = _decided(cast, row, chosen)
        for sibling in row.get("siblings", []):
            node = _node(cast, sibling["text"])
            _see(comparison, node, sibling)
            _rate(node, sibling["ratings"], comparison)


def _node(cast, text):
    return Opportunity.objects.get(workspace=cast.workspace, text=text)


def _decided(cast, row, chosen):
    by, at = cast.members[row["by"]], cast.moment - timedelta(days=row["days"])
    decision = Decision.objects.create(
        workspace=cast.workspace,
        outcome=chosen.outcome,
        opportunity=chosen,
        text=f"Go on with “{chosen.text}”",
        reason=row["reason"],
        owner=by,
        revisit_on=cast.moment.date() + timedelta(days=row["revisit"]),
        decided_by=by,
        decided_at=at,
    )
    return Comparison.objects.create(
        workspace=cast.workspace,
        outcome=chosen.outcome,
        parent=chosen.parent,
        chosen=chosen,
        decision=decision,
        started_by=by,
        started_at=at - timedelta(minutes=40),
        decided_at=at,
    )


def _see(comparison, node, sibling):
    LensView.objects.bulk_create(
        LensView(
            workspace_id=node.workspace_id,
            comparison=comparison,
            opportunity=node,
            lens=lens,
            place=sibling[lens][0],
            note=sibling[lens][1],
            by=comparison.started_by,
            at=comparison.decided_at,
        )
        for lens in LensView.Lens.values
    )


def _rate(node, ratings, comparison):
    """What customers said of it: people who told of the row, one after the other."""
    told = Evidence.objects.filter(opportunity__outcome=node.outcome_id)
    people = told.order_by("heard__snapshot__participant").values_list(
        "heard__snapshot__participant", flat=True
    )
    for person, (importance, satisfaction) in zip(
        people.distinct(), ratings, strict=False
    ):
        CustomerRating.objects.create(
            workspace_id=node.workspace_id,
            opportunity=node,
            participant_id=person,
            importance=importance,
            satisfaction=satisfaction,
            noted_by=comparison.started_by,
            noted_at=comparison.decided_at,
        )

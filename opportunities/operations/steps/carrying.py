"""Carrying what hangs on one opportunity over to another: for merging and splitting."""

from opportunities.models import (
    Comparison,
    CustomerRating,
    Decision,
    Evidence,
    IdeaRound,
    InsightEvidence,
    MapMoment,
    NodeComment,
    OtherEvidence,
    TicketLink,
)
from opportunities.operations.nodes import find_node

# What hangs on an opportunity, with the column that says that two rows are the same thing:
# a row that the other opportunity has already stays where it is.
CARRIED = {
    "evidence": (Evidence, "heard_id"),
    "other_evidence": (OtherEvidence, "client_id"),
    "comments": (NodeComment, None),
    "tickets": (TicketLink, "url"),
    "decisions": (Decision, None),
    "ratings": (CustomerRating, "participant_id"),
    "ideas": (IdeaRound, None),
    "insights": (InsightEvidence, "insight_id"),
    "map_moments": (MapMoment, None),
    "comparisons": (Comparison, None),
}


def carry(outcome, step):
    """Take ``rows`` (all, if the step does not say) from ``id`` to ``to``; others have stayed or left."""
    find_node(outcome, "opportunity", step["id"])
    find_node(outcome, "opportunity", step["to"])
    wanted = step.get("rows", dict.fromkeys(CARRIED))
    carried = {}
    for name, pks in wanted.items():
        model, same = CARRIED[name]
        column = "parent" if model is Comparison else "opportunity"
        rows = model.objects.filter(**{column: step["id"]})
        if pks is not None:
            rows = rows.filter(pk__in=pks)
        has = model.objects.filter(**{column: step["to"]})
        if same:
            rows = rows.exclude(**{f"{same}__in": has.values(same)})
        rows = _past_only(rows, has)
        carried[name] = list(rows.order_by("pk").values_list("pk", flat=True))
        model.objects.filter(pk__in=carried[name]).update(**{column: step["to"]})
    rows = {name: pks for name, pks in carried.items() if pks}
    return {"do": "carry", "id": step["to"], "to": step["id"], "rows": rows}


def _past_only(rows, has):
    """Of rounds and comparisons one is under way at a time: that of a row that is gone stays behind."""
    if rows.model is IdeaRound and has.exclude(phase="closed").exists():
        return rows.filter(phase="closed")
    if rows.model is Comparison:
        return rows.exclude(decided_at=None)
    return rows

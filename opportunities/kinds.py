"""The three kinds of nodes below an outcome, and what each stands under."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NodeKind:
    """Where the rows of a kind are found, the column of what they stand under, and its kind."""

    rows: str
    parent: str
    under: str
    has_updated: bool = False


KINDS = {
    "opportunity": NodeKind("opportunities", "parent_id", "opportunity", True),
    "solution": NodeKind("solutions", "opportunity_id", "opportunity"),
    "assumption": NodeKind("assumptions", "solution_id", "solution"),
}

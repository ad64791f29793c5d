"""The trees, what was decided because of them, and the insights that are told."""

from opportunities.models.decisions import Decision, Promise
from opportunities.models.insights import (
    InsightEvidence,
    InsightReader,
    KeyInsight,
)
from opportunities.models.tree import (
    KIND_ICONS,
    Evidence,
    Opportunity,
    OpportunityQuerySet,
    Outcome,
    Solution,
    TreeChange,
)

__all__ = [
    "KIND_ICONS",
    "Decision",
    "Evidence",
    "InsightEvidence",
    "InsightReader",
    "KeyInsight",
    "Opportunity",
    "OpportunityQuerySet",
    "Outcome",
    "Promise",
    "Solution",
    "TreeChange",
]

"""The trees, what is tried and decided because of them, and the insights that are told."""

from opportunities.models.choosing import (
    Comparison,
    CustomerRating,
    LensView,
)
from opportunities.models.decisions import (
    Decision,
    DecisionTold,
    Promise,
)
from opportunities.models.evidence import (
    Evidence,
    HeardSetAside,
    OtherEvidence,
)
from opportunities.models.experience import (
    MapMoment,
    MomentPlacement,
)
from opportunities.models.history import (
    TreeChange,
    TreeReview,
    TreeVersion,
)
from opportunities.models.ideas import Idea, IdeaRound
from opportunities.models.insights import (
    InsightEvidence,
    InsightReader,
    KeyInsight,
)
from opportunities.models.sharing import (
    TreeLink,
    TreeOpening,
)
from opportunities.models.solving import (
    EVIDENCE_WORDS,
    IMPORTANCE_WORDS,
    Assumption,
    AssumptionTest,
    StoryStep,
    TestParticipant,
)
from opportunities.models.talk import (
    LintSetAside,
    NodeComment,
    TicketLink,
)
from opportunities.models.tree import (
    KIND_ICONS,
    Opportunity,
    OpportunityQuerySet,
    Outcome,
    Solution,
)

__all__ = [
    "EVIDENCE_WORDS",
    "IMPORTANCE_WORDS",
    "KIND_ICONS",
    "Assumption",
    "AssumptionTest",
    "Comparison",
    "CustomerRating",
    "Decision",
    "DecisionTold",
    "Evidence",
    "HeardSetAside",
    "Idea",
    "IdeaRound",
    "InsightEvidence",
    "InsightReader",
    "KeyInsight",
    "LensView",
    "LintSetAside",
    "MapMoment",
    "MomentPlacement",
    "NodeComment",
    "Opportunity",
    "OpportunityQuerySet",
    "OtherEvidence",
    "Outcome",
    "Promise",
    "Solution",
    "StoryStep",
    "TestParticipant",
    "TicketLink",
    "TreeChange",
    "TreeLink",
    "TreeOpening",
    "TreeReview",
    "TreeVersion",
]

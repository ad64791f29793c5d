from snapshots.models.parts import HeardOpportunity, Insight, Moment, Part, QuickFact
from snapshots.models.reading import Comment, Reading
from snapshots.models.rendering import Rendering
from snapshots.models.sharing import ShareLink
from snapshots.models.snapshot import Snapshot

__all__ = [
    "Comment",
    "HeardOpportunity",
    "Insight",
    "Moment",
    "Part",
    "QuickFact",
    "Reading",
    "Rendering",
    "ShareLink",
    "Snapshot",
]

from snapshots.models.changes import PageChange
from snapshots.models.parts import HeardOpportunity, Insight, Moment, Part, QuickFact
from snapshots.models.reading import Comment, Mention, Reaction, Reading
from snapshots.models.rendering import Booklet, BookletPage, Rendering
from snapshots.models.sharing import ShareLink, ShareOpening
from snapshots.models.snapshot import Snapshot
from snapshots.models.stories import StoryPage, StoryPassage

__all__ = [
    "Booklet",
    "BookletPage",
    "Comment",
    "HeardOpportunity",
    "Insight",
    "Mention",
    "Moment",
    "PageChange",
    "Part",
    "QuickFact",
    "Reaction",
    "Reading",
    "Rendering",
    "ShareLink",
    "ShareOpening",
    "Snapshot",
    "StoryPage",
    "StoryPassage",
]

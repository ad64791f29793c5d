"""What can be wrong with a change of a snapshot; views say it beside the part."""


class InterviewNotHeld(Exception):
    """A snapshot is written about a talk that has taken place."""


class StaleEdit(Exception):
    """Somebody else has changed this very part since it was shown."""


class PartRefused(Exception):
    """The change cannot be made; the message says why, in words for the writer."""


class PageClosed(Exception):
    """The page's person has been erased: nothing is written on it any more."""


class NotPublishable(Exception):
    """What a page needs before others read it is missing; the message says what (R38, R44)."""


class CommentRefused(Exception):
    """Comments are for pages that are published."""

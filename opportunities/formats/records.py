"""A tree as a flat list of records, as files hold it, and what is remarked about them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from discovery.coach.hints import gettext_noop

TYPES: Final = ("outcome", "opportunity", "solution", "assumption")
# What others call them.
ALIASES: Final = {
    "goal": "outcome",
    "objective": "outcome",
    "metric": "outcome",
    "need": "opportunity",
    "pain": "opportunity",
    "pain point": "opportunity",
    "desire": "opportunity",
    "problem": "opportunity",
    "idea": "solution",
    "feature": "solution",
    "experiment": "assumption",
    "hypothesis": "assumption",
}
# What each may hang on; nothing stands for the top of the tree.
CARRIERS: Final = {
    "opportunity": ("", "opportunity"),
    "solution": ("opportunity",),
    "assumption": ("solution",),
}
# The type of what is left out, while the rest is hung.
NOTHING: Final = "nothing"


class NotReadable(Exception):
    """The file is not what its name says, or there is too much in it; the text says which."""


@dataclass(frozen=True, slots=True)
class Record:
    """One node: ``parent_id`` is empty for what stands at the top."""

    id: str
    parent_id: str
    type: str
    title: str
    description: str = ""
    status: str = ""
    # What else it says, by the names in our JSON: its kind, owner, place on the map, and so on.
    more: Mapping[str, str] = field(default_factory=dict)
    # Where it stands in the file, counted from 1; 0 if that is not known.
    line: int = 0

    def remark(self, text: str, word: str = "") -> "Remark":
        return Remark(self.title, text, self.line, word)


@dataclass(frozen=True, slots=True)
class Remark:
    """What was changed in the record with this title, why, in which line, and for which word of it."""

    title: str
    text: str
    line: int = 0
    word: str = ""


@dataclass
class Reading:
    """What a file holds: the title of its outcome if it names one, and the records below it."""

    records: list[Record] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    outcome: str = ""


NO_PARENT: Final = gettext_noop(
    "The node it hangs on is not in the file, so it stands at the top."
)
CIRCLE: Final = gettext_noop(
    "It hangs on a node beneath itself, so it stands at the top."
)
TWICE: Final = gettext_noop(
    "Another node has the same id; those beneath hang on the first of them."
)
CUT: Final = gettext_noop("Its title was too long; all of it is in its description.")
SHORTENED: Final = gettext_noop("Its description was too long and has been cut.")
UNKNOWN: Final = gettext_noop("Its type is unknown, so it is an opportunity.")
LIFTED: Final = gettext_noop("It cannot hang where it did, so it stands further up.")
MADE: Final = gettext_noop(
    "Nothing above it can carry a solution, so it is an opportunity."
)
LEFT_OUT: Final = gettext_noop(
    "There is no solution above it, so the assumption was left out."
)
DEEP: Final = gettext_noop(
    "It hung more than sixty levels deep, so it stands further up."
)
SECOND: Final = gettext_noop("A tree has one outcome, so this one is an opportunity.")
UNREAD: Final = gettext_noop("There is no place here for: %(word)s.")
TOO_MANY: Final = gettext_noop(
    "That is more than 5,000 nodes. Bring in one branch at a time."
)

"""Whether the words before a colon are somebody's name."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

LONGEST_NAME = 60
MOST_WORDS = 6
# Said so often before a colon that they are no names even when they stand in capitals.
NO_NAMES = {
    "http", "https", "note", "question", "answer", "example", "ps", "p.s.", "subject", "date",
    "time", "duration", "recorded", "participants", "attendees", "invited", "meeting", "title",
    "transcript", "summary", "action items", "keywords", "kind", "language", "re", "from", "to",
}  # fmt: skip
_LABEL = re.compile(
    r"(?:speaker|sprecher|participant|interviewer|interviewee|moderator|person|unknown|guest|host)"
    r"(?:[ _#-]?(?:\d{1,3}|[a-z]))?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.?!;,]\s|[?!;{}\[\]<>=]|//")


def could_be_name(words: str) -> bool:
    """``Anna Smith``, ``Dr. Li (Guest)``, ``SPEAKER_01``, ``王芳`` could; ``and then I said`` not."""
    return len(words) <= 2 * LONGEST_NAME and _could_be_name(words.strip())


@lru_cache(maxsize=4_096)
def _could_be_name(name: str) -> bool:
    if not name or len(name) > LONGEST_NAME or name.casefold() in NO_NAMES:
        return False
    if _LABEL.fullmatch(name):
        return True
    if len(name.split()) > MOST_WORDS or _SENTENCE.search(name.replace(". ", " ")):
        return False
    first = next((c for c in name if c.isalpha()), "")
    # A name begins with a capital; scripts without capitals pass.
    return bool(first) and not first.islower()


def names_among(heads: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Which of the words before a colon are names: as they are written, and tidied.

    ``heads`` are lines as ``line.partition(":")`` divides them. A label that occurs once where
    hardly any line has one is rather a word than a speaker ("Remember: ...").
    """
    counts = Counter(
        [name for name, colon, rest in heads if colon and not _goes_on(name, rest)]
    )
    likely = {name: count for name, count in counts.items() if could_be_name(name)}
    is_usual = sum(likely.values()) * 4 >= len(heads)
    return {
        name: " ".join(name.split())
        for name, count in likely.items()
        if is_usual or count > 1
    }


def _goes_on(name: str, rest: str) -> bool:
    """Whether the colon is one of an address or of a time, as in ``https://`` and ``9:30``."""
    return rest.startswith("//") or (name[-1:].isdigit() and rest[:2].isdigit())

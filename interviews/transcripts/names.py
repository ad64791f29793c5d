"""Whether the words before a colon are somebody's name."""

import re
from collections import Counter
from collections.abc import Iterable

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
    name = words.strip()
    if not name or len(name) > LONGEST_NAME or name.casefold() in NO_NAMES:
        return False
    if _LABEL.fullmatch(name):
        return True
    if len(name.split()) > MOST_WORDS or _SENTENCE.search(name.replace(". ", " ")):
        return False
    first = next((c for c in name if c.isalpha()), "")
    # A name begins with a capital; scripts without capitals pass.
    return bool(first) and not first.islower()


def names_within(lines: Iterable[str]) -> dict[str, str]:
    """What stands before a colon and is a name: as it is written, and tidied.

    A label that occurs once in a file where hardly any line has one is rather a word than a
    speaker ("Remember: ...").
    """
    lines = list(lines)
    counts = Counter(line.partition(":")[0] for line in lines if ":" in line)
    likely = {name: count for name, count in counts.items() if could_be_name(name)}
    labelled = sum(likely.values())
    is_usual = labelled * 4 >= len(lines)
    return {
        name: " ".join(name.split())
        for name, count in likely.items()
        if is_usual or count > 1
    }


def split_name(line: str) -> tuple[str, str]:
    """``("Anna", "Hello")`` of ``Anna: Hello``; no name if there is none."""
    name, colon, words = line.partition(":")
    if colon and could_be_name(name):
        return " ".join(name.split()), words.strip()
    return "", line.strip()

"""Turns what a team wants to reach into a first question about the past (F123, R19)."""

import re
from dataclasses import dataclass
from typing import Final

from discovery.coach.hints import addressed

LONGEST: Final = 300
# "I can't tell …" was said today; the question asks for a day on which it was so.
_THEN: Final = (
    (r"^i (can't|cannot|can not|could not|couldn't) ", "you could not "),
    (r"^i (don't|do not|didn't|did not) ", "you did not "),
    (r"^i (have|had) to ", "you had to "),
    (r"^i (need|needed) ", "you needed "),
    (r"^i (want|wanted) ", "you wanted "),
    (r"^i('m| am) not ", "you were not "),
    (r"^i('m| am) ", "you were "),
    (r"^i (lose|lost) ", "you lost "),
    (r"^i (forget|forgot) ", "you forgot "),
    (r"^i wish i could ", "you wanted to "),
)
_DEEDS_FIRST: Final = re.compile(
    r"^(?:more|fewer) (?:(?:new|of our|small|large) )*\w+ (?P<deed>\w+ .+)$", re.I
)

MOST_WORDS: Final = 6
# Begins a sentence about the team, not the name of anything.
_NO_NAME: Final = frozenset(
    [
        "a",
        "an",
        "how",
        "i",
        "it",
        "make",
        "makes",
        "my",
        "our",
        "that",
        "this",
        "to",
        "us",
        "we",
        "what",
        "when",
        "where",
        "who",
        "why",
    ]
)
# "Filling open shifts" is done, "Meeting notes" are not: the word behind it tells.
_DEED: Final = re.compile(
    r"^\w+ing (?:a|an|the|your|their|some|new|old|open|each|every|out|up|for|with) ?\b",
    re.I,
)


def opener_for_opportunity(text: str) -> str:
    """A story question about an opportunity in a customer's words; empty if it is in others'."""
    said = " ".join(text.replace("’", "'").split()).rstrip(".!?")
    for found, then in _THEN:
        match = re.match(found, said, re.IGNORECASE)
        if match:
            rest = addressed(said[match.end() :])
            return _fits(f"Tell me about the last time {then}{rest}.")
    return ""


def opener_for_outcome(title: str) -> str:
    """A story question about an outcome of the form "More shops fill a shift"; else empty."""
    match = _DEEDS_FIRST.match(" ".join(title.split()).rstrip(".!?"))
    if match is None:
        return ""
    # An outcome is told by the team: "us" stays, "their" is the customer's.
    deed = re.sub(r"\btheir\b", "your", match["deed"])
    return _fits(f"Tell me about the last time you tried to {deed}.")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a team makes, as it stands within a sentence; a deed is done: "filling a shift"."""

    text: str
    is_deed: bool


def subject_of(name: str) -> Subject | None:
    """A product's name as a part of a sentence; None if it is no name but a sentence itself."""
    said = " ".join(name.split()).rstrip(".!?")
    words = said.split(" ")
    first = words[0].lower()
    if len(words) > MOST_WORDS or first in _NO_NAME or re.search(r"[,;:?!()/]", said):
        return None
    if not said:
        return None
    is_deed = bool(_DEED.match(said))
    if _is_plain(words):
        said = said[:1].lower() + said[1:]
    return Subject(re.sub(r"\btheir\b", "your", said), is_deed)


def opener_for_product(name: str) -> str:
    """A story question about what a team makes."""
    subject = subject_of(name)
    if subject is None:
        return ""
    came = f"you were {subject.text}" if subject.is_deed else f"{subject.text} came up"
    return _fits(f"Tell me about the last time {came}.")


def _is_plain(words: list[str]) -> bool:
    """Whether the first word has its capital only from standing first: no name, no acronym."""
    first, others = words[0], words[1:]
    if (
        any(word != word.lower() for word in words[1:])
        or first[1:] != first[1:].lower()
    ):
        return False
    return bool(others) or first.endswith("ing")


def _fits(question: str) -> str:
    return question if len(question) <= LONGEST else ""

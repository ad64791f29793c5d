"""Turns what a team wants to reach into a first question about the past (F123, R19)."""

import re
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


def opener_for_product(name: str) -> str:
    """A story question about what a team makes."""
    return _fits(f"Tell me about the last time you had to do with {name}.")


def _fits(question: str) -> str:
    return question if len(question) <= LONGEST else ""

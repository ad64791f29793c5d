"""How somebody asked in a talk: the questions that came out crooked, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from discovery.coach.asking import (
    asks_yes_or_no,
    leads_the_story,
    mirrors,
    questions_in,
)
from discovery.coach.hints import pattern
from discovery.coach.questions import read_question

# After a leading question: how many of one's own turns may pass before the "why" (R36).
RESCUED_WITHIN: Final = 2
MOST_FAULTS_SHOWN: Final = 4
LONGEST_QUOTE: Final = 240

_WHY: Final = pattern(
    r"\bwhy\b", r"\bhow come\b", r"\bwhat makes you (say|think)\b", r"\bwhat do you mean\b"
)  # fmt: skip


class Part(StrEnum):
    """Who says something: the one under review, somebody else of the team, the customer."""

    OWN = "own"
    TEAM = "team"
    PARTICIPANT = "participant"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said in one go, and in which second of the talk, if that is known."""

    part: Part
    text: str
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was said, good or not, and if not what to say instead. ``answers`` is what it came
    after, ``tip`` a question that can be read aloud; the quote is empty for what was missing."""

    quote: str
    second: int | None
    is_good: bool
    tip: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What was counted. ``basis`` says what it is known from: transcript, notes or nothing;
    ``unmapped`` is a transcript of which nobody has said who is of the team."""

    basis: str
    questions: int = 0
    closed: int = 0
    several: int = 0
    leading: int = 0
    rescued: int = 0
    faults: tuple[Finding, ...] = field(default_factory=tuple)


def measure_talk(said: Sequence[Said]) -> Talk:
    """Count one's own questions and their faults."""
    own = [words for words in said if words.part == Part.OWN]
    asked = [
        (number, words, question)
        for number, words in enumerate(own)
        for question in questions_in(words.text)
    ]
    heard = _heard_before(said)
    labels = [_faults_of(question, heard[number]) for number, _, question in asked]
    crowded = {number for number, words in enumerate(own) if _is_several(words.text)}
    leading = [
        number
        for (number, _, _), found in zip(asked, labels, strict=True)
        if "leading" in found
    ]
    return Talk(
        basis="transcript",
        questions=len(asked),
        closed=sum("closed" in found for found in labels),
        several=len(crowded),
        leading=len(leading),
        rescued=sum(_is_rescued(own, number) for number in leading),
        faults=tuple(_faults(asked, labels))[:MOST_FAULTS_SHOWN],
    )


def shorten(text: str) -> str:
    """A quote of a length that can be read at a glance."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"


def _heard_before(said: Sequence[Said]) -> list[str]:
    """For each of one's own turns: what the customer had said last."""
    heard, last = [], ""
    for words in said:
        if words.part == Part.OWN:
            heard.append(last)
        elif words.part == Part.PARTICIPANT:
            last = words.text
    return heard


def _faults_of(question: str, before: str) -> dict[str, str]:
    """What to ask instead, by the label of each fault.

    "And then?" is no closed question, and their own words handed back lead nowhere.
    """
    found = {hint.label: hint.ask for hint in read_question(question)}
    if leads_the_story(question) or not asks_yes_or_no(question):
        found.pop("closed", None)
    if mirrors(question, before):
        found.pop("leading", None)
    return found


def _is_several(text: str) -> bool:
    questions = [one for one in questions_in(text) if one.endswith("?")]
    return len(questions) > 1 or any(
        hint.label == "multi" for one in questions for hint in read_question(one)
    )


def _is_rescued(own: Sequence[Said], number: int) -> bool:
    """Whether a "why" came soon after the leading question."""
    after = own[number + 1 : number + 1 + RESCUED_WITHIN]
    return any(_WHY.search(words.text) for words in after)


def _faults(
    asked: Sequence[tuple[int, Said, str]], labels: Sequence[dict[str, str]]
) -> list[Finding]:
    """The questions that say the most about what to do otherwise, leading ones first."""
    found = [
        (
            label != "leading",
            number,
            Finding(shorten(question), words.second, False, ask),
        )
        for (number, words, question), all_of_it in zip(asked, labels, strict=True)
        for label, ask in list(all_of_it.items())[:1]
    ]
    return [finding for _, _, finding in sorted(found, key=lambda row: row[:2])]

"""What a review of a talk is made of: what goes in, what comes out, and how they are counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from discovery.coach.notes import read_note
from discovery.coach.talking import Finding, Talk, shorten

HIGHEST: Final = 4
# What can be reached by ticks and notes alone.
HIGHEST_UNHEARD: Final = 3
MOST_EVIDENCE: Final = 6
SCENE_QUESTIONS: Final = {
    "place": "Where were you just then?",
    "people": "Who else was there?",
    "things": "What did you have in front of you?",
    "day": "What day was that, and what time?",
}


class Skill(StrEnum):
    """What is scored, in the order of a talk."""

    OPENER = "opener"
    SCENE = "scene"
    TIMELINE = "timeline"
    REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt of the guide that was ticked off, and in which second."""

    text: str
    second: int | None
    is_of_the_story: bool = True


@dataclass(frozen=True, slots=True)
class Noted:
    """A note as it was written, in the order of the talk."""

    text: str
    second: int
    is_story_step: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """How one skill went: None where nobody can tell."""

    skill: Skill
    score: int | None
    evidence: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """All four skills of one person in one talk, and how they talked."""

    scores: tuple[Score, ...]
    talk: Talk


def opened_with(question: str, second: int | None) -> Finding:
    """That the talk opened otherwise than with a story."""
    ask = "Tell me about the last time you did that."
    return Finding(shorten(question), second, False, ask)


def missing_detail(detail: str) -> Finding:
    return Finding("", None, False, SCENE_QUESTIONS[detail])


def generalises(text: str) -> str | None:
    """What to ask when somebody speaks of the usual; None if they do not."""
    hints = [hint for hint in read_note(text) if hint.label == "generalisation"]
    return hints[0].ask if hints else None


def share_of(good: list[Finding], missed: list[Finding], highest: int) -> Score:
    total = len(good) + len(missed)
    if not total:
        return Score(Skill.REDIRECT, None)
    score = min(highest, int(HIGHEST * len(good) / total + 0.5))
    return Score(Skill.REDIRECT, score, few([*good[:4], *missed]))


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Each quote once, though it may show several things."""
    return list({(f.quote, f.second): f for f in findings}.values())


def few(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(findings[:MOST_EVIDENCE])

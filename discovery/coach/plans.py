"""Recognises a planned talk that is no interview (R5, R76, F117), and a pasted research question (R26).

A plan is its title, its goal and its prompts, one per line. A line that asks for the customer's
story, or that says what is to be learned, may name a demo or a ticket: it is theirs. Only what
names itself ("usability test") counts there; elsewhere what we are going to do counts too.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from discovery.coach.hints import Hint, folded, gettext_noop
from discovery.coach.packs import Matcher, language_of, load

LONGEST_READ: Final = 6_000
MOST_LINES: Final = 100

WHY: Final = {
    "usability": gettext_noop(
        "This reads like a usability test: they try something of ours."
    ),
    "sales": gettext_noop("This reads like a sales talk: we would like them to buy."),
    "support": gettext_noop("This reads like a support talk: we solve their problem."),
}
_WHY_RESEARCH: Final = gettext_noop("That is what we want to learn, not what we ask.")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a language pack knows of plans."""

    story: Matcher
    learning: Matcher
    sure: dict[str, Matcher]
    likely: dict[str, Matcher]
    research: Matcher
    spoken: Matcher
    ask: str


@lru_cache(maxsize=8)
def signs(language: str) -> Signs:
    pack = load(language, "plans").allow(
        "story", "learning", "sure", "likely", "research"
    )
    sure = pack.table("sure").allow(*WHY)
    likely = pack.table("likely").allow(*WHY)
    research = pack.table("research").allow("find", "unless", "ask")
    return Signs(
        pack.matcher("story"),
        pack.matcher("learning"),
        {kind: sure.matcher(kind) for kind in WHY},
        {kind: likely.matcher(kind) for kind in WHY},
        research.matcher("find"),
        research.matcher("unless"),
        research.text("ask"),
    )


def guess_kind(text: str, language: str = "en") -> str | None:
    """Which kind of talk this plan describes, if it is not an interview.

    "usability", "sales" or "support"; ``None`` where it reads like an interview.
    """
    known = signs(language_of(language, "plans"))
    lines = [folded(line) for line in text[:LONGEST_READ].splitlines()[:MOST_LINES]]
    ours = [line for line in lines if line and not known.story.finds(line)]
    for kind in WHY:
        if any(known.sure[kind].finds(line) for line in ours):
            return kind
    plans = [
        line for line in ours if not known.learning.finds(line) or line.endswith("?")
    ]
    for kind in WHY:
        if any(known.likely[kind].finds(line) for line in plans):
            return kind
    return None


def read_plan(text: str, language: str = "en") -> list[Hint]:
    """Return the hint on a plan that is no interview: its kind, and the story to ask for instead."""
    kind = guess_kind(text, language)
    known = signs(language_of(language, "plans"))
    return [Hint(kind, WHY[kind], known.ask)] if kind else []


def read_pasted_question(text: str, language: str = "en") -> list[Hint]:
    """Return the hint on a research question that stands where one to ask should stand (R26)."""
    known = signs(language_of(language, "plans"))
    asked = folded(text[:LONGEST_READ])
    if known.spoken.finds(asked) or not known.research.finds(asked):
        return []
    return [Hint("research", _WHY_RESEARCH, known.ask)]

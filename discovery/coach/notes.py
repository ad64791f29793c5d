"""Three traps in notes: a generalisation, vague praise, a feature request (R40).

How the labels are given, where the rule leaves a choice:

- ``generalisation``: what usually, always or never happens, what everybody does. A note that
  ties it to one moment ("last Tuesday") or sets a deed against it ("but he paid cash") tells of
  an instance or a contradiction, which R39 wants, and passes.
- ``praise``: kind words for the product or the idea without a deed behind them.
- ``feature_request``: something the product should have or do. Asking a neighbour to open the
  gate is a fact.

A note gets one label at most: the request first, as praise is often wrapped around it, and the
praise before the generalisation ("everyone loves it").
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from discovery.coach.hints import Hint, addressed, folded, gettext_noop, plain
from discovery.coach.packs import Matcher, PackError, Table, expanded, language_of, load

# Long pastes are read in part: a trap is a sentence, and the answer must come at once.
LONGEST_READ: Final = 2000
NO_LIMIT: Final = 10_000

WHY: Final = {
    "feature_request": gettext_noop("That is a request; the need is behind it."),
    "praise": gettext_noop("Kind words are not evidence."),
    "generalisation": gettext_noop("That is a habit, not a story."),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What gives a label, what forgives it, and up to how many words."""

    find: Matcher
    unless: Matcher
    longest: int
    ask: str


@dataclass(frozen=True, slots=True)
class Habit:
    """How a habit is told, and how to ask for the last time of it."""

    told: re.Pattern[str]
    tail: re.Pattern[str]
    ask: str
    when: str
    day: str


@dataclass(frozen=True, slots=True)
class Traps:
    """What a language pack knows of notes."""

    anchor: Matcher
    contrast: Matcher
    rules: dict[str, Rule]
    habit: Habit


@lru_cache(maxsize=8)
def traps(language: str) -> Traps:
    pack = load(language, "notes").allow(
        "anchor", "contrast", "habit", "habit_tail", *WHY
    )
    rules = {label: _rule(pack.table(label)) for label in WHY}
    return Traps(pack.matcher("anchor"), pack.matcher("contrast"), rules, _habit(pack))


def _rule(table: Table) -> Rule:
    table.allow("find", "unless", "longest", "ask", "ask_deed", "ask_when", "ask_day")
    return Rule(
        table.matcher("find"),
        table.matcher("unless"),
        table.number("longest", NO_LIMIT),
        table.text("ask"),
    )


def _habit(pack: Table) -> Habit:
    asks = pack.table("generalisation")
    try:
        told = re.compile(expanded(pack.text("habit"), pack.words, "habit"))
        tail = re.compile(expanded(pack.text("habit_tail"), pack.words, "habit_tail"))
    except re.error as error:
        raise PackError(f"{pack.where}: habit is a broken pattern ({error})") from error
    return Habit(
        told, tail, asks.text("ask_deed"), asks.text("ask_when"), asks.text("ask_day")
    )


def read_note(text: str, language: str = "en") -> list[Hint]:
    """Return the hint on a note: ``feature_request``, ``generalisation`` or ``praise``, if any."""
    known = traps(language_of(language, "notes"))
    said = folded(text[:LONGEST_READ])
    words = said.count(" ") + 1
    for label, rule in known.rules.items():
        if words > rule.longest or not rule.find.finds(said) or rule.unless.finds(said):
            continue
        if label == "generalisation" and _is_instance(said, known):
            continue
        ask = rule.ask
        if label == "generalisation":
            ask = _last_time(plain(text[:LONGEST_READ]), known.habit) or ask
        return [Hint(label, WHY[label], ask)]
    return []


def _is_instance(said: str, known: Traps) -> bool:
    return known.anchor.finds(said) or known.contrast.finds(said)


def _last_time(said: str, habit: Habit) -> str:
    """ "I usually do the books on Sundays" asked as "When did you last do the books?"."""
    said = said.strip('" ')
    told = habit.told.match(said.lower())
    if not told or len(said.lower()) != len(said):
        return ""
    deed = said[told.start("deed") : told.end("deed")].rstrip('" ')
    tail = habit.tail.search(deed.lower())
    day = tail["day"] if tail else None
    when = habit.day.format(day=f"{day.capitalize()}day") if day else habit.when
    deed = addressed(deed[: tail.start()] if tail else deed)
    return habit.ask.format(deed=deed, when=when)

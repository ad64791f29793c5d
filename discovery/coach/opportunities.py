"""Traps in opportunities: a solution in disguise, our own view, too vague (R50 to R55).

How the labels are given, where the rules leave a choice:

- ``business`` (R50): our wish, in our words: a metric to move, or what customers should do. A
  customer who speaks of their own customers or subscriptions passes.
- ``solution`` (R51): one way to do it is named as the thing wanted. To mention a page or a
  report that is in the way is no solution.
- ``vague`` (R53, R54): a topic, "it is hard", a feeling without its cause, or under four words.

An opportunity gets one label at most, in that order.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from discovery.coach.hints import Hint, folded, gettext_noop
from discovery.coach.packs import Matcher, PackError, language_of, load

LONGEST_READ: Final = 600
LABELS: Final = ("business", "solution", "vague")

WHY: Final = {
    "business": gettext_noop("That is our wish, not the customer’s."),
    "solution": gettext_noop("That is a solution in disguise."),
    "feeling": gettext_noop("That is a feeling without its cause."),
    "broad": gettext_noop("That is too broad to act on."),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What gives a label for a reason; a rule that ``hears`` leaves the customer's voice alone."""

    label: str
    reason: str
    find: Matcher
    unless: Matcher
    hears: bool
    ask: str


@dataclass(frozen=True, slots=True)
class Traps:
    """What a language pack knows of opportunities."""

    voice: Matcher
    fewest_words: int
    rules: list[Rule]


@lru_cache(maxsize=8)
def traps(language: str) -> Traps:
    pack = load(language, "opportunities").allow("voice", "fewest_words", "rules")
    rules = []
    for table in pack.tables("rules"):
        table.allow("label", "reason", "hears", "find", "unless", "ask")
        label, reason = table.text("label"), table.text("reason")
        if label not in LABELS or reason not in WHY:
            raise PackError(
                f"{table.where} has the unknown label {label} or reason {reason}"
            )
        hears = table.values.get("hears") is True
        find, unless = table.matcher("find"), table.matcher("unless")
        rules.append(Rule(label, reason, find, unless, hears, table.text("ask")))
    return Traps(pack.matcher("voice"), pack.number("fewest_words", 0), rules)


def read_opportunity(text: str, language: str = "en") -> list[Hint]:
    """Return the hint on an opportunity: ``business``, ``solution`` or ``vague``, if any."""
    known = traps(language_of(language, "opportunities"))
    said = folded(text[:LONGEST_READ]).strip('" ')
    if not said:
        return []
    is_voice = known.voice.finds(said)
    for rule in known.rules:
        if rule.hears and is_voice:
            continue
        if rule.find.finds(said) and not rule.unless.finds(said):
            return [Hint(rule.label, WHY[rule.reason], rule.ask)]
    if len(said.split()) < known.fewest_words:
        return [Hint("vague", WHY["broad"], known.rules[-1].ask)]
    return []

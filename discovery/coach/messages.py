"""Outreach that people answer: short, honest, with one clear ask (R12 to R17).

Four to seven sentences (R14) that say how many minutes it takes, what is in it for them and what
will happen (R12), that it is no sales call (R14), and ask for one thing (R15). No field may be
left unfilled (R16). Salesy and desperate words are two of the five failures (R17).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from discovery.coach.hints import Hint, folded, gettext_noop
from discovery.coach.packs import Matcher, language_of, load

LONGEST_READ: Final = 6000
_SENTENCE_END: Final = re.compile(r"[.!?]+")
_WORD: Final = re.compile(r"\w")
_DOTS_INSIDE: Final = re.compile(
    r"(?<=\w)\.(?=\w)|\b(?:e\.g|i\.e|mr|mrs|ms|dr|a\.m|p\.m)\."
)

WHY: Final = {
    "unresolved": gettext_noop("A field is not filled in."),
    "ask": gettext_noop("It does not ask for anything clear."),
    "minutes": gettext_noop("It does not say how long it takes."),
    "agenda": gettext_noop("It does not say what will happen."),
    "benefit": gettext_noop("It does not say what is in it for them."),
    "no_sale": gettext_noop("It does not say that this is no sales call."),
    "second_ask": gettext_noop("It asks for a second thing."),
    "salesy": gettext_noop("It sounds like an advert."),
    "desperate": gettext_noop("It sounds desperate."),
    "short": gettext_noop("That is fewer than four sentences."),
    "long": gettext_noop("That is more than seven sentences."),
}
_PRESENT: Final = ("minutes", "benefit", "agenda", "no_sale", "ask")
_ABSENT: Final = ("salesy", "desperate", "second_ask")


@dataclass(frozen=True, slots=True)
class Manners:
    """What a language pack knows of messages."""

    fewest: int
    most: int
    aside: Matcher
    signature: Matcher
    unresolved: Matcher
    present: dict[str, Matcher]
    absent: dict[str, Matcher]
    asks: dict[str, str]


@lru_cache(maxsize=8)
def manners(language: str) -> Manners:
    pack = load(language, "messages").allow(
        "fewest_sentences",
        "most_sentences",
        "aside",
        "signature",
        "unresolved",
        "present",
        "absent",
        "ask",
    )
    present = pack.table("present").allow(*_PRESENT)
    absent = pack.table("absent").allow(*_ABSENT)
    asks = pack.table("ask").allow(*WHY)
    return Manners(
        pack.number("fewest_sentences", 4),
        pack.number("most_sentences", 7),
        pack.matcher("aside"),
        pack.matcher("signature"),
        pack.matcher("unresolved"),
        {label: present.matcher(label) for label in _PRESENT},
        {label: absent.matcher(label) for label in _ABSENT},
        {label: asks.text(label) for label in WHY},
    )


def read_message(
    text: str, language: str = "en", *, is_template: bool = False
) -> list[Hint]:
    """Return hints on an outreach message, the gravest first; a template may hold its fields."""
    known = manners(language_of(language, "messages"))
    text = text[:LONGEST_READ]
    said = folded(text)
    if not said:
        return []
    found = {label for label, needed in known.present.items() if not needed.finds(said)}
    found |= {label for label, unwanted in known.absent.items() if unwanted.finds(said)}
    if not is_template and known.unresolved.finds(said):
        found.add("unresolved")
    count = sentences_in(text, known)
    if count < known.fewest:
        found.add("short")
    if count > known.most:
        found.add("long")
    return [
        Hint(label, WHY[label], known.asks[label]) for label in WHY if label in found
    ]


def sentences_in(text: str, known: Manners) -> int:
    """How many sentences the message has, without its greeting and its farewell."""
    lines = [folded(line) for line in text.splitlines()]
    while lines and (not lines[-1] or _is_farewell(lines[-1], known)):
        lines.pop()
    # A paragraph may be wrapped into lines; an empty line or a greeting ends a sentence.
    whole = " ".join(
        "." if not line or known.aside.finds(line) else line for line in lines
    )
    parts = _SENTENCE_END.split(_DOTS_INSIDE.sub("", whole))
    return sum(bool(_WORD.search(part)) for part in parts)


def _is_farewell(line: str, known: Manners) -> bool:
    return known.aside.finds(line) or known.signature.finds(line)

"""Six faults of interview questions (R19 to R24), each with its reason and a better question.

How the labels are given, where the rules leave a choice:

- ``closed`` (R20): a question that yes or no can answer, and none beside it that invites more.
  "Can you tell me ...?" is an invitation, not a closed question.
- ``hypothetical`` (R19): the question itself supposes. "What did you think would happen?" asks
  for what has been, and passes.
- ``general`` (R19, R24): asks for the usual: by its words, or as a question in the present about
  what they do. One that leads, pitches or supposes is not also called general for its tense.
- ``leading`` (R21): tells the answer, by its words, its tag or as a statement with a question mark.
- ``multi`` (R22): two question marks, or a second full question behind "and" or "or". A short
  "and who approved it" belongs to the first.
- ``pitch`` (R23): brings up what we make or might make. To ask what they did with something that
  exists is no pitch.

What they said before ("You said you usually ring first.") is quoted, not asked.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from discovery.coach.hints import Hint, folded, gettext_noop, plain
from discovery.coach.packs import Matcher, language_of, load
from discovery.coach.rewriting import likeness_from, need_from, story_from

LONGEST_READ: Final = 600
_MOST_LEAD_INS: Final = 4
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"')]{0,2} +")

WHY: Final = {
    "leading": gettext_noop("It tells them what to answer."),
    "pitch": gettext_noop("It is about our idea, not about their life."),
    "hypothetical": gettext_noop(
        "Nobody knows what they would do; they know what they did."
    ),
    "general": gettext_noop("It asks for the usual, and gets an average."),
    "closed": gettext_noop("It can be answered with yes or no."),
    "multi": gettext_noop("That is more than one question at a time."),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What gives a label: anywhere in the text, at the head of a question, and what forgives it."""

    find: Matcher
    head: Matcher
    unless: Matcher
    ask: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language pack knows of questions."""

    lead_in: Matcher
    citation: Matcher
    invitation: Matcher
    open: Matcher
    open_inside: Matcher
    closed_head: Matcher
    joined: Matcher
    past: Matcher
    anchor: Matcher
    condition: Matcher
    statement: Matcher
    existing: Matcher
    rules: dict[str, Rule]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as it stands, without its lead-in, and the sort of question it is."""

    raw: str
    body: str
    sort: str  # open, invitation, closed, stated, said

    @property
    def asks(self) -> bool:
        return self.sort != "said"


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    pack = load(language, "questions")
    pack.allow(*_PARTS, *WHY)
    parts = {key: pack.matcher(key) for key in _PARTS}
    rules = {}
    for label in WHY:
        table = pack.table(label).allow("find", "head", "unless", "ask")
        find, head, unless = (table.matcher(key) for key in ("find", "head", "unless"))
        rules[label] = Rule(find, head, unless, table.text("ask"))
    return Grammar(**parts, rules=rules)


_PARTS: Final = (
    "lead_in",
    "citation",
    "invitation",
    "open",
    "open_inside",
    "closed_head",
    "joined",
    "past",
    "anchor",
    "condition",
    "statement",
    "existing",
)


def read_question(text: str, language: str = "en") -> list[Hint]:
    """Return hints on a prompt: ``leading``, ``pitch``, ``hypothetical``, ``general``, ``closed``, ``multi``."""
    known = grammar(language_of(language, "questions"))
    asked = folded(text[:LONGEST_READ])
    sentences = [
        _sentence(raw, known)
        for raw in _SENTENCE_END.split(asked)
        if not known.citation.finds(raw) or raw.endswith("?")
    ]
    found = _labels(sentences, known)
    if not found:
        return []
    better = _better(plain(text[:LONGEST_READ]), sentences, found, known, language)
    return [
        Hint(label, WHY[label], better.get(label) or known.rules[label].ask)
        for label in WHY
        if label in found
    ]


def _better(
    said: str, sentences: list[Sentence], found: set[str], known: Grammar, language: str
) -> dict[str, str]:
    """Questions made from this one's own words, by label, where that is safe (F115)."""
    asking = [one for one in sentences if one.asks]
    if not asking or len(said.lower()) != len(said):
        return {}
    if "pitch" in found:
        return dict.fromkeys(WHY, _need(said, asking[0].body, language))
    at = said.lower().rfind(asking[-1].body)
    body = said[at : at + len(asking[-1].body)]
    story = story_from(body, language)
    better = dict.fromkeys(("general", "hypothetical", "closed"), story)
    better["leading"] = likeness_from(body, language) or story
    if "multi" in found:
        better["multi"] = _first_of(said, asking[0].body, known, language)
    return better


def _need(said: str, body: str, language: str) -> str:
    """What they had to do without what is pitched, if that can be asked without a fault."""
    at = said.lower().find(body)
    asked = need_from(said[at : at + len(body)], language) if at >= 0 else ""
    return "" if asked and read_question(asked, language) else asked


def _first_of(said: str, body: str, known: Grammar, language: str) -> str:
    """The first of several questions, if it is a good one by itself."""
    joint = known.joined.anywhere and known.joined.anywhere.search(body)
    end = joint.start() if joint else len(body)
    at = said.lower().find(body)
    if not (known.open.finds(body) or known.closed_head.finds(body)):
        return ""
    first = said[at : at + end].rstrip(" ,;.?") + "?"
    first = first[:1].upper() + first[1:]
    is_good = len(first) > 2 and not read_question(first, language)
    return first if is_good else ""


def _sentence(raw: str, known: Grammar) -> Sentence:
    body = raw
    sort = _sort(body, known)
    for _ in range(_MOST_LEAD_INS):
        length = 0 if sort else known.lead_in.start_of(body)
        if not length:
            break
        body = body[length:].lstrip()
        sort = _sort(body, known)
    if not sort:
        sort = "said"
        if raw.endswith("?"):
            is_open = known.open_inside.finds(body) and not known.statement.finds(raw)
            sort = "open" if is_open else "stated"
    return Sentence(raw, body, sort)


def _sort(body: str, known: Grammar) -> str:
    """The sort of question that shows at its start, if any does."""
    if known.invitation.finds(body):
        return "invitation"
    if known.lead_in.start_of(body):
        return ""
    if known.open.finds(body):
        return "open"
    return "closed" if known.closed_head.finds(body) else ""


def _labels(sentences: list[Sentence], known: Grammar) -> set[str]:
    said = " ".join(one.raw for one in sentences)
    asking = [one for one in sentences if one.asks]
    is_past = any(known.past.finds(one.body) for one in asking)
    found = set()
    if _leads(said, asking, known):
        found.add("leading")
    if _pitches(said, asking, known, is_past=is_past):
        found.add("pitch")
    if any(_supposes(one, known) for one in sentences):
        found.add("hypothetical")
    if any(_generalises(one, known, is_free=not found) for one in asking):
        found.add("general")
    sorts = {one.sort for one in asking}
    if sorts & {"closed", "stated"} and not sorts & {"open", "invitation"}:
        found.add("closed")
    if said.count("?") > 1 or any(known.joined.finds(one.body) for one in asking):
        found.add("multi")
    return found


def _leads(said: str, asking: list[Sentence], known: Grammar) -> bool:
    rule = known.rules["leading"]
    return rule.find.finds(said) or any(
        rule.head.finds(one.body)
        or (one.sort == "stated" and known.statement.finds(one.raw))
        for one in asking
    )


def _pitches(
    said: str, asking: list[Sentence], known: Grammar, *, is_past: bool
) -> bool:
    rule = known.rules["pitch"]
    if rule.find.finds(said):
        return True
    if any(rule.head.finds(one.body) for one in asking):
        return True
    if is_past or known.anchor.finds(said) or rule.unless.finds(said):
        return False
    return known.existing.finds(said)


def _supposes(sentence: Sentence, known: Grammar) -> bool:
    rule = known.rules["hypothetical"]
    if known.past.finds(sentence.body):
        return False
    if known.condition.finds(sentence.raw):
        return True
    if sentence.sort != "invitation" and rule.head.finds(sentence.body):
        return True
    return rule.find.finds(sentence.raw)


def _generalises(sentence: Sentence, known: Grammar, *, is_free: bool) -> bool:
    rule = known.rules["general"]
    if rule.find.finds(sentence.raw):
        is_past = known.past.finds(sentence.body)
        forgives = rule.unless.finds(sentence.raw) or known.anchor.finds(sentence.raw)
        return not (is_past and forgives)
    return is_free and rule.head.finds(sentence.body)

"""Turns a question into one about the last time, from its own words, where that is safe (R19, F115).

"How often do you export reports?" becomes "Tell me about the last time you exported reports."
Which questions, which verbs and which words is data of the language pack. What is not surely
grammatical is not derived: the caller then offers a question that always fits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from discovery.coach.packs import (
    Matcher,
    PackError,
    Table,
    expanded,
    has,
    language_of,
    load,
)

LONGEST_DEED: Final = 90
FORMS: Final = (
    "base",
    "participle",
    "present",
    "past",
    "unit",
    "phrase",
    "thing",
    "need",
)
_STRIPS: Final = 3
_TO_BE: Final = {"is": "was", "are": "were"}


@dataclass(frozen=True, slots=True)
class Story:
    """A shape of question, the form its deed has there, and the better question."""

    find: re.Pattern[str]
    form: str
    ask: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language pack knows of turning questions."""

    stories: list[Story]
    likes: list[Story]
    needs: list[Story]
    adverbs: re.Pattern[str]
    tails: list[re.Pattern[str]]
    too_much: Matcher
    instead: list[tuple[re.Pattern[str], str]]
    past: Mapping[str, str]
    past_of_participle: Mapping[str, str]
    alone: frozenset[str]
    units: Mapping[str, str]


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar | None:
    """The pack's grammar; ``None`` for a language whose pack derives nothing."""
    if not has(language, "rewriting"):
        return None
    pack = load(language, "rewriting")
    pack.allow(
        "adverbs",
        "tails",
        "too_much",
        "instead",
        "stories",
        "likes",
        "needs",
        "units",
        "verbs",
    )
    past, of_participle = _tenses(pack.table("verbs"))
    adverb = "(?:" + "|".join(pack.texts("adverbs")) + ")"
    words = {**pack.words, "any_verb": "(?:" + "|".join(past) + ")", "adverb": adverb}
    known = Table(pack.where, pack.values, words)
    return Grammar(
        stories=[_story(table, words) for table in known.tables("stories")],
        likes=[_story(table, words) for table in known.tables("likes")],
        needs=[_story(table, words) for table in known.tables("needs")],
        adverbs=re.compile(rf"(?:{adverb} )+"),
        tails=[
            re.compile(expanded(one, words, "tails")) for one in pack.texts("tails")
        ],
        too_much=known.matcher("too_much"),
        instead=_pairs(pack),
        past=past,
        past_of_participle=of_participle,
        alone=frozenset(
            past[one]
            for one in pack.table("verbs").text("alone").split()
            if one in past
        ),
        units=_units(pack.table("units")),
    )


def _story(table: Table, words: Mapping[str, str]) -> Story:
    table.allow("find", "form", "ask")
    form = table.text("form")
    if form not in FORMS:
        raise PackError(f"{table.where}: {form} is no form")
    pattern = expanded(table.text("find"), words, table.where)
    if "(?P<deed>" not in pattern or "{deed}" not in table.text("ask"):
        raise PackError(f"{table.where} has no deed")
    return Story(re.compile(pattern), form, table.text("ask"))


def _units(table: Table) -> dict[str, str]:
    if "{unit}" not in table.text("other"):
        raise PackError(f"{table.place('other')} has no unit")
    return {name: table.text(name) for name in table.values}


def _tenses(table: Table) -> tuple[dict[str, str], dict[str, str]]:
    """The past of each verb, and the past that belongs to each participle."""
    table.allow("regular", "doubled", "british", "irregular", "alone")
    doubled = {*table.texts("doubled"), *table.texts("british")}
    past = {
        one: regular_past(one, doubled=one in doubled)
        for one in table.text("regular").split()
    }
    of_participle = {form: form for form in past.values()}
    irregular = table.table("irregular")
    for verb in irregular.values:
        forms = irregular.texts(verb)
        if len(forms) != 2:
            raise PackError(f"{irregular.place(verb)} is not a past and a participle")
        past[verb] = forms[0]
        of_participle[forms[1]] = forms[0]
    return past, of_participle


def regular_past(verb: str, *, doubled: bool) -> str:
    """ "plan" to "planned", "try" to "tried", "use" to "used"."""
    if doubled:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def _pairs(pack: Table) -> list[tuple[re.Pattern[str], str]]:
    found = pack.values.get("instead", [])
    if not isinstance(found, list):
        raise PackError(f"{pack.place('instead')} is not a list of pairs")
    pairs = []
    for pair in found:
        if not (isinstance(pair, list) and [type(one) for one in pair] == [str, str]):
            raise PackError(f"{pack.place('instead')} is not a list of pairs")
        pairs.append((re.compile(rf"\b{pair[0]}\b"), str(pair[1])))
    return pairs


def story_from(question: str, language: str = "en") -> str:
    """The question about the last time, or "" where it cannot be derived safely."""
    known = grammar(language_of(language, "rewriting"))
    return _derived(question, known.stories, known) if known else ""


def likeness_from(question: str, language: str = "en") -> str:
    """ "How frustrating was the sign-up?" as "What was the sign-up like for you?", or ""."""
    known = grammar(language_of(language, "rewriting"))
    return _derived(question, known.likes, known) if known else ""


def need_from(question: str, language: str = "en") -> str:
    """ "Would you use an app that finds cover?" as the last time they had to find cover, or ""."""
    known = grammar(language_of(language, "rewriting"))
    return _derived(question, known.needs, known) if known else ""


def _derived(question: str, stories: list[Story], known: Grammar) -> str:
    lower = question.lower()
    if len(lower) != len(question):
        return ""
    for story in stories:
        match = story.find.match(lower)
        if match:
            deed = question[match.start("deed") : match.end("deed")].strip(" .")
            deed = _in_the_past(deed, story.form, known)
            return story.ask.format(deed=deed) if deed else ""
    return ""


def _in_the_past(deed: str, form: str, known: Grammar) -> str:
    if form == "thing":
        return deed
    if form == "unit":
        unit = deed.lower()
        return known.units.get(unit) or known.units["other"].format(unit=unit)
    deed = _without_tails(deed, known)
    if form == "phrase":
        return "" if known.too_much.finds(deed.lower()) else deed
    if form == "present":
        return _clause_in_the_past(deed, known)
    if form == "past":
        return "" if known.too_much.finds(_after_was(deed)) else deed
    if form == "need":
        return _deed_needed(deed, known)
    adverbs = known.adverbs.match(deed.lower())
    deed = deed[adverbs.end() :] if adverbs else deed
    return _deed_in_the_past(
        deed, known.past if form == "base" else known.past_of_participle, known
    )


def _without_tails(deed: str, known: Grammar) -> str:
    for _ in range(_STRIPS):
        for tail in known.tails:
            match = tail.search(deed.lower())
            deed = deed[: match.start()] if match else deed
    return deed


def _deed_in_the_past(deed: str, tense: Mapping[str, str], known: Grammar) -> str:
    verb, _, rest = deed.partition(" ")
    past = tense.get(verb.lower())
    if not past or len(deed) > LONGEST_DEED or known.too_much.finds(rest.lower()):
        return ""
    if not rest and past not in known.alone:
        return ""
    for word, other in known.instead:
        rest = word.sub(other, rest)
    return f"{past} {rest}".strip()


def _deed_needed(deed: str, known: Grammar) -> str:
    """What a thing does or helps to do, as they had to do it: "finds cover" as "find cover"."""
    verb, _, rest = deed.partition(" ")
    verb = verb.lower()
    endings = {"": "", "s": "", "es": "", "ies": "y"}
    bases = (verb.removesuffix(end) + base for end, base in endings.items())
    base = next((one for one in bases if one in known.past), "")
    is_safe = base and rest and len(deed) <= LONGEST_DEED
    return (
        f"{base} {rest}" if is_safe and not known.too_much.finds(rest.lower()) else ""
    )


def _clause_in_the_past(clause: str, known: Grammar) -> str:
    """ "a parcel is late" as "a parcel was late", "you travel" as "you travelled"."""
    if clause.lower().startswith("you "):
        deed = _deed_in_the_past(clause[4:], known.past, known)
        return f"you {deed}" if deed else ""
    words = clause.split(" ")
    for position, word in enumerate(words[1:], start=1):
        if word in _TO_BE:
            rest = " ".join(words[position + 1 :])
            subject = " ".join(words[:position])
            if (
                not rest
                or known.too_much.finds(rest.lower())
                or known.too_much.finds(subject.lower())
            ):
                return ""
            return f"{subject} {_TO_BE[word]} {rest}"
    return ""


def _after_was(clause: str) -> str:
    """The clause without its one "was" or "were", so that only a second verb is too much."""
    return re.sub(r"\b(was|were)\b", "", clause.lower(), count=1)

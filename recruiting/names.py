"""Somebody's name in a text: which words of it give them away, and what is done about them.

Pure and typed; an erasure and whatever is shown under a pseudonym rely on it. Case, accents,
a possessive s and what stands between two words make no difference: "SARAH", "Sarahs",
"sarah_whitcombe.jpg".
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of a name that say nothing by themselves.
PARTICLES = word_set(
    "al bin da das de del den der des di do dos dr du el ibn jr la le los mr mrs ms prof "
    "sir sr ter van von zu zum zur"
)
# Names that are words as well: they count when they are written like a name.
ALSO_WORDS = word_set(
    "amber an angel april art as at august autumn baker bill black bloom brown carter chance "
    "chase clay cook dale dawn dean drew earl faith fisher frank gene grace grant green guy "
    "hall hart heath hill holly hope hunter iris ivy jack jean jewel joy june king lane lily "
    "long love major mark mason may mercy miles nick no norm page parker pat pearl penny "
    "potter price ray reed rich rob robin rose rusty sage sandy shepherd skip so stone storm "
    "sue summer taylor terry victor violet wade ward west white will willow wood young"
)
# What stands before the @ of an address that is nobody's name.
SHARED_MAILBOXES = word_set(
    "accounts admin billing contact hello help info mail office orders post sales service "
    "shop support team"
)
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe"}
)
UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


def names_in(name: str, email: str = "") -> list[str]:
    """The name, its words and the address: what may not be read under a pseudonym."""
    words = [word.strip(".") for word in re.split(r"[\s,]+", name)]
    telling = [w for w in words if len(w) > 1 and w.lower() not in PARTICLES]
    local = email.split("@")[0].strip()
    if len(local) < 4 or local.lower() in SHARED_MAILBOXES:
        local = ""
    parts = [name.strip(), *telling, email.strip(), local]
    unique = dict.fromkeys(part for part in parts if len(part) > 1)
    return sorted(unique, key=len, reverse=True)


def hide_names(text: str, names: Iterable[str], pseudonym: str) -> str:
    """``text`` with each of ``names``, standing as words of their own, made ``pseudonym``."""
    return replace_spans(text, spans_of(text, tuple(names)), lambda _: pseudonym)


def is_named_in(text: str, name: str, email: str = "") -> bool:
    """Whether ``text`` has the name, a word of it or the address; accents and a last s aside."""
    return bool(spans_of(text, tuple(names_in(name, email))))


def spans_of(text: str, names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where in ``text`` one of ``names`` stands, from the first to the last."""
    pattern = _pattern(names)
    if pattern is None or not text:
        return []
    folded, places = fold_with_places(text)
    spans = []
    for found in pattern.finditer(folded):
        start, end = places[found.start()], places[found.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if found.lastgroup != "name_like" or text[start].isupper():
            spans.append((start, end))
    return spans


def replace_spans(
    text: str, spans: list[tuple[int, int]], change: Callable[[str], str]
) -> str:
    for start, end in reversed(spans):
        text = text[:start] + change(text[start:end]) + text[end:]
    return text


def fold(text: str) -> str:
    """``text`` in small letters without accents, so that "Zoe" is found where "Zoë" was meant."""
    return fold_with_places(text)[0]


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in ``text`` it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    letters, places = [], []
    for place, character in enumerate(text):
        plain = unicodedata.normalize("NFKD", character).casefold().translate(LETTERS)
        for each in plain:
            if not unicodedata.combining(each):
                letters.append(each)
                places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=512)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """One expression for all names; words that are also words stand in the group name_like."""
    anyhow: set[str] = set()
    name_like: set[str] = set()
    for name in names:
        words = re.split(r"[\s,]+", name.strip())
        is_word = len(words) == 1 and (len(name) < 3 or fold(name) in ALSO_WORDS)
        for variant in {name, name.translate(UMLAUTS)}:
            (name_like if is_word else anyhow).add(_expression(variant))
    groups = [
        f"(?P<{group}>{'|'.join(sorted(found, key=len, reverse=True))})"
        for group, found in (("anyhow", anyhow), ("name_like", name_like))
        if found - {""}
    ]
    if not groups:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(groups)})(?:s(?![^\W_])|(?![^\W_]))")


def _expression(name: str) -> str:
    """A name of several words with anything between them, and in a file's name nothing."""
    words = [re.escape(fold(word)) for word in re.split(r"[\s,]+", name) if word]
    may_be_joined = sum(len(word) for word in words) >= 8
    return (r"[\W_]{0,3}" if may_be_joined else r"[\W_]{1,3}").join(words)

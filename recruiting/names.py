"""Somebody's name in a text: which words of it give them away, and what is done about them.

Pure and typed; an erasure and whatever is shown under a pseudonym rely on it.
"""

import re
import unicodedata
from collections.abc import Iterable

SHORTEST_NAME = 3


def names_in(name: str, email: str = "") -> list[str]:
    """The name, its longer words and the address: what may not be read under a pseudonym."""
    words = [
        word
        for word in re.split(r"[\s,]+", name)
        if len(word.strip(".")) >= SHORTEST_NAME
    ]
    parts = [name.strip(), *words, email.strip()]
    unique = dict.fromkeys(part for part in parts if len(part) >= SHORTEST_NAME)
    return sorted(unique, key=len, reverse=True)


def hide_names(text: str, names: Iterable[str], pseudonym: str) -> str:
    """``text`` with each of ``names``, standing as words of their own, made ``pseudonym``."""
    pattern = "|".join(re.escape(name) for name in names)
    if not pattern:
        return text
    return re.sub(
        rf"(?<!\w)(?:{pattern})(?!\w)", lambda _: pseudonym, text, flags=re.IGNORECASE
    )


def is_named_in(text: str, name: str, email: str = "") -> bool:
    """Whether ``text`` has the name, a word of it or the address; accents and a last s aside.

    A word of two letters ("Bo") counts as it is written only, since "an" or "do" are words too.
    """
    text, name, email = _plain(text), _plain(name), _plain(email)
    short = [word for word in re.split(r"[\s,]+", name) if len(word) == 2]
    return _has(text, names_in(name, email), re.IGNORECASE) or _has(text, short)


def _has(text: str, names: list[str], flags: int = 0) -> bool:
    pattern = "|".join(re.escape(name) for name in names)
    return bool(names) and bool(
        re.search(rf"(?<!\w)(?:{pattern})s?(?!\w)", text, flags)
    )


def _plain(text: str) -> str:
    """``text`` without accents, so that "Zoe" is found where "Zoë" was meant."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(each for each in letters if not unicodedata.combining(each))

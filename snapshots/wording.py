"""What is done to the words of a page: made one line, shortened, marked where they match.

Pure and typed; the words come from people, so nothing here ever returns HTML.
"""

import re
import unicodedata
from collections.abc import Sequence

MOST_WORDS = 8


def one_line(text: str) -> str:
    """``text`` on one line, without the control characters that no page can show."""
    seen = "".join(
        " "
        if character.isspace()
        else ""
        if unicodedata.category(character) in ("Cc", "Cs")
        else character
        for character in text
    )
    return " ".join(seen.split())


def shorten(text: str, most: int) -> str:
    """``text`` cut at a word's end so that it is at most ``most`` characters long."""
    text = one_line(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word, _, rest = cut.rpartition(" ")
    kept = at_word if at_word and len(rest) < most // 2 else cut
    return kept.rstrip(" ,;:.") + "…"


def search_words(query: str) -> list[str]:
    """The first few different words of a search, in order."""
    return list(dict.fromkeys(one_line(query).split()))[:MOST_WORDS]


def mark_words(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is one of ``words``; nothing is lost."""
    if not words:
        return [(text, False)]
    longest_first = sorted(words, key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in longest_first)
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]

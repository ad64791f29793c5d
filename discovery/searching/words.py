"""What somebody typed to search for, and where it stands in a text. Pure and typed.

Letters lose their accents one for one, here and in the database (``earshot_fold``), so that a
place in the plain text is the same place in the text as it was written.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

MOST_WORDS: Final = 8
LONGEST_QUERY: Final = 200
# A shorter beginning of a word would find nearly everything.
SHORTEST_BEGINNING: Final = 3
LONGEST_EXCERPT: Final = 280
BEFORE_THE_MATCH: Final = 90

_ACCENTED: Final = (
    "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĂăĄąĆ"
    "ćĈĉĊċČčĎďĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİĴĵĶķĹĺĻļĽľŃńŅņŇňŌōŎŏŐő"
    "ŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžøØłŁđĐ’"
)
_PLAIN: Final = (
    "AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyyAaAaAaC"
    "cCcCcCcDdEeEeEeEeEeGgGgGgGgHhIiIiIiIiIJjKkLlLlLlNnNnNnOoOoOo"
    "RrRrRrSsSsSsSsTtTtUuUuUuUuUuUuWwYyYZzZzZzoOlLdD'"
)
_FOLDED: Final = str.maketrans(_ACCENTED, _PLAIN)
_PHRASE: Final = re.compile(r'"([^"]*)"?')
_WORD: Final = re.compile(r"\w+")

Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Query:
    """Words that must all be there, phrases likewise; the last word may be only a beginning."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    beginning: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.beginning)

    @property
    def single_words(self) -> list[str]:
        """Every word of it by itself, as a text would be marked."""
        everything = " ".join([*self.words, *self.phrases, self.beginning])
        return list(dict.fromkeys(_WORD.findall(everything)))


def fold(text: str) -> str:
    """``text`` without accents and curly apostrophes, letter for letter."""
    return text.translate(_FOLDED)


def like_words(texts: Collection[str], wanted: Collection[str]) -> set[str]:
    """The words of ``texts``, without accents, that begin with the letter of a wanted word.

    Of no other word can a wanted one be another form.
    """
    first_letters = {word[0] for word in wanted}
    standing = set(_WORD.findall(fold("\n".join(texts))))
    return {low for word in standing if (low := word.lower())[0] in first_letters}


def read_query(text: str) -> Query:
    """What is looked for: words, and in quotation marks what must stand together."""
    plain = fold(text.replace("\0", " ")[:LONGEST_QUERY]).lower()
    plain = re.sub("[“”„«»]", '"', plain)
    phrases = [" ".join(found.split()) for found in _PHRASE.findall(plain)]
    rest = _PHRASE.sub(" ", plain)
    words = [word for word in rest.split() if _WORD.search(word)][:MOST_WORDS]
    beginning = ""
    if words and rest.endswith(words[-1]) and len(words[-1]) >= SHORTEST_BEGINNING:
        beginning = words.pop()
    return Query(
        tuple(dict.fromkeys(words)),
        tuple(phrase for phrase in phrases if _WORD.search(phrase))[:MOST_WORDS],
        beginning,
    )


def mark(text: str, found: Collection[str], beginning: str = "") -> list[Piece]:
    """``text`` in pieces, each with whether it was looked for: a word of ``found``, or one
    that begins with ``beginning``. The pieces joined are the text."""
    begins = next(iter(_WORD.findall(beginning)[-1:]), "")
    pieces: list[Piece] = []
    at = 0
    for match in _WORD.finditer(fold(text)):
        word = match[0].lower()
        if word not in found and not (begins and word.startswith(begins)):
            continue
        pieces += [(text[at : match.start()], False)] if match.start() > at else []
        pieces.append((text[match.start() : match.end()], True))
        at = match.end()
    return pieces + ([(text[at:], False)] if at < len(text) else [])


def excerpt(pieces: Sequence[Piece], most: int = LONGEST_EXCERPT) -> list[Piece]:
    """About ``most`` characters around the first marked piece, cut at words."""
    text = "".join(piece for piece, _ in pieces)
    if len(text) <= most:
        return list(pieces)
    first = _first_match(pieces)
    start = 0 if first <= BEFORE_THE_MATCH else _word_begin(text, first)
    end = min(start + most, len(text))
    if end < len(text) and (cut := text.rfind(" ", start + most // 2, end)) > 0:
        end = cut
    shown = _between(pieces, start, end)
    return [
        *([("… ", False)] if start else []),
        *shown,
        *([(" …", False)] if end < len(text) else []),
    ]


def _first_match(pieces: Sequence[Piece]) -> int:
    at = 0
    for piece, is_match in pieces:
        if is_match:
            return at
        at += len(piece)
    return 0


def _word_begin(text: str, first: int) -> int:
    """Where to begin, so that the match has something before it."""
    space = text.find(" ", first - BEFORE_THE_MATCH, first)
    return space + 1 if space >= 0 else first


def _between(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    shown, at = [], 0
    for piece, is_match in pieces:
        part = piece[max(start - at, 0) : max(end - at, 0)]
        if part:
            shown.append((part, is_match))
        at += len(piece)
    return shown

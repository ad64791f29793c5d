"""How many lines a text takes in a width: the advances of our own fonts, broken as a browser does.

Kerning is left out, which makes every estimate a little wide; letters that our fonts lack are
taken for wide ones. The font files are read once.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from discovery.local.vendor import library_file

FACES = {
    "sans": "inter/400Regular/Inter_400Regular.ttf",
    "strong": "inter/600SemiBold/Inter_600SemiBold.ttf",
    "serif": "newsreader/400Regular/Newsreader_400Regular.ttf",
}
PIECES = re.compile(r"\s+|[^\s\-\u2013\u2014]+[\-\u2013\u2014]*|[\-\u2013\u2014]+")
# What nobody can break still has an end: as wide as a whole em.
UNKNOWN, NARROW_MARK = 1.0, 0.0


def lines(text: str, width: float, size: float, face: str = "sans") -> int:
    """The number of lines of ``text`` set in ``size`` over ``width``, both in the same unit."""
    room = max(width / size, 1.0)
    count, used = 0, 0.0
    for piece, is_space in _pieces(text, face):
        if is_space:
            used += piece if used else 0.0
            continue
        if not count or used + piece > room:
            count, used = count + 1, 0.0
        used += piece
        while used > room:
            # A word longer than the line is cut where the line ends.
            count, used = count + 1, used - room
    return count


@lru_cache(maxsize=4096)
def _pieces(text: str, face: str) -> tuple[tuple[float, bool], ...]:
    widths = _widths(face)
    return tuple(
        (sum(_advance(character, widths) for character in piece), piece.isspace())
        for piece in PIECES.findall(text)
    )


def _advance(character: str, widths: dict[int, float]) -> float:
    known = widths.get(ord(character))
    if known is not None:
        return known
    return NARROW_MARK if unicodedata.combining(character) else UNKNOWN


@lru_cache(maxsize=len(FACES))
def _widths(face: str) -> dict[int, float]:
    """The advance of every character that a font has, in ems."""
    # Imported late: only pages are measured, and the first one can wait for it.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font: Any = TTFont(library_file(f"@expo-google-fonts/{FACES[face]}"), lazy=True)
    with font:
        advances, em = font["hmtx"], font["head"].unitsPerEm
        return {
            code: advances[name][0] / em for code, name in font.getBestCmap().items()
        }

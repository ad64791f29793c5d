"""How full the one page is: an estimate while somebody writes, before any PDF is made.

Pure. Heights are in CSS pixels of the page at its ordinary size; a page that is too long is set
smaller, down to ``SMALLEST``. The PDF itself is the judge; this only warns in good time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

# What lies within the margins of A4, in pixels of which 16 are the page's 14 (snapshots/pdf.py).
PAGE_HEIGHT = 1013.0 * 16 / 14
PAGE_WIDTH = 680.0 * 16 / 14
# The type sizes that are tried, the ordinary one first.
SCALES = (1.0, 0.94, 0.88, 0.82, 0.76)
SMALLEST = SCALES[-1]
# The average width of a character in the size it is set in.
CHARACTER = 0.5


@dataclass(frozen=True)
class Lengths:
    """How many characters each part has."""

    context: int
    facts: Sequence[int]
    quote: int
    story_title: int
    moments: Sequence[tuple[int, int]]
    opportunities: Sequence[int]
    insights: Sequence[int]


def room_used(lengths: Lengths) -> int:
    """Percent of the page, set in its smallest type, that the parts take up."""
    width = PAGE_WIDTH / SMALLEST
    return round(100 * height_of(lengths, width) * SMALLEST / PAGE_HEIGHT)


def step_that_fits(lengths: Lengths) -> int:
    """The first of ``SCALES`` in which the parts fit, else the smallest."""
    for step, scale in enumerate(SCALES):
        if height_of(lengths, PAGE_WIDTH / scale) * scale <= PAGE_HEIGHT:
            return step
    return len(SCALES) - 1


def height_of(parts: Lengths, width: float) -> float:
    """The height of the page's parts set in ordinary type over ``width``."""
    beside_photo = width - 150
    fact_rows = [
        parts.facts[start : start + 3] for start in range(0, len(parts.facts), 3)
    ]
    facts = sum(
        28 + 20 * max(lines(n, beside_photo / 3 - 20, 14) for n in row)
        for row in fact_rows
    )
    head = max(124.0, 44 + 22 * lines(parts.context, beside_photo, 15) + facts)
    quote = 60 + 36 * lines(parts.quote, width - 24, 27) if parts.quote else 0
    return head + quote + story_height(parts, width) + lists_height(parts, width)


def story_height(parts: Lengths, width: float) -> float:
    if not parts.moments:
        return 0
    column = width / len(parts.moments) - 14
    words = max(
        18 * lines(title, column, 13) + 18 * lines(text, column, 13)
        for title, text in parts.moments
    )
    return 44 + width * 150 / 632 + words


def lists_height(parts: Lengths, width: float) -> float:
    left = sum(44 + 20 * lines(n, width * 0.5, 14) for n in parts.opportunities)
    right = sum(9 + 20 * lines(n, width * 0.4, 14) for n in parts.insights)
    return 50 + max(left, right) if left or right else 0


def lines(characters: int, width: float, size: float) -> int:
    """How many lines so many characters of ``size`` take in ``width``."""
    return ceil(characters * size * CHARACTER / max(width, 1)) if characters else 0

"""How full the one page is: reckoned while somebody writes, before any PDF is made.

Lines are broken in the same widths and heights as the style sheets say (components/snapshot.css,
experience-map.css), so that a page is set in the same type on screen, in print and in the PDF;
where there is a script the browser measures the page itself (static/js/snapshot/page-meter.js),
and the PDF is the judge. Both papers have the same width of text: lines break alike on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from snapshots.type_widths import lines

# What the margins leave, in CSS pixels, of which 14 are the page's 1rem; of the height one line
# less, since the browser and the PDF round the widths of words differently now and then.
TYPE_SIZE = 14.0
WIDTH = 680.3
HEIGHTS = {"a4": 1012.9 - 16, "letter": 946.4 - 16}
# The type sizes that are tried, the ordinary one first.
SCALES = (1.0, 0.94, 0.88, 0.82, 0.76)
SMALLEST = SCALES[-1]
# Of the widths that are reckoned with, so that it is rather a line too many than one too few.
CAREFUL = 0.99


@dataclass(frozen=True)
class Words:
    """What stands on a page."""

    name: str = ""
    context: str = ""
    day: str = ""
    facts: Sequence[tuple[str, str]] = ()
    quote: str = ""
    story_title: str = ""
    # Title, feeling, text, what was tried, where it hurt, and how many opportunities are there.
    moments: Sequence[tuple[str, str, str, str, str, int]] = ()
    # The words, and those about its moment.
    opportunities: Sequence[tuple[str, str]] = ()
    insights: Sequence[str] = ()


@dataclass(frozen=True)
class Fit:
    """How a page fits a paper: percent used of the smallest type, and the type it is set in."""

    used: int
    step: int
    # Percent of the paper that each region takes in the smallest type.
    shares: dict[str, int] = field(default_factory=dict)


def fit(words: Words, paper: str = "a4") -> Fit:
    """Reckon the page in each of ``SCALES`` until it fits."""
    smallest = heights(words, SMALLEST)
    room = rem_high(paper, SMALLEST)
    step = next(
        (
            step
            for step, scale in enumerate(SCALES)
            if sum(heights(words, scale).values()) <= rem_high(paper, scale)
        ),
        len(SCALES) - 1,
    )
    return Fit(
        used=ceil(100 * sum(smallest.values()) / room),
        step=step,
        shares={name: round(100 * high / room) for name, high in smallest.items()},
    )


def rem_high(paper: str, scale: float) -> float:
    """The height of the paper between its margins, in units of its type."""
    return HEIGHTS[paper] / TYPE_SIZE / scale


def heights(words: Words, scale: float) -> dict[str, float]:
    """The height of each region in rem, over the width of the paper in type of that ``scale``."""
    width = CAREFUL * WIDTH / TYPE_SIZE / scale
    return {
        "head": head_height(words, width),
        "quote": quote_height(words.quote, width),
        "story": story_height(words, width),
        "lists": lists_height(words, width),
    }


def head_height(words: Words, width: float) -> float:
    beside = width - 10
    column = (beside - 2.75) / 3
    rows = [words.facts[start : start + 3] for start in range(0, len(words.facts), 3)]
    facts = sum(
        0.875
        + max(
            0.975 * lines(label, column, 0.75) + 1.3125 * lines(text, column, 0.875)
            for label, text in row
        )
        for row in rows
    )
    beside_photo = (
        2.55 * lines(words.name, beside, 2.125, "serif")
        + (1.4063 * lines(words.context, beside, 0.9375) + 0.125)
        + (1.22 if words.day else 0)
        + (0.125 + facts if facts else 0)
    )
    return max(8.25, beside_photo)


def quote_height(quote: str, width: float) -> float:
    if not quote:
        return 0
    return 3.5 + 2.32 * lines(f"“{quote}”", width - 1.4375, 1.8125, "serif")


def story_height(words: Words, width: float) -> float:
    title = lines(words.story_title, width, 0.8125, "strong")
    high = 1.1375 * title + 0.25 if title else 0.0
    if not words.moments:
        return high
    column = width / len(words.moments) - 0.875
    return (
        high
        + width * 150 / 632 / CAREFUL
        + max(
            1.154 * lines(title, column, 0.8125, "strong")
            + (0.1875 + 1.0875 * lines(feeling + " 10" * pins, column, 0.75))
            + 1.154 * lines(text, column, 0.8125)
            + sum(
                0.25 + 1.065 * lines(more, column, 0.75)
                for more in (tried, hurt)
                if more
            )
            for title, feeling, text, tried, hurt, pins in words.moments
        )
    )


def lists_height(words: Words, width: float) -> float:
    has_both = words.opportunities and words.insights
    left = (width - 2.125) / 1.8 if has_both else width
    right = (width - 2.125) / 2.25 if has_both else width
    opportunities = sum(
        1.6875
        + 1.2506 * lines(text, left - 1.75, 0.90625)
        + (0.125 + 1.0875 * lines(f"10 {at}", left - 1.75, 0.75) if at else 0)
        for text, at in words.opportunities
    )
    insights = sum(
        0.5625 + 1.3141 * lines(text, right, 0.90625) for text in words.insights
    )
    high = max(opportunities, insights)
    return 1.625 + 1.72 - 0.5625 + high if high else 0

"""A tree drawn as an SVG picture, top down, for slides and walls; also the source of PNG and PDF.

The picture carries its own light colours, and words for the kinds, since it is seen without our
style sheets. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from opportunities.formats.records import Record
from opportunities.formats.writing import allowed, levels

CARD: Final = 212
GAP: Final = 20
BETWEEN_ROWS: Final = 44
MARGIN: Final = 32
LINE: Final = 19
HEAD: Final = 40
LETTERS_A_LINE: Final = 26
MOST_LINES: Final = 6

PAPER, INK, SOFT = "#faf8f4", "#1d1b18", "#5f5a52"
# The ground and the ink of each kind's word (static/css/tokens.css, light).
COLOURS: Final = {
    "outcome": ("#ecebf8", "#4a4aa8"),
    "opportunity": ("#fbf1df", "#8f5400"),
    # An opportunity too: its border tells it apart as well.
    "target": ("#8f5400", "#8f5400"),
    "solution": ("#e3f1ee", "#0f6b62"),
    "assumption": ("#f7e9f3", "#8a3b78"),
}


@dataclass(slots=True)
class Box:
    """One card with its lines of text; ``x`` is its middle."""

    type: str
    lines: list[str]
    parent: int | None
    level: int
    x: float = 0.0
    y: float = 0.0

    @property
    def height(self) -> int:
        return HEAD + LINE * len(self.lines) + 12


def draw(outcome: str, records: Sequence[Record], words: dict[str, str]) -> str:
    """Return the picture; ``words`` holds the word for each type of node, in the reader's language."""
    boxes = _boxes(outcome, records)
    width = _place(boxes)
    height = max(box.y + box.height for box in boxes) + MARGIN
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" role="img"'
        ' font-family="Inter, Helvetica, Arial, sans-serif">',
        f"<title>{_text(outcome)}</title>",
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        *(_line(boxes[box.parent], box) for box in boxes if box.parent is not None),
        *(_card(box, words) for box in boxes),
        "</svg>",
        "",
    ]
    return "\n".join(drawn)


def _boxes(outcome: str, records: Sequence[Record]) -> list[Box]:
    boxes = [Box("outcome", _lines(outcome), None, 0)]
    at = {"": 0}
    for record, level in levels(records):
        at[record.id] = len(boxes)
        boxes.append(
            Box(record.type, _lines(record.title), at[record.parent_id], level + 1)
        )
    return boxes


def _lines(title: str) -> list[str]:
    return wrap(title, LETTERS_A_LINE, max_lines=MOST_LINES, placeholder=" …") or [""]


def _place(boxes: Sequence[Box]) -> float:
    """Give every box its place: a leaf its own column, a parent the middle of its children.

    Returns the width of the picture. Boxes come parents first, so nothing recurses.
    """
    rows = _rows(boxes)
    children: list[list[int]] = [[] for _ in boxes]
    for at, box in enumerate(boxes):
        box.y = rows[box.level]
        if box.parent is not None:
            children[box.parent].append(at)
    left = MARGIN + CARD / 2
    # In reading order a leaf stands right of every leaf before it.
    for box, below in zip(boxes, children, strict=True):
        if not below:
            box.x, left = left, left + CARD + GAP
    for box, below in reversed(list(zip(boxes, children, strict=True))):
        if below:
            box.x = (boxes[below[0]].x + boxes[below[-1]].x) / 2
    return left - CARD / 2 - GAP + MARGIN


def _rows(boxes: Iterable[Box]) -> list[float]:
    """How far down each level begins: below the highest card of the level above."""
    heights: list[int] = []
    for box in boxes:
        while box.level >= len(heights):
            heights.append(0)
        heights[box.level] = max(heights[box.level], box.height)
    tops = [float(MARGIN)]
    for height in heights:
        tops.append(tops[-1] + height + BETWEEN_ROWS)
    return tops


def _line(parent: Box, child: Box) -> str:
    start, end = parent.y + parent.height, child.y
    middle = (start + end) / 2
    way = f"M{parent.x:.1f} {start:.1f}V{middle:.1f}H{child.x:.1f}V{end:.1f}"
    return f'<path d="{way}" fill="none" stroke="#d8d1c4" stroke-width="1.5"/>'


def _card(box: Box, words: dict[str, str]) -> str:
    ground, ink = COLOURS[box.type]
    border = ink if box.type == "target" else "#e8e3d9"
    left = box.x - CARD / 2
    spans = "".join(
        f'<tspan x="{left + 14:.1f}" dy="{LINE if at else 0}">{_text(line)}</tspan>'
        for at, line in enumerate(box.lines)
    )
    return (
        f'<rect x="{left:.1f}" y="{box.y:.1f}" width="{CARD}" height="{box.height}" rx="10"'
        f' fill="#ffffff" stroke="{border}"/>'
        f'<rect x="{left:.1f}" y="{box.y:.1f}" width="5" height="{box.height}" rx="2" fill="{ground}"/>'
        f'<text x="{left + 14:.1f}" y="{box.y + 23:.1f}" font-size="11" font-weight="600"'
        f' fill="{ink}">{_text(words[box.type])}</text>'
        f'<text y="{box.y + HEAD + 6:.1f}" font-size="14" fill="{INK}">{spans}</text>'
    )


def _text(text: str) -> str:
    return escape(allowed(text))

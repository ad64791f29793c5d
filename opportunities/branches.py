"""Branches that are not on a tree yet: read from indented text or Markdown lists, and written so.

Pure functions without Django. Whatever the indentation is, every line becomes a node; words that
are too long for a title go on in the description, so that nothing is lost.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from snapshots.wording import one_line

Kind = Literal["opportunity", "solution", "assumption"]

MOST_NODES: Final = 5000
LONGEST_TEXT: Final = 240
LONGEST_DESCRIPTION: Final = 2000
# Deeper lines stand on this level: nobody reads further, and browsers do not draw further.
DEEPEST: Final = 60
TAB: Final = 4
# What else a node brings along, by the names of its fields.
MORE: Final[dict[str, list[str]]] = {
    "opportunity": ["kind", "horizon"],
    "solution": ["status", "horizon"],
    "assumption": ["kind"],
}

_BULLET: Final = re.compile(r"(?:[-*+•◦▪‣–—]|\d{1,4}[.)]|[a-zA-Z][.)])\s+")
_BOX: Final = re.compile(r"\[[ xX]\]\s+")
_HEADING: Final = re.compile(r"(#{1,6})\s+")
_MARKS: Final[dict[str, Kind]] = {
    "opportunity": "opportunity",
    "solution": "solution",
    "assumption": "assumption",
    "lösung": "solution",
    "annahme": "assumption",
}
_MARK: Final = re.compile(rf"({'|'.join(_MARKS)}):\s+", re.IGNORECASE)


class TooManyNodes(ValueError):
    """More lines than one change of a tree may add."""


@dataclass
class NewNode:
    """A node to add; ``more`` holds further fields by name, such as its status."""

    kind: Kind
    text: str
    description: str = ""
    children: "list[NewNode]" = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Line:
    indent: int
    kind: Kind | None
    text: str


def walk(nodes: Iterable[NewNode]) -> Iterator[tuple[NewNode, int]]:
    """All nodes, parents first, with their level counted from 0; without recursion."""
    waiting = [(node, 0) for node in nodes][::-1]
    while waiting:
        node, level = waiting.pop()
        yield node, level
        waiting.extend((child, level + 1) for child in reversed(node.children))


def count_nodes(nodes: Iterable[NewNode]) -> int:
    return sum(1 for _ in walk(nodes))


def read_branches(text: str, under: Kind | Literal["outcome"]) -> list[NewNode]:
    """Read lines into nodes that may stand under a node of kind ``under``.

    Raises TooManyNodes. A line that says ``Solution: …`` is one where a solution may stand;
    elsewhere these are words like others.
    """
    top: list[NewNode] = []
    above: list[tuple[int, NewNode]] = []
    count = 0
    for line in text.splitlines():
        read = _read_line(line)
        if read is None:
            continue
        count += 1
        if count > MOST_NODES:
            raise TooManyNodes
        while above and above[-1][0] >= read.indent:
            above.pop()
        del above[DEEPEST - 1 :]
        # Nothing stands under an assumption: what is indented there goes beside it.
        holders = [node for _indent, node in above if node.kind != "assumption"]
        holder = holders[-1] if holders else None
        node = _node(read, holder.kind if holder else under)
        (holder.children if holder else top).append(node)
        above.append((read.indent, node))
    return top


def write_branches(nodes: Iterable[NewNode]) -> str:
    """Write nodes as a Markdown list, indented by tabs, which other tools understand as well."""
    lines = []
    for node, level in walk(nodes):
        text = one_line(node.text)
        if node.kind != "opportunity" or _read_line(f"- {text}") != _Line(
            1, None, text
        ):
            text = f"{node.kind.capitalize()}: {text}"
        lines.append("\t" * level + f"- {text}")
    return "\n".join(lines)


def fit(text: str) -> tuple[str, str]:
    """Words as a title of the allowed length, and what goes into the description: all of it."""
    text = one_line(text)
    if len(text) <= LONGEST_TEXT:
        return text, ""
    return text[: LONGEST_TEXT - 1].rstrip() + "…", text[:LONGEST_DESCRIPTION]


def may_hold(under: str, kind: str) -> bool:
    """Whether a node of a kind may stand under one of another (R57, R71, R73)."""
    if kind == "opportunity":
        return under in ("outcome", "opportunity")
    return under == {"solution": "opportunity", "assumption": "solution"}[kind]


def _read_line(line: str) -> _Line | None:
    """A line with its indentation: headings stand above lists, bullets under plain lines."""
    line = line.replace("\ufeff", "").replace("\xa0", " ").expandtabs(TAB).rstrip()
    rest = line.lstrip()
    indent = 2 * (len(line) - len(rest))
    if bullet := _BULLET.match(rest):
        rest, indent = rest[bullet.end() :], indent + 1
        if box := _BOX.match(rest):
            rest = rest[box.end() :]
    elif heading := _HEADING.match(rest):
        rest, indent = rest[heading.end() :], len(heading[1]) - 10
    kind = None
    if mark := _MARK.match(rest):
        kind, rest = _MARKS[mark[1].lower()], rest[mark.end() :]
    text = one_line(rest)
    return _Line(indent, kind, text) if text else None


def _node(line: _Line, under: Kind | Literal["outcome"]) -> NewNode:
    usual: Kind = "assumption" if under in ("solution", "assumption") else "opportunity"
    kind, text = line.kind or usual, line.text
    if not may_hold(under, kind):
        kind, text = usual, f"{kind.capitalize()}: {text}"
    title, description = fit(text)
    return NewNode(kind, title, description)

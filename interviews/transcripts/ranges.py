"""Where words stand in utterances: when they are spoken, how they are marked and blotted out."""

from collections.abc import Iterable
from typing import NamedTuple

BLOT = "█"
# Nobody speaks faster than this; it bounds an utterance whose end nothing tells.
MS_PER_CHARACTER = 65


class Marked(NamedTuple):
    """A stretch of an utterance's text, with the keys of the marks that lie over it."""

    text: str
    keys: tuple[int, ...]


def moment_of(
    at: int, length: int, starts_ms: int | None, ends_ms: int | None
) -> int | None:
    """When the character ``at`` of ``length`` is spoken, if each takes as long as the others."""
    if starts_ms is None:
        return None
    if ends_ms is None:
        return starts_ms + at * MS_PER_CHARACTER
    return starts_ms + (ends_ms - starts_ms) * min(at, length) // max(length, 1)


def mark(text: str, ranges: Iterable[tuple[int, int, int]]) -> list[Marked]:
    """Cut ``text`` where marks ``(starts_at, ends_at, key)`` begin and end; they may overlap."""
    ranges = [
        (max(starts, 0), min(ends, len(text)), key)
        for starts, ends, key in ranges
        if starts < ends
    ]
    cuts = sorted(
        {0, len(text), *(edge for start, end, _ in ranges for edge in (start, end))}
    )
    return [
        Marked(
            text[begins:until],
            tuple(
                key for start, end, key in ranges if start <= begins and until <= end
            ),
        )
        for begins, until in zip(cuts, cuts[1:], strict=False)
    ]


def blot(text: str, starts_at: int, ends_at: int) -> str:
    """Overwrite characters, blanks too, so that not even the number of words is told.

    The length stays, so that every other place in the text stays where it is.
    """
    return f"{text[:starts_at]}{BLOT * (ends_at - starts_at)}{text[ends_at:]}"


def trim(text: str, starts_at: int, ends_at: int) -> tuple[int, int]:
    """The range without blanks at its ends, as far as the text goes."""
    starts_at, ends_at = max(starts_at, 0), min(ends_at, len(text))
    while starts_at < ends_at and text[starts_at].isspace():
        starts_at += 1
    while starts_at < ends_at and text[ends_at - 1].isspace():
        ends_at -= 1
    return starts_at, ends_at

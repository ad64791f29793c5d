"""Laying the experience maps of single stories over one another: which moments are the same.

Pure functions without Django. A story is a list of moments in their order; the result is a list
of columns in order, each with the moments that seem to be the same step of the experience. It is
a suggestion that people correct by hand: what they have placed comes in as columns and stays.

The method is the progressive alignment known from comparing sequences (Needleman and Wunsch,
1970): one story after the other is aligned with the columns so far. Order counts, so that
"I waited" before the order and "I waited" after it stay apart.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from opportunities.words import telling_words

# Below this two moments are not taken for the same.
LEAST_ALIKE: Final = 0.34
# What somebody has placed by hand may stand anywhere; more than words can ever reach.
FIXED: Final = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of one story: its key, its title, and what else is told of it."""

    key: int
    title: str
    text: str = ""


@dataclass
class Column:
    """A step of the experience that several stories share; ``key`` is set if it is on the map."""

    steps: list[Step] = field(default_factory=list)
    key: int | None = None
    title: str = ""

    @property
    def name(self) -> str:
        """Its title on the map, else the title that most of its moments have, the shortest first."""
        if self.title:
            return self.title
        titles = [step.title for step in self.steps]
        return min(titles, key=lambda title: (-titles.count(title), len(title), title))

    @property
    def named(self) -> list[str]:
        """All that it is known by."""
        return [self.title] * bool(self.title) + [step.title for step in self.steps]


def align(
    stories: Iterable[Sequence[Step]], columns: Sequence[Column] = ()
) -> list[Column]:
    """Return the columns of the comprehensive map, beginning with those that are there already.

    ``columns`` keep their order, their keys and the steps that were placed in them; a step that
    is in one of them is not suggested again. Others join the column that they are most like, or
    become columns of their own where their story has them. Longer stories are laid first.
    """
    aligned = [Column(list(one.steps), one.key, one.title) for one in columns]
    for story in sorted(stories, key=len, reverse=True):
        aligned = _merged(aligned, story)
    return aligned


@lru_cache(maxsize=20_000)
def alike(one: str, other: str) -> float:
    """How alike two titles are, from 0 to 1: shared telling words, and shared pieces of words."""
    if not one or not other:
        return 0.0
    if one.casefold() == other.casefold():
        return 1.0
    words = _share(_words(one), _words(other))
    return max(words, _share(_pieces(one), _pieces(other)))


def _share(one: Set[str], other: Set[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


@lru_cache(maxsize=2_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(telling_words(text))


@lru_cache(maxsize=2_000)
def _pieces(text: str) -> frozenset[str]:
    plain = f"  {' '.join(text.casefold().split())} "
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def _merged(columns: list[Column], story: Sequence[Step]) -> list[Column]:
    """Align one story with the columns; what fits nowhere becomes a column between them."""
    likeness = [[_likeness(column, step) for step in story] for column in columns]
    best = _best_scores(likeness, len(columns), len(story))
    # What was placed by hand against the order of its story has its column all the same.
    placed = {step.key for column in columns for step in column.steps}
    merged: list[Column] = []
    row, at = 0, 0
    while row < len(columns) or at < len(story):
        if row == len(columns):
            merged += _alone(story[at], placed)
            at += 1
        elif at == len(story) or best[row][at] == best[row + 1][at]:
            merged.append(columns[row])
            row += 1
        elif best[row][at] == best[row][at + 1]:
            merged += _alone(story[at], placed)
            at += 1
        else:
            merged.append(_joined(columns[row], story[at]))
            row, at = row + 1, at + 1
    return merged


def _alone(step: Step, placed: set[int]) -> list[Column]:
    return [] if step.key in placed else [Column([step])]


def _likeness(column: Column, step: Step) -> float:
    if any(placed.key == step.key for placed in column.steps):
        return FIXED
    found = max((alike(name, step.title) for name in column.named), default=0.0)
    return found if found >= LEAST_ALIKE else 0.0


def _best_scores(
    likeness: Sequence[Sequence[float]], rows: int, steps: int
) -> list[list[float]]:
    """``best[row][at]``: the most likeness that the rest from there on can still reach."""
    best = [[0.0] * (steps + 1) for _ in range(rows + 1)]
    for row in reversed(range(rows)):
        for at in reversed(range(steps)):
            joined = likeness[row][at] + best[row + 1][at + 1]
            is_match = likeness[row][at] > 0
            best[row][at] = max(
                best[row + 1][at], best[row][at + 1], joined if is_match else 0.0
            )
    return best


def _joined(column: Column, step: Step) -> Column:
    if all(placed.key != step.key for placed in column.steps):
        column.steps.append(step)
    return column

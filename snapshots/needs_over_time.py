"""What one person needed from talk to talk: heard again, new, no longer mentioned.

Pure and typed. Two opportunities are the same need where the tree says so (both are evidence
for one opportunity there); with words alike they are probably the same, and it is said so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from discovery.searching.words import fold

# How much of their three-letter pieces two wordings must share, from 0 to 1.
ALIKE: Final = 0.42

# Words that every need has in common with every other.
_SMALL_WORDS: Final = """
a an and are as at be but by can cant could do does dont for from get has have i if in is it my me
no not of off on or our so that the their them then there they this to up us was we what when where
which who with would you your
"""
_EMPTY: Final = frozenset(_SMALL_WORDS.split())
_WORD: Final = re.compile(r"\w+")


class Change(StrEnum):
    """What became of a need by the last talk."""

    AGAIN = "again"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Heard:
    """One opportunity of one talk, with the nodes of the tree that it is evidence for."""

    text: str
    nodes: frozenset[int] = frozenset()


@dataclass
class Need:
    """One need through all talks: what was said of it in each, or None."""

    told: list[Heard | None]
    # Whether it was put together by its words alone.
    is_guess: bool = False
    nodes: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """As it was said last."""
        return next(heard.text for heard in reversed(self.told) if heard)

    @property
    def times(self) -> int:
        return sum(heard is not None for heard in self.told)

    @property
    def last(self) -> int:
        """The number of the talk in which it was heard last."""
        return max(number for number, heard in enumerate(self.told) if heard)

    @property
    def change(self) -> Change:
        if self.told[-1] is None:
            return Change.GONE
        return Change.AGAIN if self.times > 1 else Change.NEW


def compare(talks: Sequence[Sequence[Heard]]) -> list[Need]:
    """The needs of all ``talks`` (oldest first), in the order in which they were first heard."""
    needs: list[Need] = []
    for number, heard_then in enumerate(talks):
        for heard, (need, is_guess) in _matched(needs, heard_then, number):
            if need is None:
                need = Need(told=[None] * len(talks))
                needs.append(need)
            need.told[number] = heard
            need.is_guess |= is_guess
            need.nodes |= heard.nodes
    return needs


def _matched(
    needs: Sequence[Need], heard_then: Sequence[Heard], number: int
) -> Iterator[tuple[Heard, tuple[Need | None, bool]]]:
    """Each opportunity of a talk with the need it belongs to: by the tree first, then by words."""
    left = list(heard_then)
    earlier = [need for need in needs if need.told[number] is None]
    for heard in heard_then:
        same = [need for need in earlier if need.nodes & heard.nodes]
        if same:
            earlier.remove(same[0])
            left.remove(heard)
            yield heard, (same[0], False)
    pairs = sorted(
        (
            (likeness(need.text, heard.text), need, heard)
            for need in earlier
            for heard in left
        ),
        key=lambda pair: -pair[0],
    )
    for degree, need, heard in pairs:
        if degree >= ALIKE and need in earlier and heard in left:
            earlier.remove(need)
            left.remove(heard)
            yield heard, (need, True)
    for heard in left:
        yield heard, (None, False)


def likeness(one: str, other: str) -> float:
    """How much of what matters in two wordings is the same, from 0 to 1."""
    here, there = _pieces(one), _pieces(other)
    if not here or not there:
        return 0.0
    return len(here & there) / len(here | there)


def _pieces(text: str) -> set[str]:
    """The three-letter pieces of the words that say something."""
    plain = fold(text).lower().replace("'", "")
    words = [word for word in _WORD.findall(plain) if word not in _EMPTY]
    return {f"  {word} "[at : at + 3] for word in words for at in range(len(word) + 1)}

"""Which assumption is to be tested first, and what a count says of one that was. Pure, without Django.

An assumption stands on a map from 0 to 100: how much hangs on it, and how strong the evidence for
it is. What much hangs on and little speaks for is a leap of faith (practice.md R74).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Verdict = Literal["holds", "fails", "unclear"]

# From here on something is important, and below it evidence is weak: the middle of the map.
MIDDLE: Final = 50
# What a test leaves on the map: from few people less than from many.
STRONG: Final = 85
STRONG_FROM_FEW: Final = 70
MANY: Final = 5


@dataclass(frozen=True)
class Belief:
    """One assumption as a place on the map; ``None`` until somebody has put it there."""

    pk: int
    solution: int
    importance: int | None
    strength: int | None
    # A test has shown that it does not hold: there is nothing left to find out.
    is_disproved: bool = False

    @property
    def is_leap(self) -> bool:
        """Whether it belongs to what is tested first."""
        if self.importance is None or self.strength is None or self.is_disproved:
            return False
        return self.importance >= MIDDLE > self.strength


def find_riskiest(beliefs: Iterable[Belief]) -> dict[int, int]:
    """For each solution with a leap of faith, its key and that of the riskiest assumption.

    One for each solution, because solutions are compared by testing the riskiest of each.
    """
    found: dict[int, Belief] = {}
    for belief in beliefs:
        if not belief.is_leap:
            continue
        best = found.get(belief.solution)
        if best is None or _weight(belief) > _weight(best):
            found[belief.solution] = belief
    return {solution: belief.pk for solution, belief in found.items()}


def _weight(belief: Belief) -> tuple[int, int, int]:
    importance, strength = belief.importance or 0, belief.strength or 0
    return importance - strength, importance, -belief.pk


def suggest_verdict(needed: int, sample: int, did: int, did_not: int) -> Verdict:
    """What a count says: it holds, can no longer hold, or too few were seen to know."""
    if did >= needed:
        return "holds"
    if did_not > sample - needed:
        return "fails"
    return "unclear"


def strength_after(verdict: Verdict, seen: int, before: int | None) -> int | None:
    """How strong the evidence for an assumption is after a test in which so many were seen."""
    if verdict == "holds":
        return max(before or 0, STRONG if seen >= MANY else STRONG_FROM_FEW)
    if verdict == "fails":
        return 0
    return before

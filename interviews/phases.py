"""How the minutes of a talk are shared: settle, dig, their questions, thanks (R35)."""

from dataclasses import dataclass
from typing import Final

# Of thirty minutes; a shorter or longer talk keeps the proportions.
SHARES: Final = {"welcome": 5, "story": 15, "their_questions": 5, "thanks": 5}


@dataclass(frozen=True, slots=True)
class PhasePart:
    """One phase of a talk, in seconds since its beginning."""

    name: str
    starts_at: int
    ends_at: int

    def share_at(self, elapsed: int) -> float:
        """How much of it is over, from 0 to 1."""
        done = (elapsed - self.starts_at) / (self.ends_at - self.starts_at)
        return min(max(done, 0.0), 1.0)

    def minutes_left_at(self, elapsed: int) -> int:
        """Whole minutes that remain, rounded up."""
        return max(-((elapsed - self.ends_at) // 60), 0)

    def is_current_at(self, elapsed: int) -> bool:
        return self.starts_at <= elapsed < self.ends_at


def share_out(minutes: int) -> list[PhasePart]:
    """Return the four phases of a talk of so many minutes, without gaps."""
    total, seconds = sum(SHARES.values()), minutes * 60
    parts, before = [], 0
    for name, share in SHARES.items():
        starts_at = seconds * before // total
        before += share
        parts.append(PhasePart(name, starts_at, seconds * before // total))
    return parts

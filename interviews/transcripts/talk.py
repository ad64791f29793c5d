"""How a talk was shared between those who ask and the one who tells (R34)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from interviews.transcripts.people import PARTICIPANT, TEAM


class TalkShare(NamedTuple):
    """Percent of the talk, by time if the transcript has times, else by words."""

    team: int
    participant: int
    nobody: int
    is_by_time: bool

    @property
    def is_known(self) -> bool:
        """Whether enough is said about who is who to judge by it."""
        return self.team + self.participant >= 60 and self.team * self.participant > 0

    @property
    def in_short(self) -> dict[str, int | bool] | None:
        """What is kept of it with a review; None where nobody can tell."""
        if not self.is_known:
            return None
        return {
            "team": self.team,
            "participant": self.participant,
            "is_by_time": self.is_by_time,
        }


def share_talk(
    sums: Iterable[tuple[int | None, int | None, int]], parts: Mapping[int, str]
) -> TalkShare:
    """The shares of ``(speaker, ms, words)``; ``parts`` says on which side a speaker is."""
    sums = list(sums)
    spoken = sum(ms or 0 for _, ms, _ in sums)
    is_by_time = spoken > 0 and all(ms is not None for _, ms, _ in sums)
    sides = {TEAM: 0, PARTICIPANT: 0}
    total = 0
    for speaker, ms, words in sums:
        amount = (ms or 0) if is_by_time else words
        total += amount
        side = parts.get(speaker, "") if speaker else ""
        if side in sides:
            sides[side] += amount
    team, participant = (
        round(100 * amount / total) if total else 0 for amount in sides.values()
    )
    return TalkShare(team, participant, max(100 - team - participant, 0), is_by_time)

"""The words that the readers of transcripts have in common."""

from dataclasses import dataclass, field
from typing import NamedTuple


class TranscriptUnreadable(Exception):
    """Nothing can be made of a file; ``reason`` is one of ``REASONS``."""

    REASONS = ("empty", "too_large", "binary", "markup", "kind", "broken", "no_words")

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Said(NamedTuple):
    """Words of one speaker without a break; milliseconds, or None where nothing tells."""

    speaker: str
    starts_ms: int | None
    ends_ms: int | None
    text: str


# The same before it is known to be in order; plain, because there may be many thousands.
Piece = tuple[str, int | None, int | None, str]


class Warned(NamedTuple):
    """Something that a person should know about how a file was read: what, and how often."""

    what: str
    times: int = 1


@dataclass(frozen=True)
class Reading:
    """What has been made of a file."""

    said: list[Said]
    source: str
    encoding: str = ""
    language: str = ""
    warnings: list[Warned] = field(default_factory=list)

    @property
    def speakers(self) -> list[str]:
        """By name, in the order in which they are first heard."""
        return list(
            dict.fromkeys(words.speaker for words in self.said if words.speaker)
        )

    @property
    def is_timed(self) -> bool:
        return any(words.starts_ms is not None for words in self.said)

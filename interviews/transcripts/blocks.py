"""Plain text: blocks as Otter and Teams write them, ``[0:12] Name: words``, or prose."""

import re
from collections.abc import Iterable

from interviews.transcripts.names import could_be_name, names_among
from interviews.transcripts.times import CLOCK, read_clock
from interviews.transcripts.words import Piece

_BRACKETED = rf"[\[(]\s*({CLOCK})(?:\s*(?:-->|-|–|to)\s*({CLOCK}))?\s*[\])]"
_BARE = rf"({CLOCK})(?:\s*(?:-->|–|-)\s*({CLOCK}))?"
# [0:12] Name: words   0:12 - 0:15 Name: words   0:12
TIME_FIRST = re.compile(
    rf"(?:{_BRACKETED}|{_BARE}(?![\d:.,]\d))[ \t]*(?:[-–:|][ \t]+)?(.*)"
)
# Name  0:12   Name (0:12):   Name [0:12] words   Name | 00:12
NAME_FIRST = re.compile(
    rf"(\S.{{0,59}}?)[ \t]*(?:{_BRACKETED}|(?:[ \t]{{2,}}|\t|[ \t][-–|·@][ \t]|(?<=[ \t])){_BARE})"
    r"[ \t]*(:?)[ \t]*(.*)"
)
HAS_TIME = re.compile(r"\d:\d\d")
HEADINGS = {"transcript", "transkript", "attendees", "teilnehmer", "notes"}


def read_blocks(text: str) -> list[Piece]:
    """The words of a plain text with the speakers and times that stand in it."""
    lines = text.split("\n")
    known = names_among(
        [_without_time(line).partition(":") for line in lines if line.strip()]
    )
    blocks = _Blocks(known)
    for line in lines:
        blocks.take(line)
    return blocks.finish()


def _without_time(line: str) -> str:
    """A line as it would be without the time it begins with."""
    if HAS_TIME.search(line, 0, 24) and (match := TIME_FIRST.match(line.lstrip())):
        return match[5] or ""
    return line.lstrip()


class _Blocks:
    """Reads line after line and remembers who speaks, and since when."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known
        self.pieces: list[Piece] = []
        self.speaker = ""
        self.starts: int | None = None
        self.ends: int | None = None
        self.words: list[str] = []

    def take(self, line: str) -> None:
        line = line.strip().removeprefix("\ufeff")
        if not line:
            self._close_paragraph()
        elif not (HAS_TIME.search(line) and self._take_time(line)):
            self._take_words(line)

    def finish(self) -> list[Piece]:
        self._close_paragraph()
        return self.pieces

    def _take_time(self, line: str) -> bool:
        """Whether the line was a heading with a time; what follows it belongs to it."""
        if match := TIME_FIRST.fullmatch(line):
            *clocks, rest = match.groups()
            self._begin(self.speaker, *_times(clocks))
            if rest:
                self._take_words(rest)
            return True
        match = NAME_FIRST.fullmatch(line)
        if match is None:
            return False
        name, *clocks, colon, rest = match.groups()
        name = name.rstrip(" \t:,")
        # Words with a time in them are words, unless a name stands alone before the time.
        if not could_be_name(name) or rest and not colon and name not in self.known:
            return False
        self._begin(" ".join(name.split()), *_times(clocks))
        if rest:
            self.words.append(rest)
        return True

    def _take_words(self, line: str) -> None:
        name, colon, words = line.partition(":")
        if colon and name in self.known:
            starts, ends = (None, None) if self.words else (self.starts, self.ends)
            self._begin(self.known[name], starts, ends)
            line = words.strip()
        elif not self.pieces and line.casefold() in HEADINGS:
            return
        if line:
            self.words.append(line)

    def _begin(self, speaker: str, starts: int | None, ends: int | None) -> None:
        self._close_paragraph()
        self.speaker, self.starts, self.ends = speaker, starts, ends

    def _close_paragraph(self) -> None:
        if self.words:
            self.pieces.append(
                (self.speaker, self.starts, self.ends, " ".join(self.words))
            )
            # Only the first paragraph below a time began at that time.
            self.words, self.starts, self.ends = [], None, None


def _times(clocks: Iterable[str | None]) -> tuple[int | None, int | None]:
    bracketed, bracketed_end, bare, bare_end = clocks
    starts, ends = bracketed or bare, bracketed_end or bare_end
    return (read_clock(starts) if starts else None, read_clock(ends) if ends else None)

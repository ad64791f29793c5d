"""Plain text: blocks as Otter and Teams write them, ``[0:12] Name: words``, or prose."""

import re

from interviews.transcripts.names import could_be_name, names_among
from interviews.transcripts.times import CLOCK, read_clock
from interviews.transcripts.words import Piece

# 0:12   [0:12]   (0:12 - 0:15)   00:01:02.5 --> 00:01:03
TIMES = re.compile(
    rf"(?<![\d:.,])[\[(]?[ \t]*({CLOCK})(?:\s*(?:-->|-|–|to)\s*({CLOCK}))?[ \t]*[\])]?"
    r"(?![\d:]|[.,]\d)"
)
# What may stand between a time and the words or the name beside it.
BETWEEN = " \t-–|·@:,"
LONGEST_HEADING = 120
HEADINGS = {"transcript", "transkript"}
# Meet lists who was there before it begins, and the tools sign what they have written.
LISTS = {"attendees", "invited", "teilnehmer"}
ENDINGS = ("transcription ended after", "meeting ended after", "transcribed by http")
LINES_AROUND = 40


def read_blocks(text: str) -> list[Piece]:
    """The words of a plain text with the speakers and times that stand in it."""
    lines = _between_frames(text.split("\n"))
    known = names_among(
        [_without_time(line).partition(":") for line in lines if line.strip()]
    )
    blocks = _Blocks(known)
    for line in lines:
        blocks.take(line)
    return blocks.finish()


def _between_frames(lines: list[str]) -> list[str]:
    """Without the list of people above the words, and the signature below them."""
    heads = [line.strip().casefold() for line in lines[:LINES_AROUND]]
    if LISTS.intersection(heads):
        for index, head in enumerate(heads):
            if head in HEADINGS:
                lines = lines[index + 1 :]
                break
    for index in range(max(len(lines) - LINES_AROUND, 0), len(lines)):
        if lines[index].strip().casefold().startswith(ENDINGS):
            return lines[:index]
    return lines


def _without_time(line: str) -> str:
    """A line as it would be without the time it begins with."""
    line = line.lstrip()
    if line[:1] in "[(0123456789" and (match := TIMES.match(line)):
        return line[match.end() :].lstrip(BETWEEN)
    return line


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
        elif ":" not in line:
            if self.pieces or self.words or line.casefold() not in HEADINGS:
                self.words.append(line)
        elif not self._take_time(line):
            self._take_words(line)

    def finish(self) -> list[Piece]:
        self._close_paragraph()
        return self.pieces

    def _take_time(self, line: str) -> bool:
        """Whether the line has a time as a heading has; what follows it belongs to it."""
        match = TIMES.search(line, 0, LONGEST_HEADING)
        if match is None:
            return False
        starts, ends = match.groups()
        before, rest = line[: match.start()], line[match.end() :]
        name = before.strip(BETWEEN).strip("[]")
        if not name:
            self._begin(self.speaker, starts, ends)
            if rest := rest.lstrip(BETWEEN):
                self._take_words(rest)
            return True
        is_apart = match[0][0] in "[( \t" or before[-1] in BETWEEN
        is_named = (
            not rest.strip() or rest.lstrip().startswith(":") or name in self.known
        )
        # Words with a time in them are words, unless a name stands alone before the time.
        if not (is_apart and is_named and could_be_name(name)):
            return False
        self._begin(" ".join(name.split()), starts, ends)
        if rest := rest.lstrip(BETWEEN):
            self.words.append(rest)
        return True

    def _take_words(self, line: str) -> None:
        name, colon, words = line.partition(":")
        if colon and name in self.known:
            self._close_paragraph()
            self.speaker = self.known[name]
            line = words.strip()
        if line:
            self.words.append(line)

    def _begin(self, speaker: str, starts: str, ends: str | None) -> None:
        self._close_paragraph()
        self.speaker = speaker
        self.starts = read_clock(starts)
        self.ends = read_clock(ends) if ends else None

    def _close_paragraph(self) -> None:
        if self.words:
            self.pieces.append(
                (self.speaker, self.starts, self.ends, " ".join(self.words))
            )
            # Only the first paragraph below a time began at that time.
            self.words, self.starts, self.ends = [], None, None

"""What the readers of all containers share."""

import os
from dataclasses import dataclass
from typing import BinaryIO

# A head that asks for more than this at once is lying.
LONGEST_READ = 1 << 20
# Of a file in fragments of a second each this is half a day.
MOST_BOXES = 100_000


class NotMedia(Exception):
    """A file is not taken; ``reason`` says why: empty, kind, mismatch, broken, cut or silent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Tracks:
    """What is in a container."""

    has_audio: bool = False
    has_video: bool = False
    duration_ms: int | None = None


class Reader:
    """Reads a file at any place, never much at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._boxes = 0
        self.size = file.seek(0, os.SEEK_END)

    def at(self, position: int, length: int) -> bytes:
        """The bytes that are there, fewer at the end of the file."""
        if not 0 <= length <= LONGEST_READ or position < 0:
            raise NotMedia("broken")
        self._file.seek(position)
        return self._file.read(length)

    def count_box(self) -> None:
        """Boxes lie within boxes: all of a file together are bounded, not each level."""
        self._boxes += 1
        if self._boxes > MOST_BOXES:
            raise NotMedia("broken")

    def exactly(self, position: int, length: int) -> bytes:
        """All of the bytes, or the file is cut short."""
        found = self.at(position, length)
        if len(found) < length:
            raise NotMedia("cut")
        return found

"""Which bytes of a file an answer holds (RFC 9110, section 14). Pure: no Django."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

# A browser asks for "all from here on" and hangs up when it has enough; it may get less and
# ask again, and each time we look whether it still may.
LONGEST_ANSWER = 8 * 1024 * 1024
BLOCK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class CannotSatisfy(Exception):
    """The range lies beyond the end of the file."""


@dataclass(frozen=True)
class Range:
    """From byte ``first`` to byte ``last``, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def wanted_range(header: str, size: int) -> Range | None:
    """The range that is asked for; None where the whole file is to be sent.

    Several ranges at once, other units and nonsense may be ignored by the rules; no player
    sends them.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        length = min(int(last), size)
        if not length:
            raise CannotSatisfy
        return Range(size - length, size - 1)
    begin = int(first)
    if last and int(last) < begin:
        return None
    if begin >= size:
        raise CannotSatisfy
    end = int(last) if last else begin + LONGEST_ANSWER - 1
    return Range(begin, min(end, size - 1))


class Slice:
    """A part of a file that is opened when it is read; it has no name, so nobody measures it."""

    def __init__(self, open_part: Callable[[], Readable], length: int) -> None:
        self._open_part, self._left = open_part, length
        self._file: Readable | None = None

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        if not wanted:
            return b""
        self._file = self._file or self._open_part()
        found = self._file.read(wanted)
        self._left -= len(found)
        return found

    def __iter__(self) -> Iterator[bytes]:
        while part := self.read(BLOCK):
            yield part

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

"""RIFF WAVE: a list of chunks; ``fmt`` says how fast ``data`` plays."""

import struct

from interviews.media.parts import NotMedia, Reader, Tracks

PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
PLAYABLE = {PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE}
MOST_CHUNKS = 1000
# What programs write that do not know the end when they begin.
UNKNOWN = {0, 0xFFFFFFFF}


def read(reader: Reader) -> Tracks:
    position, bytes_a_second = 12, 0
    for _ in range(MOST_CHUNKS):
        name, length = struct.unpack("<4sI", reader.exactly(position, 8))
        if name == b"fmt ":
            bytes_a_second = _bytes_a_second(reader.exactly(position + 8, 16))
        elif name == b"data":
            return _tracks(length, reader.size - position - 8, bytes_a_second)
        position += 8 + length + length % 2
    raise NotMedia("broken")


def _bytes_a_second(chunk: bytes) -> int:
    coding, channels, _rate, pace, _align, _bits = struct.unpack("<HHIIHH", chunk)
    if coding not in PLAYABLE or not channels or not pace:
        raise NotMedia("broken")
    return int(pace)


def _tracks(length: int, present: int, bytes_a_second: int) -> Tracks:
    if not bytes_a_second or not present:
        raise NotMedia("broken")
    if length in UNKNOWN:
        length = present
    if length > present:
        raise NotMedia("cut")
    return Tracks(has_audio=True, duration_ms=length * 1000 // bytes_a_second)

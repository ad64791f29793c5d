"""WebM (EBML): elements of variable length; what comes before the first cluster says enough."""

import struct
from collections.abc import Iterator

from interviews.media.parts import LONGEST_READ, NotMedia, Reader, Tracks

EBML, DOC_TYPE = 0x1A45DFA3, 0x4282
SEGMENT, INFO, TRACKS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TIMECODE_SCALE, DURATION, TRACK, TRACK_TYPE, TIMECODE = (
    0x2AD7B1,
    0x4489,
    0xAE,
    0x83,
    0xE7,
)
VIDEO, AUDIO = 1, 2
NANOSECONDS = 1_000_000


class Element:
    def __init__(self, kind: int, start: int, end: int, is_open: bool) -> None:
        self.kind, self.start, self.end = kind, start, end
        # A browser that records does not know the length when it begins.
        self.is_open = is_open


def read(reader: Reader) -> Tracks:
    top = list(_elements(reader, 0, reader.size, until=SEGMENT))
    if _doc_type(reader, top[0]) != b"webm":
        raise NotMedia("mismatch")
    segment = top[-1]
    if segment.kind != SEGMENT:
        raise NotMedia("broken")
    tracks, scale = Tracks(), NANOSECONDS
    for element in _elements(reader, segment.start, segment.end, until=CLUSTER):
        if element.kind == INFO:
            scale = _number(reader, element, TIMECODE_SCALE) or scale
            tracks.duration_ms = _duration(reader, element, scale)
        elif element.kind == TRACKS:
            _read_tracks(reader, element, tracks)
    if tracks.duration_ms is None:
        tracks.duration_ms = _last_cluster(reader, scale)
    return tracks


def _elements(
    reader: Reader, start: int, end: int, until: int = 0
) -> Iterator[Element]:
    while start < end:
        reader.count_box()
        kind, length = _variable(reader, start, keeps_mark=True)
        size, width = _variable(reader, start + length)
        begins = start + length + width
        is_open = size == (1 << 7 * width) - 1
        ends = end if is_open else begins + size
        if ends > end:
            raise NotMedia("cut" if end == reader.size else "broken")
        yield Element(kind, begins, ends, is_open)
        if kind == until or is_open:
            return
        start = ends


def _variable(reader: Reader, at: int, keeps_mark: bool = False) -> tuple[int, int]:
    """A number of variable length, and how many bytes it took."""
    first = reader.exactly(at, 1)[0]
    width = 9 - first.bit_length()
    if width > 8 or (keeps_mark and width > 4):
        raise NotMedia("broken")
    number = int.from_bytes(reader.exactly(at, width), "big")
    return (number if keeps_mark else number & ((1 << 7 * width) - 1)), width


def _doc_type(reader: Reader, head: Element) -> bytes:
    for element in _elements(reader, head.start, head.end):
        if element.kind == DOC_TYPE:
            return reader.exactly(element.start, element.end - element.start).rstrip(
                b"\0"
            )
    return b""


def _number(reader: Reader, parent: Element, kind: int) -> int:
    for element in _elements(reader, parent.start, parent.end):
        if element.kind == kind:
            body = reader.exactly(element.start, min(element.end - element.start, 8))
            return int.from_bytes(body, "big")
    return 0


def _duration(reader: Reader, info: Element, scale: int) -> int | None:
    for element in _elements(reader, info.start, info.end):
        if element.kind == DURATION:
            width = element.end - element.start
            body = reader.exactly(element.start, width)
            length: float = struct.unpack(">f" if width == 4 else ">d", body)[0]
            if 0 < length < 1e12:
                return int(length * scale / NANOSECONDS)
    return None


def _read_tracks(reader: Reader, parent: Element, tracks: Tracks) -> None:
    for element in _elements(reader, parent.start, parent.end):
        if element.kind == TRACK:
            kind = _number(reader, element, TRACK_TYPE)
            tracks.has_video |= kind == VIDEO
            tracks.has_audio |= kind == AUDIO


def _last_cluster(reader: Reader, scale: int) -> int | None:
    """When the last cluster begins: as near to the end as can be told without playing it."""
    start = max(reader.size - LONGEST_READ, 0)
    tail = reader.at(start, LONGEST_READ)
    place = tail.rfind(CLUSTER.to_bytes(4, "big"))
    while place >= 0:
        try:
            _size, width = _variable(reader, start + place + 4)
            cluster = Element(CLUSTER, start + place + 4 + width, reader.size, True)
            time = _cluster_time(reader, cluster)
        except NotMedia:
            time = None
        if time is not None:
            return time * scale // NANOSECONDS
        place = tail.rfind(CLUSTER.to_bytes(4, "big"), 0, place)
    return None


def _cluster_time(reader: Reader, cluster: Element) -> int | None:
    first = next(_elements(reader, cluster.start, cluster.end), None)
    if first is None or first.kind != TIMECODE:
        return None
    return int.from_bytes(reader.exactly(first.start, first.end - first.start), "big")

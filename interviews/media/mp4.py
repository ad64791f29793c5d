"""MP4 and M4A (ISO base media): boxes within boxes; ``moov`` says what can be played."""

import struct
from collections.abc import Iterator

from interviews.media.parts import NotMedia, Reader, Tracks

BRANDS = {
    *(b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9"),
    *(b"mp41", b"mp42", b"mp71", b"avc1", b"M4A ", b"M4B ", b"M4V ", b"M4VH", b"f4v "),
    *(b"MSNV", b"dash", b"cmfc", b"3gp4", b"3gp5", b"3gp6"),
}


class Box:
    def __init__(self, kind: bytes, start: int, end: int) -> None:
        self.kind, self.start, self.end = kind, start, end


def read(reader: Reader) -> Tracks:
    boxes = list(_boxes(reader, 0, reader.size))
    if not boxes or boxes[0].kind != b"ftyp" or not _is_known(reader, boxes[0]):
        raise NotMedia("kind")
    moov = next((box for box in boxes if box.kind == b"moov"), None)
    if moov is None:
        # It is written last: a recorder that was stopped hard never got there.
        raise NotMedia("cut")
    return _read_moov(reader, moov)


def _is_known(reader: Reader, ftyp: Box) -> bool:
    brands = reader.exactly(ftyp.start, min(ftyp.end - ftyp.start, 1024))
    named = {brands[:4], *(brands[i : i + 4] for i in range(8, len(brands), 4))}
    return bool(named & BRANDS)


def _boxes(reader: Reader, start: int, end: int) -> Iterator[Box]:
    while end - start >= 8:
        reader.count_box()
        size, kind = struct.unpack(">I4s", reader.exactly(start, 8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", reader.exactly(start + 8, 8))[0], 16
        elif size == 0:
            size = end - start
        if size < head:
            raise NotMedia("broken")
        if start + size > end:
            raise NotMedia("cut" if end == reader.size else "broken")
        yield Box(kind, start + head, start + size)
        start += size


def _read_moov(reader: Reader, moov: Box) -> Tracks:
    tracks = Tracks()
    for box in _boxes(reader, moov.start, moov.end):
        if box.kind == b"mvhd":
            tracks.duration_ms = _duration(reader, box) or tracks.duration_ms
        elif box.kind == b"trak":
            kind = _kind_of_track(reader, box)
            tracks.has_audio |= kind == b"soun"
            tracks.has_video |= kind == b"vide"
    return tracks


def _duration(reader: Reader, mvhd: Box) -> int | None:
    """In milliseconds; files in fragments leave it at nought."""
    body = reader.exactly(mvhd.start, 32)
    scale, length = (
        struct.unpack_from(">IQ", body, 20)
        if body[0] == 1
        else struct.unpack_from(">II", body, 12)
    )
    is_unknown = length in (0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
    return None if is_unknown or not scale else int(length) * 1000 // int(scale)


def _kind_of_track(reader: Reader, trak: Box) -> bytes:
    for mdia in _boxes(reader, trak.start, trak.end):
        if mdia.kind == b"mdia":
            for box in _boxes(reader, mdia.start, mdia.end):
                if box.kind == b"hdlr":
                    return reader.exactly(box.start + 8, 4)
    return b""

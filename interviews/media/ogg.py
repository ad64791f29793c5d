"""Ogg with Opus, Vorbis or FLAC: the first page names the codec, the last one the length."""

import struct

from interviews.media.parts import NotMedia, Reader, Tracks

HEAD = struct.Struct("<4sBBqIIIB")
# No page is longer than 65,307 bytes, so the last one begins within this.
TAIL = 2 * 65_307
OPUS_RATE = 48_000
UNKNOWN = -1


def read(reader: Reader) -> Tracks:
    _mark, version, _kind, _at, serial, _n, _sum, segments = HEAD.unpack(
        reader.exactly(0, HEAD.size)
    )
    if version != 0 or not segments:
        raise NotMedia("broken")
    packet = reader.exactly(HEAD.size + segments, 19)
    rate, skipped = _rate(packet)
    last = _last_sample(reader, serial)
    if last is None or not rate:
        return Tracks(has_audio=True)
    return Tracks(has_audio=True, duration_ms=max(last - skipped, 0) * 1000 // rate)


def _rate(packet: bytes) -> tuple[int, int]:
    """Samples a second, and how many at the beginning are not played."""
    if packet.startswith(b"OpusHead"):
        return OPUS_RATE, int(struct.unpack_from("<H", packet, 10)[0])
    if packet.startswith(b"\x01vorbis"):
        return int(struct.unpack_from("<I", packet, 12)[0]) or _broken(), 0
    if packet.startswith(b"\x7fFLAC"):
        # Its rate lies deeper in; it plays all the same.
        return 0, 0
    raise NotMedia("kind")


def _broken() -> int:
    raise NotMedia("broken")


def _last_sample(reader: Reader, serial: int) -> int | None:
    start = max(reader.size - TAIL, 0)
    tail = reader.at(start, TAIL)
    place = tail.rfind(b"OggS")
    while place >= 0:
        if place + HEAD.size <= len(tail):
            page = HEAD.unpack_from(tail, place)
            if page[4] == serial and page[3] > 0:
                return int(page[3])
        place = tail.rfind(b"OggS", 0, place)
    return None

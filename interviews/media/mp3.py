"""MP3: perhaps a tag, then frames one after the other; three in a row are no accident."""

import struct

from interviews.media.parts import NotMedia, Reader, Tracks

MPEG_1, MPEG_2, MPEG_25 = 3, 2, 0
LAYER_3 = 1
RATES = {
    MPEG_1: (44_100, 48_000, 32_000),
    MPEG_2: (22_050, 24_000, 16_000),
    MPEG_25: (11_025, 12_000, 8_000),
}
BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
MOST_TAGS = 8
# Between a tag and the first frame there may be padding.
FARTHEST = 64 * 1024
IN_A_ROW = 3


class Frame:
    """The four bytes at the head of a frame."""

    def __init__(self, head: bytes) -> None:
        bits = struct.unpack(">I", head)[0]
        version, layer = bits >> 19 & 3, bits >> 17 & 3
        bitrate, rate = bits >> 12 & 15, bits >> 10 & 3
        is_frame = bits >> 21 == 0x7FF and layer == LAYER_3 and version in RATES
        if not is_frame or not 0 < bitrate < 15 or rate == 3:
            raise NotMedia("broken")
        is_first = version == MPEG_1
        self.kilobits = (BITRATES_1 if is_first else BITRATES_2)[bitrate]
        self.rate = RATES[version][rate]
        self.samples = 1152 if is_first else 576
        padding = bits >> 9 & 1
        self.length = self.samples // 8 * self.kilobits * 1000 // self.rate + padding
        is_mono = bits >> 6 & 3 == 3
        self.side = (17 if is_mono else 32) if is_first else (9 if is_mono else 17)


def read(reader: Reader) -> Tracks:
    start, frame = _first_frame(reader, _after_tags(reader))
    frames = _counted_frames(reader.at(start, 256), frame)
    if frames:
        duration = frames * frame.samples * 1000 // frame.rate
    else:
        # Of one bitrate throughout, as voice recorders write it; else an estimate.
        duration = (reader.size - start) * 8 // frame.kilobits
    return Tracks(has_audio=True, duration_ms=duration)


def _after_tags(reader: Reader) -> int:
    position = 0
    for _ in range(MOST_TAGS):
        head = reader.at(position, 10)
        if head[:3] != b"ID3" or len(head) < 10:
            break
        if max(head[6:10]) > 127:
            raise NotMedia("broken")
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        position += 10 + size + (10 if head[5] & 0x10 else 0)
    return position


def _first_frame(reader: Reader, position: int) -> tuple[int, Frame]:
    area = reader.at(position, FARTHEST)
    if not area:
        raise NotMedia("cut")
    place = area.find(b"\xff")
    while place >= 0:
        if frame := _begins_here(reader, position + place):
            return position + place, frame
        place = area.find(b"\xff", place + 1)
    raise NotMedia("broken")


def _begins_here(reader: Reader, position: int) -> Frame | None:
    """The frame at ``position``, if others follow it or it is followed by the end."""
    first = None
    for _ in range(IN_A_ROW):
        head = reader.at(position, 4)
        if first and (len(head) < 4 or head[:3] == b"TAG"):
            break
        try:
            frame = Frame(head)
        except (NotMedia, struct.error):
            return None
        first = first or frame
        position += frame.length
    return first


def _counted_frames(area: bytes, frame: Frame) -> int:
    """How many frames the first one says there are, where an encoder has counted them."""
    xing = 4 + frame.side
    if area[xing : xing + 4] in (b"Xing", b"Info"):
        flags, frames = struct.unpack_from(">II", area, xing + 4)
        return int(frames) if flags & 1 else 0
    if area[36:40] == b"VBRI":
        return int(struct.unpack_from(">I", area, 50)[0])
    return 0

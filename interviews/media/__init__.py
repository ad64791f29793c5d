"""What a file of sound or picture really is, read from its own bytes (trust.md A7.1).

Extension, first bytes and the structure of the container have to agree. Only heads and sizes
of parts are read, so a file of gigabytes takes a few reads, and nothing is ever decoded.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from interviews.media import mp3, mp4, ogg, wav, webm
from interviews.media.parts import NotMedia, Reader, Tracks

__all__ = ["EXTENSIONS", "Media", "NotMedia", "inspect"]

CONTAINERS = {
    ".mp3": "mp3",
    ".m4a": "mp4",
    ".mp4": "mp4",
    ".wav": "wav",
    ".ogg": "ogg",
    ".oga": "ogg",
    ".opus": "ogg",
    ".webm": "webm",
}
EXTENSIONS = tuple(CONTAINERS)
READERS = {
    "mp3": mp3.read,
    "mp4": mp4.read,
    "wav": wav.read,
    "ogg": ogg.read,
    "webm": webm.read,
}
CONTENT_TYPES = {
    ("mp3", "audio"): "audio/mpeg",
    ("mp4", "audio"): "audio/mp4",
    ("mp4", "video"): "video/mp4",
    ("wav", "audio"): "audio/wav",
    ("ogg", "audio"): "audio/ogg",
    ("webm", "audio"): "audio/webm",
    ("webm", "video"): "video/webm",
}
AUDIO_ONLY = {".m4a"}
# A month; what says that it is longer is lying, and no column would hold what some say.
LONGEST_MS = 31 * 24 * 3600 * 1000


@dataclass(frozen=True)
class Media:
    """What was found: ``medium`` is audio or video; some recorders write no duration."""

    medium: str
    content_type: str
    extension: str
    duration_ms: int | None


def inspect(file: BinaryIO, name: str) -> Media:
    """Say what ``file``, called ``name`` by whoever sent it, is; or raise ``NotMedia``."""
    reader = Reader(file)
    if reader.size == 0:
        raise NotMedia("empty")
    extension = PurePath(name).suffix.lower()
    container = CONTAINERS.get(extension)
    if container is None:
        raise NotMedia("kind")
    if _by_first_bytes(reader.at(0, 64)) != container:
        raise NotMedia("mismatch")
    try:
        tracks = READERS[container](reader)
    except (struct.error, IndexError, OverflowError, ZeroDivisionError) as error:
        raise NotMedia("broken") from error
    if extension in AUDIO_ONLY and tracks.has_video:
        raise NotMedia("mismatch")
    medium = _medium(tracks)
    content_type = CONTENT_TYPES.get((container, medium))
    if content_type is None:
        raise NotMedia("kind")
    duration_ms = tracks.duration_ms
    if duration_ms is not None and duration_ms > LONGEST_MS:
        duration_ms = None
    return Media(medium, content_type, extension, duration_ms)


def _medium(tracks: Tracks) -> str:
    if tracks.has_video:
        return "video"
    if tracks.has_audio:
        return "audio"
    raise NotMedia("silent")


def _by_first_bytes(head: bytes) -> str | None:
    return next(_containers(head), None)


def _containers(head: bytes) -> Iterator[str]:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        yield "wav"
    if head[:4] == b"OggS":
        yield "ogg"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        yield "webm"
    if head[4:8] == b"ftyp":
        yield "mp4"
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] >= 0xE0):
        yield "mp3"

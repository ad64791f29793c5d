"""Tiny recordings of every kind, made by hand, and rows that hold them."""

import io
import struct
import wave
from datetime import timedelta

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from interviews.models import Recording
from tests.factories.interviews import InterviewFactory
from tests.factories.workspaces import MembershipFactory


def wav(seconds=1, rate=8000):
    """Silence, as a voice recorder writes it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"\0\0" * int(rate * seconds))
    return file.getvalue()


def mp3(frames=10, tag=False, counted=None):
    """MPEG 1, layer 3, 128 kbit/s, 44.1 kHz: frames of 417 bytes."""
    first = bytearray(b"\xff\xfb\x90\x00" + b"\0" * 413)
    if counted:
        first[36:48] = b"Xing" + struct.pack(">II", 1, counted)
    head = b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10 if tag else b""
    return head + bytes(first) + (b"\xff\xfb\x90\x00" + b"\0" * 413) * (frames - 1)


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def mp4(handlers=(b"soun", b"vide"), milliseconds=90_000, brand=b"isom"):
    def track(handler):
        return box(
            b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12))
        )

    times = struct.pack(">IIIII", 0, 0, 0, 1000, milliseconds) + b"\0" * 80
    return (
        box(b"ftyp", brand + b"\0\0\2\0" + brand)
        + box(b"moov", box(b"mvhd", times), *map(track, handlers))
        + box(b"mdat", b"\0" * 64)
    )


def ebml(kind, *parts, is_open=False):
    body = b"".join(parts)
    size = (
        b"\x01" + b"\xff" * 7 if is_open else (1 << 56 | len(body)).to_bytes(8, "big")
    )
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + size + body


def webm(types=(1, 2), milliseconds=5000.0, doc_type=b"webm", is_live=False):
    """As a browser records (``is_live``) or as a program writes it."""
    tracks = [ebml(0xAE, ebml(0x83, bytes([kind]))) for kind in types]
    length = [] if is_live else [ebml(0x4489, struct.pack(">d", milliseconds))]
    info = ebml(0x1549A966, ebml(0x2AD7B1, b"\x0f\x42\x40"), *length)
    cluster = ebml(
        0x1F43B675, ebml(0xE7, struct.pack(">H", int(milliseconds))), is_open=is_live
    )
    return ebml(0x1A45DFA3, ebml(0x4282, doc_type)) + ebml(
        0x18538067, info, ebml(0x1654AE6B, *tracks), cluster, is_open=is_live
    )


def ogg(packet=b"OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\0\0\0", samples=96_000):
    def page(body, at, kind):
        head = struct.pack("<4sBBqIIIB", b"OggS", 0, kind, at, 7, 0, 0, 1)
        return head + bytes([len(body)]) + body

    return page(packet, 0, 2) + page(b"\0" * 40, samples, 4)


class RecordingFactory(DjangoModelFactory):
    """A second of silence in storage, of a talk whose participant has agreed."""

    class Meta:
        model = Recording

    class Params:
        content = factory.LazyFunction(wav)

    interview = factory.SubFactory(InterviewFactory, held=True)
    workspace = factory.SelfAttribute("interview.workspace")
    medium = Recording.Medium.AUDIO
    name = "Talk.wav"
    content_type = "audio/wav"
    size = factory.LazyAttribute(lambda o: len(o.content))
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    duration_ms = 1000
    uploaded_by = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )
    keep_until = factory.LazyFunction(lambda: localdate() + timedelta(days=300))
    file = factory.LazyAttribute(
        lambda o: default_storage.save("recordings/talk.wav", ContentFile(o.content))
    )

"""What a file really is: tiny files made by hand, and everything that only pretends."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.media import NotMedia, inspect
from tests.factories.recordings import box, ebml, mp3, mp4, ogg, wav, webm

VORBIS = b"\x01vorbis" + b"\0" * 4 + b"\x02" + b"\x44\xac\0\0" + b"\0" * 12


def look(content, name):
    return inspect(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name", "content_type", "duration_ms"),
    [
        (wav(2), "Talk.WAV", "audio/wav", 2000),
        (mp3(100), "talk.mp3", "audio/mpeg", 2606),
        (mp3(100, tag=True, counted=50), "talk.mp3", "audio/mpeg", 1306),
        (mp4(), "zoom.mp4", "video/mp4", 90_000),
        (mp4([b"soun"]), "zoom.mp4", "audio/mp4", 90_000),
        (mp4([b"soun"], brand=b"M4A "), "memo.m4a", "audio/mp4", 90_000),
        (mp4(milliseconds=0), "pieces.mp4", "video/mp4", None),
        (webm(), "talk.webm", "video/webm", 5000),
        (webm([2]), "talk.webm", "audio/webm", 5000),
        (mp4(milliseconds=2**32 - 2), "liar.mp4", "video/mp4", None),
        (webm([2], is_live=True), "browser.webm", "audio/webm", 5000),
        (ogg(), "talk.ogg", "audio/ogg", 2000),
        (ogg(VORBIS, 88_200), "talk.oga", "audio/ogg", 2000),
        (ogg(b"\x7fFLAC" + b"\0" * 20), "talk.ogg", "audio/ogg", None),
    ],
)
def test_each_kind_is_known_with_its_length(content, name, content_type, duration_ms):
    media = look(content, name)

    assert (media.content_type, media.duration_ms) == (content_type, duration_ms)
    assert content_type.startswith(media.medium)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "talk.mp4", "empty"),
        (b"Just words\n" * 20, "talk.mp4", "mismatch"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "talk.svg", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "talk.webm", "mismatch"),
        (b"<!doctype html><script>alert(1)</script>", "talk.mp3", "mismatch"),
        (b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "talk.mp4", "mismatch"),
        (wav(), "talk.mp3", "mismatch"),
        (mp4(), "talk", "kind"),
        (mp4(), "talk.mov", "kind"),
        (mp4(brand=b"qt  "), "talk.mp4", "kind"),
        (mp4(), "memo.m4a", "mismatch"),
        (mp4([b"text"]), "talk.mp4", "silent"),
        (mp4()[:-10], "talk.mp4", "cut"),
        (box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"\0" * 9), "talk.mp4", "cut"),
        (b"\0\0\0\x14ftypisom" + b"<script>alert(1)</script>", "talk.mp4", "cut"),
        (wav(1)[:-100], "talk.wav", "cut"),
        (wav(1)[:30], "talk.wav", "cut"),
        (webm(doc_type=b"matroska"), "talk.webm", "mismatch"),
        (webm(types=[17]), "talk.webm", "silent"),
        (webm()[:-1], "talk.webm", "cut"),
        (ogg(b"\x80theora" + b"\0" * 30), "talk.ogg", "kind"),
        (ogg()[:40], "talk.ogg", "cut"),
        (b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10, "talk.mp3", "cut"),
        (b"ID3\x04\0\0\0\0\0\x0a" + b"words " * 100, "talk.mp3", "broken"),
        (b"\xff\xf1" + b"\0" * 4000, "aac.mp3", "broken"),
        (ebml(0x1A45DFA3), "talk.webm", "mismatch"),
    ],
)
def test_what_only_pretends_is_refused_with_its_reason(content, name, reason):
    with pytest.raises(NotMedia) as refused:
        look(content, name)

    assert refused.value.reason == reason


def test_boxes_within_boxes_are_bounded_together():
    many = box(b"free") * 1000
    film = (
        box(b"ftyp", b"isom\0\0\2\0isom")
        + box(b"moov", box(b"trak", box(b"mdia", many) * 50) * 3)
        + box(b"mdat")
    )

    with pytest.raises(NotMedia) as refused:
        look(film, "talk.mp4")

    assert refused.value.reason == "broken"


WHOLE = {
    "a.wav": wav(0.1),
    "a.mp3": mp3(5),
    "a.mp4": mp4(),
    "a.webm": webm(),
    "a.ogg": ogg(),
}


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 2**32), st.integers(1, 30))
def test_damaged_files_are_read_or_refused_and_never_break_us(name, seed, damages):
    chance = random.Random(seed)
    content = bytearray(WHOLE[name])
    for _ in range(damages):
        content[chance.randrange(len(content))] = chance.randrange(256)
    cut = chance.randrange(len(content) // 2, len(content) + 1)

    try:
        look(bytes(content[:cut]), name)
    except NotMedia as refused:
        assert refused.reason

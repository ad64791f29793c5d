import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from discovery.audit.models import AuditEvent
from recruiting.models import Photo
from recruiting.photos import MOST_BYTES, PhotoRefused, reencode, store_photo
from tests.factories.recruiting import ParticipantFactory

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options):
    written = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(written, kind, **options)
    return written.getvalue()


def upload(content, name="me.jpg"):
    return SimpleUploadedFile(name, content)


def refusal(content, name="me.jpg"):
    with pytest.raises(PhotoRefused) as caught:
        reencode(upload(content, name))
    return caught.value.reason


def png_claiming(width, height):
    """A PNG of a few bytes whose head promises a huge picture."""

    def chunk(name, content):
        body = name + content
        return (
            struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(b"\0" * 1000)),
            chunk(b"IEND", b""),
        ]
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [("JPEG", "a.jpg"), ("JPEG", "A.JPEG"), ("PNG", "a.png"), ("WEBP", "a.webp")],
)
def test_photo_becomes_a_small_jpeg(kind, name):
    content, width, height = reencode(upload(picture(kind, (2400, 1600)), name))

    assert content.startswith(b"\xff\xd8\xff")
    assert (width, height) == Image.open(io.BytesIO(content)).size == (1200, 800)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_photo_may_be_of_any_mode_of_png(mode):
    content, *size = reencode(upload(picture("PNG", (30, 20), mode), "a.png"))

    assert size == [30, 20]
    assert Image.open(io.BytesIO(content)).mode == "RGB"


def test_see_through_photo_gets_a_white_ground():
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(written, "PNG")

    content, *_size = reencode(upload(written.getvalue(), "a.png"))

    assert Image.open(io.BytesIO(content)).getpixel((5, 5)) == (255, 255, 255)


def test_nothing_but_pixels_is_left():
    exif = Image.Exif()
    exif[0x010F] = "CanaryMake"
    exif[0x0132] = "2026:11:24 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0)})
    tagged = picture(exif=exif, comment=b"canary comment", icc_profile=b"canary icc")

    content, *_size = reencode(upload(tagged))

    photo = Image.open(io.BytesIO(content))
    assert dict(photo.getexif()) == {}
    assert set(photo.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                               "progressive", "progression"}  # fmt: skip
    assert b"anary" not in content


def test_text_of_a_png_is_dropped():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "canary")

    content, *_size = reencode(upload(picture("PNG", pnginfo=text), "a.png"))

    assert b"canary" not in content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_stands_upright(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation

    _content, width, height = reencode(upload(picture(size=(60, 40), exif=exif)))

    assert (width, height) == ((60, 40) if orientation < 5 else (40, 60))


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.jpg", "empty"),
        (SVG, "a.svg", "kind"),
        (SVG, "a.png", "mismatch"),
        (b"<html></html>", "a.jpg", "mismatch"),
        (b"GIF89a" + b"\0" * 40, "a.gif", "kind"),
        (picture("GIF"), "a.png", "mismatch"),
        (picture("PNG"), "a.jpg", "mismatch"),
        (picture("JPEG"), "a", "kind"),
        (picture("JPEG"), "a.jpg.exe", "kind"),
        (picture("JPEG")[:200], "a.jpg", "broken"),
        (b"\xff\xd8\xff" + b"\0" * 500, "a.jpg", "broken"),
        (b"RIFF\x10\0\0\0WEBPVP8 junk", "a.webp", "broken"),
        (png_claiming(10_000, 5_001), "a.png", "too_many_pixels"),
        (png_claiming(12_001, 10), "a.png", "too_many_pixels"),
        (png_claiming(50_000, 50_000), "a.png", "too_many_pixels"),
    ],
)
def test_photo_is_refused(content, name, reason):
    assert refusal(content, name) == reason


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_moving_picture_is_refused(kind, name):
    more = [Image.new("RGB", (60, 40), colour) for colour in ("green", "blue")]

    assert refusal(picture(kind, save_all=True, append_images=more), name) == "moving"


def test_file_that_is_too_large_is_refused_unread():
    assert refusal(b"\xff\xd8\xff" + b"\0" * MOST_BYTES) == "too_large"


@pytest.mark.slow
def test_largest_photo_that_is_allowed_fits_into_the_memory():
    content, *size = reencode(upload(picture("PNG", (8000, 6250)), "a.png"))

    assert max(size) == 1200


@given(content=st.binary(max_size=400), kind=st.sampled_from(["jpg", "png", "webp"]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_bytes_it_is_a_refusal_and_never_an_error(content, kind):
    start = {
        "jpg": b"\xff\xd8\xff",
        "png": b"\x89PNG\r\n\x1a\n",
        "webp": b"RIFF\0\0\0\0WEBP",
    }

    assert refusal(start[kind] + content, f"a.{kind}") == "broken"


def test_store_photo_names_nobody(member):
    participant = ParticipantFactory(workspace=member.workspace, name="Priya Nair")

    photo = store_photo(participant, upload(picture(), "priya.jpg"), by=member)

    participant.refresh_from_db()
    assert participant.photo == photo
    assert photo.file.name.startswith(f"workspaces/{member.workspace.pk}/photos/")
    assert "priya" not in photo.file.name
    with default_storage.open(photo.file.name) as stored:
        assert stored.read(3) == b"\xff\xd8\xff"
    assert AuditEvent.objects.get(action="photo_stored").object_id == participant.pk


def test_store_photo_that_is_refused_changes_nothing(member):
    participant = ParticipantFactory(workspace=member.workspace)

    with pytest.raises(PhotoRefused):
        store_photo(participant, upload(SVG, "me.svg"), by=member)

    assert Photo.objects.count() == 0
    assert participant.photo is None


def halves(size, turned=1):
    """A photo whose left half is red and right half blue."""
    written, image = io.BytesIO(), Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x0112] = turned
    image.save(written, "JPEG", exif=exif)
    return written.getvalue()


@pytest.mark.parametrize(
    ("square", "is_red"), [((0.2, 0.5, 1), True), ((0.9, 0.5, 0.5), False)]
)
def test_a_chosen_square_is_cut_out(square, is_red):
    content, *size = reencode(upload(halves((800, 400))), square)

    red, _green, blue = Image.open(io.BytesIO(content)).getpixel((50, 50))
    assert size == [400 * square[2]] * 2
    assert (red > blue) == is_red


def test_a_square_is_one_of_the_upright_photo():
    # On its side: what was left is above once it stands upright.
    content, *size = reencode(upload(halves((800, 400), turned=6)), (0.5, 0.1, 1))

    red, _green, blue = Image.open(io.BytesIO(content)).getpixel((200, 200))
    assert (size, red > blue) == ([400, 400], True)


def test_a_small_part_of_a_large_photo_stays_sharp():
    _content, *size = reencode(upload(picture(size=(4000, 3000))), (0.5, 0.5, 0.4))

    assert min(size) >= 1000


@pytest.mark.parametrize("square", [(9.0, -9.0, 1), (0.5, 0.5, 0.0001), (0.0, 1.0, 50)])
def test_a_square_beyond_the_photo_is_moved_into_it(square):
    _content, width, height = reencode(upload(picture()), square)

    assert width == height

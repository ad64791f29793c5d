"""Opens one untrusted picture in a process of its own; run by ``photos.py``, imports no Django.

Reads the picture from standard input, its kind as the first argument and, if only a square of it
is wanted, ``across,down,side`` as the second, and writes one line of JSON (``{"refused": reason}`` or ``{"width": w, "height": h}``) and then the new JPEG. What the decoder
might do when a picture attacks it is bounded: memory, processor time, and no new file
descriptor, so neither a file nor the network can be opened (trust.md A7.6).
"""

import io
import json
import resource
import sys
import warnings
from collections.abc import Callable

from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 12_000
MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 10
SIDE = 1200
# What is decoded for a small part of a picture, so that the part is sharp too.
MOST_SIDE = 3600
QUALITY = 86
ORIENTATION = 0x0112
# Its middle and its side, in fractions of the upright picture's width, height and shorter side.
Square = tuple[float, float, float]
PLUGINS: dict[str, Callable[[io.BytesIO], Image.Image]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
}


def main() -> None:
    picture = sys.stdin.buffer.read()
    _limit()
    try:
        square = _read_square(sys.argv[2]) if len(sys.argv) > 2 else None
        head, body = _reencode(picture, sys.argv[1], square)
    except Refused as refused:
        head, body = {"refused": str(refused)}, b""
    except MemoryError:
        head, body = {"refused": "too_many_pixels"}, b""
    except Exception:  # noqa: BLE001, S110 - whatever a broken file makes of a decoder
        head, body = {"refused": "broken"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


class Refused(Exception):
    """The picture is one that we do not take; the reason is a word of ``photos.REASONS``."""


def _limit() -> None:
    # All that Pillow would load later is loaded now: afterwards no file can be opened.
    Image.init()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _read_square(text: str) -> Square:
    across, down, side = (float(number) for number in text.split(","))
    return across, down, side


def _reencode(
    picture: bytes, kind: str, square: Square | None
) -> tuple[dict[str, object], bytes]:
    """Return what is known of the new picture, and the picture: upright, small, only pixels."""
    with _open(picture, kind) as image:
        turned = image.getexif().get(ORIENTATION, 1)
        most = _side_to_decode(image, square)
        image.draft("RGB", (most, most))
        image = image.convert("RGBA") if image.mode in ("1", "P", "PA") else image
        image.thumbnail((most, most), Image.Resampling.LANCZOS)
        small = _upright(_on_white(image), turned)
    if square:
        small = _cut(small, square)
        small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return {"width": small.width, "height": small.height}, written.getvalue()


def _side_to_decode(image: Image.Image, square: Square | None) -> int:
    if square is None:
        return SIDE
    wanted = SIDE / max(square[2], 0.05) * max(image.size) / max(min(image.size), 1)
    return min(int(wanted) + 1, MOST_SIDE)


def _cut(image: Image.Image, square: Square) -> Image.Image:
    across, down, part = square
    side = max(1, min(round(part * min(image.size)), *image.size))
    x = min(max(round(across * image.width - side / 2), 0), image.width - side)
    y = min(max(round(down * image.height - side / 2), 0), image.height - side)
    return image.crop((x, y, x + side, y + side))


def _open(picture: bytes, kind: str) -> Image.Image:
    """Parse the head only, and refuse by it, before a single pixel is decoded."""
    source = io.BytesIO(picture)
    # Not Image.open: it would call a phone's JPEG with a depth map a picture of several
    # frames. Only the first is ever looked at here.
    image = PLUGINS[kind](source)
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise Refused("too_many_pixels")
    if getattr(image, "n_frames", 1) > 1:
        raise Refused("moving")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """Copy the pixels to a new picture, which knows nothing of the old one's comments."""
    clean = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        clean.paste(layer, mask=layer.getchannel("A"))
    else:
        clean.paste(image.convert("RGB"))
    return clean


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = Image.Transpose
    steps = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_270,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_90,
    }
    return image.transpose(steps[orientation]) if orientation in steps else image


if __name__ == "__main__":
    main()

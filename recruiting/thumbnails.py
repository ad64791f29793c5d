"""Small copies of a photo for lists: made when it is stored, or when an old one is first asked for.

The photo has been re-encoded by us already, so it is opened here and not in a child process.
"""

import io
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from discovery.numbers import read_number

# Pixels on each side; a face of 56 points on a plain screen and on a sharp one.
SIZES = (96, 192)
QUALITY = 82


def thumbnail_name(name, size):
    """Beside the photo, under its name."""
    return str(PurePosixPath(name).with_suffix(f".{size}.jpg"))


def open_photo(photo, size):
    """The photo's file, or its copy of that ``size``, which comes from an address, if there is one."""
    number = read_number(size)
    return open_thumbnail(photo, number) if number in SIZES else photo.file.open("rb")


def open_thumbnail(photo, size):
    """The file of the photo's square copy, made now if nobody has made it."""
    name = thumbnail_name(photo.file.name, size)
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        return default_storage.open(make_thumbnail(photo, size))


def make_thumbnail(photo, size):
    """Store the square copy, and return its name."""
    with photo.file.open("rb") as stored, Image.open(stored) as picture:
        # What a face fills is the middle, a little above it on a tall picture.
        small = ImageOps.fit(picture.convert("RGB"), (size, size), centering=(0.5, 0.4))
    content = io.BytesIO()
    small.save(content, "JPEG", quality=QUALITY, optimize=True)
    name = thumbnail_name(photo.file.name, size)
    saved = default_storage.save(name, ContentFile(content.getvalue()))
    if saved != name:
        # Somebody asked at the same time. Under another name no erasure would find it.
        default_storage.delete(saved)
    return name


def names_with_thumbnails(name):
    """The photo's file and all its copies, for whoever deletes it."""
    return [name, *(thumbnail_name(name, size) for size in SIZES)]

"""Taking in a participant's photo: refused by its head, re-encoded elsewhere, stored privately."""

import json
import subprocess
import sys
import uuid
from pathlib import Path, PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from discovery.audit.operations import record
from recruiting.models import Photo
from recruiting.operations.consents import lock_participant
from recruiting.thumbnails import SIZES, make_thumbnail, names_with_thumbnails

MOST_BYTES = 15 * 1024 * 1024
DECODER = Path(__file__).with_name("photo_decoder.py")
# More than its 10 s of processor time, in case the machine is busy.
MOST_SECONDS = 30

KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
REASONS = {
    "empty": _("That file is empty. Please choose another photo."),
    "too_large": _("That file is larger than 15 MB. Please choose a smaller photo."),
    "kind": _(
        "That is not a photo we can take. Please choose a JPEG, PNG or WebP file."
    ),
    "mismatch": _(
        "That file is not what its name says. Please save it again as JPEG, PNG or WebP."
    ),
    "too_many_pixels": _(
        "That photo has more than 50 megapixels. Please choose a smaller one."
    ),
    "moving": _("That picture moves. Please choose a still photo."),
    "erased": _("This person was erased, so nothing about them is kept any more."),
    "broken": _("That photo cannot be opened. Please choose another one."),
}


class PhotoRefused(Exception):
    """A file is not taken as a photo; ``str()`` says why in words for the person who sent it."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

    def __str__(self):
        return str(REASONS[self.reason])


def store_photo(participant, upload, by, alt="", square=None):
    """Store an uploaded file as the participant's photo, or raise ``PhotoRefused``.

    ``upload`` is Django's uploaded file. Nothing of it is kept but the pixels (trust.md A7.5), and
    of these only ``square`` if there is one: its middle (across, down) and its side in fractions of
    the upright picture.
    """
    content, width, height = reencode(upload, square)
    # The name says whose tenant it is and nothing else.
    name = f"workspaces/{participant.workspace_id}/photos/{uuid.uuid4().hex}.jpg"
    name = default_storage.save(name, ContentFile(content))
    try:
        with transaction.atomic():
            if lock_participant(participant).is_erased:
                raise PhotoRefused("erased")
            photo = Photo.objects.create(
                workspace=participant.workspace,
                participant=participant,
                file=name,
                width=width,
                height=height,
                alt=alt[:200],
                uploaded_by=by,
            )
            participant.photo = photo
            participant.save(update_fields=["photo"])
            record("photo_stored", participant, by=by, fields=["photo"])
            for size in SIZES:
                make_thumbnail(photo, size)
    except BaseException:
        for stored in names_with_thumbnails(name):
            default_storage.delete(stored)
        raise
    return photo


def reencode(upload, square=None):
    """Return the JPEG, its width and its height of an uploaded file, or raise ``PhotoRefused``."""
    if upload.size > MOST_BYTES:
        raise PhotoRefused("too_large")
    picture = upload.read(MOST_BYTES + 1)
    if len(picture) > MOST_BYTES:
        raise PhotoRefused("too_large")
    if not picture:
        raise PhotoRefused("empty")
    return _decode(picture, _kind_of(upload.name, picture), square)


def _kind_of(name, picture):
    """Return the kind that both the file's name and its first bytes say."""
    kind = KINDS.get(PurePath(name or "").suffix.lower())
    if kind is None:
        raise PhotoRefused("kind")
    if _kind_by_bytes(picture) != kind:
        raise PhotoRefused("mismatch")
    return kind


def _kind_by_bytes(picture):
    if picture.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "WEBP"
    return None


def _decode(picture, kind, square):
    """Have a child process open the picture: if it dies or lingers, only it is lost."""
    cut = [",".join(f"{float(number):.6f}" for number in square)] if square else []
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(DECODER), kind, *cut],
            input=picture,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise PhotoRefused("broken") from error
    head, _newline, body = child.stdout.partition(b"\n")
    if child.returncode or not head:
        raise PhotoRefused("broken")
    told = json.loads(head)
    if "refused" in told:
        raise PhotoRefused(told["refused"])
    return body, told["width"], told["height"]

"""The parts of files on their way: one growing file for each upload, beside the media."""

import fcntl
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from interviews.media import EXTENSIONS

BLOCK = 64 * 1024


class PartsBusy(Exception):
    """Somebody else is writing them at this moment."""


class PartsLost(Exception):
    """They are not on this machine any more."""


class PartsTooLong(Exception):
    """More was sent than was announced or than may be sent at once."""


class PartsDamaged(Exception):
    """What arrived is not what was sent."""


class PartFile(File):
    """A second name of a complete file, which storage on the same disk may move away."""

    def temporary_file_path(self):
        return self.name


def parts_path(upload):
    return Path(settings.MEDIA_ROOT) / "parts" / upload.pk.hex


def stored_name(upload, extension):
    """Where the whole file goes; the same each time, so that a broken end can be repeated."""
    folder = f"workspaces/{upload.workspace_id}/recordings"
    return f"{folder}/{upload.pk.hex}{extension}"


@contextmanager
def held_parts(upload):
    """The file open for reading and writing, by one at a time, on this machine or another."""
    path = parts_path(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PartsBusy from error
        yield file


def append(file, stream, *, offset, most, checksum=None):
    """Write ``stream`` at ``offset`` and return how much it was; all of it counts or nothing.

    What lies beyond ``offset`` was written by a request that died before it was counted.
    """
    if file.seek(0, os.SEEK_END) < offset:
        raise PartsLost
    file.seek(offset)
    digest, length = hashlib.sha256(), 0
    while block := stream.read(BLOCK):
        length += len(block)
        if length > most:
            file.truncate(offset)
            raise PartsTooLong
        digest.update(block)
        file.write(block)
    if checksum is not None and digest.digest() != checksum:
        file.truncate(offset)
        raise PartsDamaged
    file.truncate()
    file.flush()
    os.fsync(file.fileno())
    return length


def digest_of(file):
    """The SHA-256 of a whole file, in hex."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def store(upload, extension):
    """Hand the whole to storage, without copying where that can be, and return its name.

    The parts stay until they are dropped: whatever goes wrong next, nothing is sent again.
    """
    name = stored_name(upload, extension)
    if default_storage.exists(name):
        # A former end of this upload died half-way.
        default_storage.delete(name)
    path = parts_path(upload)
    twin = path.with_name(f"{path.name}.whole")
    twin.unlink(missing_ok=True)
    try:
        with open(path, "rb") as file:
            return default_storage.save(name, _twin_of(file, path, twin))
    finally:
        twin.unlink(missing_ok=True)


def _twin_of(file, path, twin):
    """The file under a second name, or as it is on a disk that knows no second names."""
    try:
        os.link(path, twin)
    except OSError:
        return File(file, name=path.name)
    return PartFile(file, name=str(twin))


def drop_parts(upload):
    parts_path(upload).unlink(missing_ok=True)


def drop_all(upload):
    """Remove the parts, and a file that was stored by an end that died half-way."""
    drop_parts(upload)
    if upload.is_complete:
        for extension in EXTENSIONS:
            default_storage.delete(stored_name(upload, extension))


def drop_strays(known, before):
    """Remove parts that belong to no upload and were last touched before a moment."""
    folder = Path(settings.MEDIA_ROOT) / "parts"
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name not in known and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)

"""Files on their way: begun, sent in pieces over whatever connection there is, and complete.

A piece counts once it is on disk and its row says so; whoever lost our answer asks how far we
are and goes on from there. The whole is only taken if its checksum and its kind are right.
"""

import io
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.media import EXTENSIONS, NotMedia, inspect
from interviews.models import Interview, Recording, RecordingPolicy, RecordingUpload
from interviews.operations.parts import (
    PartsBusy,
    PartsLost,
    append,
    digest_of,
    drop_parts,
    held_parts,
    parts_path,
    store,
)
from interviews.operations.recordings import (
    GIGABYTE,
    drop_upload,
    end_of_keeping,
    policy_of,
    room_taken,
)
from interviews.operations.transcription import transcribe_if_wished
from interviews.operations.upload_refusals import UploadRefused

LARGEST_FILE = 10 * GIGABYTE
LARGEST_PIECE = 8 * 1024 * 1024
MOST_OPEN_AT_ONCE = 5
MOST_OF_A_TALK = 20
# Left free on the disk for everything else.
ROOM_LEFT = GIGABYTE // 2

_ending = threading.Lock()


class UploadElsewhere(Exception):
    """The file has come to another place than the sender thinks."""


class UploadIncomplete(Exception):
    """Parts of the file are missing."""


class UploadGone(UploadRefused):
    """It was stopped, or its consent or its participant went, while it was coming."""

    def __init__(self):
        super().__init__("lost")


@transaction.atomic
def begin_upload(*, interview, name, size, by):
    """Make room for a file that is to come, or raise ``UploadRefused``."""
    interview = _consenting(interview)
    if PurePath(name).suffix.lower() not in EXTENSIONS:
        raise UploadRefused("kind")
    if size == 0:
        raise UploadRefused("empty")
    if size > LARGEST_FILE:
        raise UploadRefused("too_large")
    if interview.recordings.kept().count() >= MOST_OF_A_TALK:
        raise UploadRefused("too_many")
    coming = RecordingUpload.objects.filter(uploaded_by=by, recording=None)
    if coming.count() >= MOST_OPEN_AT_ONCE:
        raise UploadRefused("too_many_open")
    _refuse_without_room(interview.workspace, size)
    return RecordingUpload.objects.create(
        workspace=interview.workspace,
        interview=interview,
        uploaded_by=by,
        name=name[-255:],
        size=size,
    )


def receive(*, upload, offset, stream, checksum=None):
    """Add a piece at ``offset`` and return the upload; two at once are refused, not mixed."""
    with held_parts(upload) as file:
        _refresh(upload)
        if offset != upload.received or upload.recording_id:
            raise UploadElsewhere
        most = min(LARGEST_PIECE, upload.size - offset)
        upload.received += append(
            file, stream, offset=offset, most=most, checksum=checksum
        )
        upload.touched_at = now()
        _change(upload, received=upload.received, touched_at=upload.touched_at)
    return upload


def finish_upload(*, upload, sha256=None, waits=False):
    """Turn a complete upload into a recording and return it. Asking again gives the same one.

    Unless it ``waits``, it raises ``PartsBusy`` where another file is just being taken.
    """
    if upload.recording_id:
        return upload.recording
    if not upload.is_complete:
        raise UploadIncomplete
    with _end(waits), held_parts(upload) as file:
        _refresh(upload)
        if upload.recording_id:
            drop_parts(upload)
            return upload.recording
        try:
            return _take(upload, file, sha256)
        except UploadRefused:
            drop_upload(upload)
            raise
        except PartsLost as error:
            drop_upload(upload)
            raise UploadRefused("lost") from error


def _refresh(upload):
    """Read the row again, now that nobody else writes the parts."""
    try:
        upload.refresh_from_db()
    except RecordingUpload.DoesNotExist as error:
        drop_parts(upload)
        raise UploadGone from error


def _change(upload, **fields):
    if not RecordingUpload.objects.filter(pk=upload.pk).update(**fields):
        drop_parts(upload)
        raise UploadGone


@contextmanager
def _end(waits):
    """One end at a time in a process: it takes seconds, and pages need the other threads."""
    if not _ending.acquire(blocking=waits):
        raise PartsBusy
    try:
        yield
    finally:
        _ending.release()


def take_small_file(*, interview, file, by):
    """Take a file that came in one request, from a browser without scripts."""
    upload = begin_upload(interview=interview, name=file.name, size=file.size, by=by)
    for piece in file.chunks(LARGEST_PIECE):
        receive(upload=upload, offset=upload.received, stream=io.BytesIO(piece))
    return finish_upload(upload=upload, waits=True)


@transaction.atomic
def stop_upload(*, upload):
    """Let go of a file that is not wanted any more, with all that has arrived of it."""
    drop_upload(upload)


def _take(upload, file, sha256):
    if parts_path(upload).stat().st_size < upload.size:
        raise PartsLost
    found = digest_of(file)
    if sha256 and found != sha256:
        raise UploadRefused("checksum")
    try:
        media = inspect(file, upload.name)
    except NotMedia as error:
        raise UploadRefused(error.reason) from error
    if known := _known(upload.interview, found):
        _change(upload, recording=known)
        drop_parts(upload)
        return known
    name = store(upload, media.extension)
    try:
        recording = _keep(upload, media, name, found)
    except UploadRefused:
        default_storage.delete(name)
        raise
    # After any other failure parts and file stay: perhaps it was kept, and else it is tried again.
    if recording.file.name != name:
        default_storage.delete(name)
    drop_parts(upload)
    return recording


def _known(interview, sha256):
    """The same file, if it has come before."""
    return interview.recordings.kept().filter(sha256=sha256).first()


@transaction.atomic
def _keep(upload, media, name, sha256):
    """Write the recording down, unless consent was taken back while the file was coming."""
    interview = _consenting(upload.interview)
    if known := _known(interview, sha256):
        # Two senders of the same file: the other was quicker.
        _change(upload, recording=known)
        return known
    recording = Recording.objects.create(
        workspace=upload.workspace,
        interview=interview,
        medium=media.medium,
        file=name,
        name=upload.name,
        content_type=media.content_type,
        size=upload.size,
        sha256=sha256,
        duration_ms=media.duration_ms,
        uploaded_by=upload.uploaded_by,
        keep_until=end_of_keeping(policy_of(upload.workspace)),
    )
    _change(upload, recording=recording)
    record("recording_added", recording, by=upload.uploaded_by)
    transcribe_if_wished(recording=recording, by=upload.uploaded_by)
    publish(f"interview:{interview.pk}", "recordings")
    return recording


def _consenting(interview):
    """The interview's row, held, if its participant agreed to be recorded (C3)."""
    rows = Interview.objects.select_for_update(of=["self"], no_key=True)
    interview = rows.select_related("participant", "workspace").get(pk=interview.pk)
    if interview.recording_agreed_at is None or interview.participant.is_erased:
        raise UploadRefused("consent")
    return interview


def _refuse_without_room(workspace, size):
    policy = policy_of(workspace)
    # Held until the row is written, so that two cannot both take the last room.
    RecordingPolicy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    if room_taken(workspace) + size > policy.most_gigabytes * GIGABYTE:
        raise UploadRefused("full")
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < size + ROOM_LEFT:
        raise UploadRefused("full")

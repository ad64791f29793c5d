"""Recordings: kept only with consent, only for a time, and heard only by who may (C3, C4)."""

import calendar
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate, now

from discovery.audit.models import AuditEvent
from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Interview, Recording, RecordingPolicy, RecordingUpload
from interviews.operations.parts import drop_all
from recruiting.models import Consent

GIGABYTE = 1024**3
# Listening is written down once per person and hour: a player asks many times a minute (A15.3).
BETWEEN_LISTENINGS = timedelta(hours=1)


def policy_of(workspace):
    """The workspace's rules for recordings; the defaults until an admin has set others."""
    policy, _is_new = RecordingPolicy.objects.get_or_create(workspace=workspace)
    return policy


def room_taken(workspace):
    """The bytes that recordings and files on their way take up."""
    kept = Recording.objects.filter(workspace=workspace).kept()
    coming = RecordingUpload.objects.filter(workspace=workspace, recording=None)
    sums = [rows.aggregate(sum=Sum("size"))["sum"] or 0 for rows in (kept, coming)]
    return sum(sums)


def end_of_keeping(policy, today=None):
    """The last day of something that is kept from today."""
    today = today or localdate()
    months = today.month - 1 + policy.keep_months
    year, month = today.year + months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return today.replace(year=year, month=month, day=min(today.day, last))


@transaction.atomic
def change_policy(*, policy, fields, by):
    """Save the rules. What is kept already keeps its own day, until somebody changes it."""
    policy.save(update_fields=fields)
    record("recording_policy_changed", policy, by=by, fields=fields)
    return policy


@transaction.atomic
def keep_longer(*, recording, by):
    """Keep a recording for another whole period from today."""
    recording = _locked(recording)
    if recording.deleted_at is None:
        recording.keep_until = end_of_keeping(policy_of(recording.workspace))
        recording.save(update_fields=["keep_until"])
        record("recording_kept_longer", recording, by=by, fields=["keep_until"])
    return recording


@transaction.atomic
def set_beginning(*, recording, offset_ms, by):
    """Say where the talk's clock stood when the recording began."""
    recording = _locked(recording)
    recording.offset_ms = offset_ms
    recording.save(update_fields=["offset_ms"])
    recording.transcripts.update(offset_ms=offset_ms)
    record("recording_placed", recording, by=by, fields=["offset_ms"])
    return recording


@transaction.atomic
def delete_recording(*, recording, by=None, reason=""):
    """Take the file away for good; the row stays as proof that there was one."""
    recording = _locked(recording)
    if recording.deleted_at is None:
        recording.deleted_at = now()
        recording.name = ""
        recording.save(update_fields=["deleted_at", "name"])
        recording.transcripts.filter(state__in=["waiting", "running"]).delete()
        record("recording_deleted", recording, by=by, reason=reason)
        transaction.on_commit(lambda: remove_file(recording), robust=True)
        publish(f"interview:{recording.interview_id}", "recordings")
    return recording


def remove_file(recording):
    """Delete the file of a deleted recording; if storage is away, the sweep tries again."""
    if recording.file:
        default_storage.delete(recording.file.name)
    Recording.objects.filter(pk=recording.pk).update(file="")


def note_listening(*, recording, by):
    """Write down that somebody hears a recording, once an hour at most."""
    since = now() - BETWEEN_LISTENINGS
    told = AuditEvent.objects.filter(
        workspace=recording.workspace_id,
        object_type=recording._meta.label_lower,
        object_id=recording.pk,
        action="recording_heard",
        actor_id=by.pk,
        at__gt=since,
    )
    if not told.exists():
        record("recording_heard", recording, by=by)


@transaction.atomic
def withdraw_recordings(*, interviews, reason, by=None):
    """Delete all that was recorded, is on its way, or was written down from it by itself."""
    # Whoever is just taking a file in holds its interview: what they take is deleted as well.
    held = Interview.objects.select_for_update(no_key=True).order_by("pk")
    interviews = list(held.filter(pk__in=[interview.pk for interview in interviews]))
    rows = Recording.objects.filter(interview__in=interviews).kept()
    for recording in rows.select_related("workspace"):
        recording.transcripts.filter(source="auto").delete()
        delete_recording(recording=recording, by=by, reason=reason)
    for upload in RecordingUpload.objects.filter(interview__in=interviews):
        drop_upload(upload)


@transaction.atomic
def drop_upload(upload):
    """Forget an upload, and what is on disk of it once that has committed."""
    if is_coming(upload):
        transaction.on_commit(lambda: drop_all(upload), robust=True)
    RecordingUpload.objects.filter(pk=upload.pk).delete()


def is_coming(upload):
    """Whether it has become no recording, nor does so before this transaction ends."""
    rows = RecordingUpload.objects.select_for_update(of=["self"]).filter(pk=upload.pk)
    return list(rows.values_list("recording_id", flat=True)) == [None]


def wipe_recordings(sender, participant, **signal):
    """An erased person is heard nowhere (C5)."""
    withdraw_recordings(
        interviews=participant.interviews.all(), reason="participant erased"
    )


def follow_consent(sender, participant, purpose, **signal):
    """Whoever takes back their yes to recordings takes back what was recorded."""
    if purpose != Consent.Purpose.RECORDING:
        return
    interviews = Interview.objects.filter(participant=participant)
    withdraw_recordings(interviews=interviews, reason="consent withdrawn")
    interviews.update(recording_agreed_at=None, recording_agreed_by=None)


@transaction.atomic
def end_recording(recording):
    """Delete a recording, unless somebody has just said to keep it longer."""
    recording = _locked(recording)
    if recording.keep_until < localdate():
        delete_recording(recording=recording, reason="kept long enough")


def _locked(recording):
    rows = Recording.objects.select_for_update(of=["self"], no_key=True)
    return rows.select_related("workspace").get(pk=recording.pk)

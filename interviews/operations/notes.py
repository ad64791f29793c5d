"""What is written down in the room. The history of a note is its versions, not the audit trail."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Note, NoteVersion, Nudge
from interviews.transcripts.passages import blot_like
from recruiting.models import Participant

LONGEST_NOTE = 100_000
# A note may wait this long on a device without a connection and still find its minute.
LONGEST_WAIT = timedelta(days=14)


class NoteEmpty(Exception):
    """There is nothing in it."""


class NoteTooLong(Exception):
    """A note is a line of a talk; this one would have to be split."""


class ParticipantErased(Exception):
    """The participant's words may not be kept any more."""


@transaction.atomic
def add_note(
    *, interview, client_id, kind, text, by, age=timedelta(0), second=None, marks=()
):
    """Add a note that was written ``age`` ago. The same ``client_id`` again adds no other.

    ``second`` is when it was by the browser's count of the talk; notes that were sent slowly
    keep their order by it. ``marks`` are names of the fields that are set on it from the start.
    """
    text = _clean(text)
    refuse_erased(interview.participant_id)
    # Whoever else adds one here waits for the participant's row, so none can come in between.
    if known := Note.objects.filter(interview=interview, client_id=client_id).first():
        return _keep_other_words(lock_note(known), kind, text, by)
    note = Note.objects.create(
        workspace=interview.workspace,
        interview=interview,
        author=by,
        client_id=client_id,
        kind=kind,
        text=text,
        second=_second(interview, age, second),
        **dict.fromkeys(marks, True),
    )
    keep_version(note, by)
    tell_of_note(note)
    return note


@transaction.atomic
def edit_note(*, note, kind, text, version, edit_id, by):
    """Save a new text over ``version`` and return ``(note, copy)``.

    ``copy`` is None, unless the text was changed elsewhere since that version: then nothing is
    overwritten, and what was written here is kept beside it as a note of its own. ``edit_id``
    becomes the name of that copy, so that the same edit makes one copy however often it comes.
    An edit that was saved already, but whose answer was lost, is known by its words: it changes
    nothing, whatever was written over it since.
    """
    text = _clean(text)
    refuse_erased(note.interview.participant_id)
    note = lock_note(note)
    if (note.text, note.kind) == (text, kind) and note.deleted_at is None:
        return note, None
    since = note.versions.filter(number__gt=version)
    if since.filter(text=text, kind=kind, saved_by=by).exists():
        return note, None
    if note.deleted_at is not None or _is_outdated(note, version):
        return note, _copy_beside(note, kind, text, edit_id, by)
    note.kind, note.text = kind, text
    note.is_hint_dismissed = False
    save_note(note, ["kind", "text", "is_hint_dismissed"])
    keep_version(note, by)
    return note, None


@transaction.atomic
def delete_note(*, note, by):
    """Take a note out of the room; it can be brought back."""
    note = lock_note(note)
    if note.deleted_at is None:
        note.deleted_at = now()
        save_note(note, ["deleted_at"])
        record("note_deleted", note, by=by)
    return note


@transaction.atomic
def restore_note(*, note, by):
    """Bring a deleted note back."""
    note = lock_note(note)
    if note.deleted_at is not None:
        note.deleted_at = None
        save_note(note, ["deleted_at"])
        record("note_restored", note, by=by)
    return note


@transaction.atomic
def restore_version(*, note, number, by):
    """Bring back the words of an earlier version, as a new one; nothing of the history goes."""
    note = lock_note(note)
    earlier = note.versions.get(number=number)
    if (note.text, note.kind) == (earlier.text, earlier.kind):
        return note
    refuse_erased(note.interview.participant_id)
    note.kind, note.text = earlier.kind, earlier.text
    save_note(note, ["kind", "text"])
    keep_version(note, by)
    return note


def wipe_notes(sender, participant, **kwargs):
    """Empty every word that was written down about an erased participant (trust.md C5)."""
    notes = Note.objects.filter(interview__participant=participant)
    NoteVersion.objects.filter(note__in=notes).update(text="")
    Nudge.objects.filter(interview__participant=participant).update(text="")
    for note in notes.exclude(text=""):
        note.text = ""
        save_note(note, ["text"])
    for pk in participant.interviews.values_list("pk", flat=True):
        publish(f"interview:{pk}", "room")


def _clean(text):
    # PostgreSQL stores no NUL; browsers send CRLF.
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise NoteEmpty
    if len(text) > LONGEST_NOTE:
        raise NoteTooLong
    return text


def _keep_other_words(note, kind, text, by):
    """Save words that came under the name of a known note, unless it has held them before.

    A device that crashed after sending may go on with what it believes to be a draft.
    """
    text = blot_like(text, note.text)
    if note.author_id != by.pk or note.versions.filter(text=text).exists():
        return note
    note.kind, note.text = kind, text
    save_note(note, ["kind", "text"])
    keep_version(note, by)
    return note


def refuse_erased(participant_id):
    """Raise ``ParticipantErased``; an erasure that is under way now waits until we are done."""
    people = Participant.objects.select_for_update(no_key=True)
    if people.only("erased_at").get(pk=participant_id).is_erased:
        raise ParticipantErased


def lock_note(note):
    """The note's row as it is now, held until the transaction ends."""
    rows = Note.objects.select_for_update(no_key=True, of=["self"])
    return rows.select_related("interview", "author__user").get(pk=note.pk)


def _is_outdated(note, version):
    """Whether the words changed after ``version``; a mark that somebody set changes no words."""
    return note.versions.filter(number__gt=version).exists()


def _second(interview, age, second):
    """When in the talk it was written; never before its beginning, never in the future."""
    if interview.started_at is None:
        return 0
    elapsed = max(int((now() - interview.started_at).total_seconds()), 0)
    if second is not None:
        return min(second, elapsed + 1)
    age = min(max(age, timedelta(0)), LONGEST_WAIT)
    written_at = now() - age
    return max(int((written_at - interview.started_at).total_seconds()), 0)


def _copy_beside(note, kind, text, edit_id, by):
    """Keep what was written over an outdated version as a note of its own, once.

    What was redacted since then does not come back with it.
    """
    text = blot_like(text, note.text)
    copy, is_new = Note.objects.get_or_create(
        interview=note.interview,
        client_id=edit_id,
        defaults={
            "workspace": note.workspace,
            "author": by,
            "kind": kind,
            "text": text,
            "second": note.second,
            "conflict_of": note,
        },
    )
    if is_new:
        keep_version(copy, by)
        tell_of_note(copy)
    return copy


def save_note(note, fields):
    """Save these fields as a new version, and tell the room."""
    note.version += 1
    note.updated_at = now()
    note.save(update_fields=[*fields, "version", "updated_at"])
    tell_of_note(note)


def keep_version(note, by):
    """Keep the words of a note as they are now among its versions."""
    NoteVersion.objects.create(
        workspace=note.workspace,
        note=note,
        number=note.version,
        kind=note.kind,
        text=note.text,
        saved_by=by,
    )


def tell_of_note(note):
    """Say that there is a note, or a new version of it; whoever listens reads it themselves."""
    channel = f"interview:{note.interview_id}"
    publish(channel, "note", id=note.pk, version=note.version, by=note.author_id)
    if note.is_listed:
        publish(channel, "listed")

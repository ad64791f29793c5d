"""Automatic transcription: a row that waits, a worker that claims it, an engine that hears it.

One at a time in the whole installation, so that mail is never behind a talk of two hours.
"""

import logging
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import Error, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.audit.operations import record
from discovery.celery import enqueue
from discovery.live.operations import publish
from interviews.engines import Address, EngineFailed, Program
from interviews.models import RecordingPolicy, Transcript
from interviews.operations.notes import ParticipantErased, refuse_erased
from interviews.operations.transcripts import fill_transcript

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 4
# A worker says so often that it is still at it, and counts as dead after that silence.
SIGN_OF_LIFE = 20
SILENCE = timedelta(minutes=2)
# Between attempts: a minute, four, nine.
FIRST_WAIT = timedelta(minutes=1)
ONE_AT_A_TIME = 8_117  # the key of the lock in PostgreSQL

TROUBLES = {
    "large": _("The recording is larger than the transcription service takes."),
    "busy": _("The transcription service is overloaded. Try again later."),
    "away": _("The transcription service did not answer. Try again later."),
    "refused": _(
        "The transcription service refused the recording. An admin should look at its settings."
    ),
    "answer": _("What the transcription service answered could not be read."),
    "program": _(
        "The transcription program failed. An admin should look at its settings."
    ),
    "gone": _("The recording is not there any more."),
}


def engine():
    """What transcribes here; None unless the environment names something."""
    if settings.TRANSCRIPTION_COMMAND:
        folder = Path(settings.MEDIA_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        return Program(settings.TRANSCRIPTION_COMMAND, folder)
    if settings.TRANSCRIPTION_URL:
        return Address(
            settings.TRANSCRIPTION_URL,
            settings.TRANSCRIPTION_KEY,
            settings.TRANSCRIPTION_MODEL,
        )
    return None


def is_possible():
    return bool(settings.TRANSCRIPTION_COMMAND or settings.TRANSCRIPTION_URL)


def transcribe_if_wished(*, recording, by):
    """Have a new recording transcribed, if the workspace wants that of all."""
    wished = RecordingPolicy.objects.filter(
        workspace=recording.workspace, is_transcribed=True
    )
    if is_possible() and wished.exists():
        ask_for_transcript(recording=recording, by=by)


@transaction.atomic
def ask_for_transcript(*, recording, by):
    """Put a recording in the queue. Asking again starts a failed one anew and changes no other."""
    transcript, is_new = Transcript.objects.get_or_create(
        recording=recording,
        source="auto",
        defaults={
            "workspace": recording.workspace,
            "interview": recording.interview,
            "name": recording.name,
            "offset_ms": recording.offset_ms,
            "added_by": by,
            "state": Transcript.State.WAITING,
        },
    )
    failed = Transcript.objects.filter(pk=transcript.pk, state=Transcript.State.FAILED)
    again = failed.update(
        state=Transcript.State.WAITING, attempts=0, trouble="", claimed_at=None
    )
    if is_new or again:
        record("transcript_asked_for", recording, by=by)
        enqueue("interviews.transcribe", transcript.pk)
        _tell(transcript)
    return transcript


def transcribe(*, transcript_id):
    """Hear one recording, unless it has been heard, or another is being heard right now."""
    transcriber = engine()
    transcript = _claim(transcript_id) if transcriber else None
    if transcript is None:
        return
    _tell(transcript)
    try:
        with _signs_of_life(transcript):
            segments = _hear(transcriber, transcript.recording)
    except EngineFailed as error:
        _note_failure(transcript, error)
    else:
        _keep(transcript, segments)


def sweep_transcriptions():
    """Hand out the oldest that no worker has taken, or that its worker has lost."""
    if is_possible():
        _give_up()
        oldest = _due().order_by("pk").values_list("pk", flat=True).first()
        if oldest:
            enqueue("interviews.transcribe", oldest)


def _give_up():
    """What has cost a worker its life each time would do so again, for hours each."""
    running = Transcript.objects.filter(source="auto", state=Transcript.State.RUNNING)
    lost = running.filter(claimed_at__lt=now() - SILENCE, attempts__gte=MOST_ATTEMPTS)
    lost.update(state=Transcript.State.FAILED, trouble=str(TROUBLES["program"]))


def _due():
    State = Transcript.State
    moment = now()
    waited = Q(claimed_at=None)
    for attempts in range(1, MOST_ATTEMPTS + 1):
        since = moment - FIRST_WAIT * attempts**2
        waited |= Q(attempts=attempts, claimed_at__lt=since)
    lost = Q(
        state=State.RUNNING,
        claimed_at__lt=moment - SILENCE,
        attempts__lt=MOST_ATTEMPTS,
    )
    return Transcript.objects.filter(
        Q(state=State.WAITING) & waited | lost, source="auto"
    )


@transaction.atomic
def _claim(transcript_id):
    with connection.cursor() as cursor:
        # So that two workers do not both find that nobody is at it.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    State = Transcript.State
    busy = Transcript.objects.filter(
        state=State.RUNNING, claimed_at__gte=now() - SILENCE
    )
    if busy.exists():
        return None
    mine = _due().filter(pk=transcript_id)
    if not mine.update(
        state=State.RUNNING, claimed_at=now(), attempts=F("attempts") + 1
    ):
        return None
    return Transcript.objects.select_related("recording", "interview").get(
        pk=transcript_id
    )


def _hear(transcriber, recording):
    if recording is None or recording.deleted_at is not None:
        raise EngineFailed("gone")
    try:
        with default_storage.open(recording.file.name, "rb") as file:
            return transcriber.transcribe(
                file,
                name=Path(recording.file.name).name,
                content_type=recording.content_type,
                size=recording.size,
            )
    except FileNotFoundError as error:
        raise EngineFailed("gone") from error


@contextmanager
def _signs_of_life(transcript):
    """Renew the claim while the engine is at work, in a thread and connection of its own."""
    is_over = threading.Event()
    mine = Transcript.objects.filter(pk=transcript.pk, attempts=transcript.attempts)

    def renew():
        while not is_over.wait(SIGN_OF_LIFE):
            try:
                mine.filter(state=Transcript.State.RUNNING).update(claimed_at=now())
            except Error:
                # A moment without the database is no death: there is time for some more signs.
                logger.warning("A sign of life was lost", exc_info=True)
            close_old_connections()
        connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@transaction.atomic
def _keep(transcript, segments):
    """Write it down, unless it was taken away or taken over in the meantime."""
    try:
        # The person's row comes first, as in an erasure: neither then waits for the other.
        refuse_erased(transcript.interview.participant_id)
        if _still_ours(transcript):
            fill_transcript(transcript=transcript, segments=segments)
    except ParticipantErased:
        transcript.delete()


def _note_failure(transcript, error):
    logger.warning("Transcript %s: %s", transcript.pk, error.reason)
    may_try_again = error.may_try_again and transcript.attempts < MOST_ATTEMPTS
    State = Transcript.State
    with transaction.atomic():
        if _still_ours(transcript):
            transcript.state = State.WAITING if may_try_again else State.FAILED
            transcript.trouble = str(TROUBLES[error.reason])
            transcript.claimed_at = now()
            transcript.save(update_fields=["state", "trouble", "claimed_at"])
            _tell(transcript)


def _still_ours(transcript):
    mine = Transcript.objects.select_for_update(no_key=True).filter(
        pk=transcript.pk,
        state=Transcript.State.RUNNING,
        attempts=transcript.attempts,
    )
    return mine.exists()


def _tell(transcript):
    publish(f"interview:{transcript.interview_id}", "transcripts")

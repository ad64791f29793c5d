"""Transcripts: taken in, written by a machine, their speakers named, taken away."""

import hashlib

from django.db import IntegrityError, transaction

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Speaker, Transcript, Utterance
from interviews.operations.notes import refuse_erased
from interviews.operations.skills import review_soon
from interviews.transcripts import arrange, read_transcript
from interviews.transcripts.decoding import storable
from interviews.transcripts.people import guess_people

IN_ONE_STATEMENT = 2_000
LONGEST_FILE_NAME = 255


def add_transcript(*, interview, name, data, by, recording=None):
    """Read a file and keep its words. The same file again adds nothing.

    Raises ``TranscriptUnreadable`` or ``ParticipantErased``.
    """
    reading = read_transcript(data, name)
    recording = recording or only_recording(interview)
    sha256 = hashlib.sha256(data).hexdigest()
    if known := interview.transcripts.filter(sha256=sha256).first():
        return known
    transcript = Transcript(
        workspace=interview.workspace,
        interview=interview,
        recording=recording,
        name=_file_name(name),
        source=reading.source,
        language=reading.language,
        encoding=reading.encoding,
        offset_ms=recording.offset_ms if recording else 0,
        sha256=sha256,
        added_by=by,
    )
    try:
        with transaction.atomic():
            transcript.save()
            save_utterances(
                transcript=transcript, said=reading.said, warnings=reading.warnings
            )
            record("transcript_added", transcript, by=by)
    except IntegrityError:
        # Somebody else was quicker with the same file.
        return interview.transcripts.get(sha256=sha256)
    return transcript


@transaction.atomic
def fill_transcript(*, transcript, segments):
    """Write what a machine has heard into ``transcript``, in place of what stood there.

    ``segments`` are ``{"start_ms", "end_ms", "speaker", "text"}``; all but the text may be None.
    """
    pieces = [
        (
            " ".join(storable(segment.get("speaker") or "").split()),
            segment.get("start_ms"),
            segment.get("end_ms"),
            " ".join(storable(segment["text"]).split()),
        )
        for segment in segments
    ]
    pieces = [piece for piece in pieces if piece[3]]
    said, warnings = arrange(pieces, is_of_recording=True)
    transcript.utterances.all().delete()
    transcript.speakers.all().delete()
    return save_utterances(transcript=transcript, said=said, warnings=warnings)


@transaction.atomic
def save_utterances(*, transcript, said, warnings=()):
    """Store utterances in an empty transcript, guess who speaks, and mark it as ready."""
    interview = transcript.interview
    refuse_erased(interview.participant_id)
    speakers = _make_speakers(transcript, {words.speaker: 1 for words in said})
    Utterance.objects.bulk_create(
        (
            Utterance(
                workspace=transcript.workspace,
                transcript=transcript,
                speaker=speakers.get(words.speaker),
                position=position,
                starts_ms=words.starts_ms,
                ends_ms=words.ends_ms,
                text=words.text,
            )
            for position, words in enumerate(said)
        ),
        batch_size=IN_ONE_STATEMENT,
    )
    times = [t for words in said for t in words[1:3] if t is not None]
    transcript.is_timed = bool(times)
    transcript.duration_ms = max(times, default=None)
    transcript.word_count = sum(len(words.text.split()) for words in said)
    transcript.warnings = [list(warning) for warning in warnings]
    transcript.state, transcript.trouble = Transcript.State.READY, ""
    transcript.version += 1
    transcript.save()
    review_soon(interview)
    publish(f"interview:{interview.pk}", "transcripts")
    return transcript


@transaction.atomic
def name_speakers(*, transcript, people, by):
    """Say who is who. ``people`` are ``(part, membership or None)`` by the speaker's key."""
    changed = []
    for speaker in transcript.speakers.select_for_update(no_key=True):
        part, membership = people.get(
            speaker.pk, (speaker.part, speaker.membership_id and speaker.membership)
        )
        if (speaker.part, speaker.membership) != (part, membership):
            speaker.part, speaker.membership = part, membership
            changed.append(speaker)
    if changed:
        Speaker.objects.bulk_update(changed, ["part", "membership"])
        record("speakers_named", transcript, by=by, fields=["part", "membership"])
        review_soon(transcript.interview)
        publish(f"interview:{transcript.interview_id}", "transcripts")
    return transcript


@transaction.atomic
def delete_transcript(*, transcript, by):
    """Take a transcript away; the quotes that were kept from it stay as notes."""
    record("transcript_deleted", transcript, by=by)
    interview_id = transcript.interview_id
    interview = transcript.interview
    transcript.delete()
    review_soon(interview)
    publish(f"interview:{interview_id}", "transcripts")


def wipe_transcripts(sender, participant, **signal):
    """Delete every word that an erased participant was heard to say (trust.md C5)."""
    Transcript.objects.filter(interview__participant=participant).delete()


def only_recording(interview):
    """What a transcript belongs to when nobody says: the one recording that there is."""
    kept = interview.recordings.kept()[:2]
    return kept[0] if len(kept) == 1 else None


def _file_name(name):
    """The file's own name without folders, as long as there is room."""
    tidy = storable(name).replace("\\", "/").rpartition("/")[2].strip()
    stem, dot, kind = tidy.rpartition(".")
    return f"{stem[: LONGEST_FILE_NAME - 10]}{dot}{kind[:9]}"


def _make_speakers(transcript, names):
    names = [name for name in names if name]
    interview = transcript.interview
    attendances = interview.attendances.select_related("user")
    members = {row.membership_id: row.user.name for row in attendances}
    guesses = guess_people(names, members, interview.participant.name)
    speakers = Speaker.objects.bulk_create(
        Speaker(
            workspace=transcript.workspace,
            transcript=transcript,
            name=name,
            part=guesses[name].part,
            membership_id=guesses[name].member,
        )
        for name in names
    )
    return {speaker.name: speaker for speaker in speakers}

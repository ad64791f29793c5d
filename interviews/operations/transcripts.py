"""Transcripts: taken in, written by a machine, their speakers named, taken away."""

from django.db import transaction

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Speaker, Transcript, Utterance
from interviews.operations.notes import ParticipantErased
from interviews.transcripts import Said, Warned, arrange
from interviews.transcripts.people import guess_people

IN_ONE_STATEMENT = 2_000


@transaction.atomic
def fill_transcript(*, transcript, segments):
    """Write what a machine has heard into ``transcript``, in place of what stood there.

    ``segments`` are ``{"start_ms", "end_ms", "speaker", "text"}``; all but the text may be None.
    """
    pieces = [
        Said(
            " ".join((segment.get("speaker") or "").replace("\x00", "").split()),
            segment.get("start_ms"),
            segment.get("end_ms"),
            " ".join(segment["text"].replace("\x00", "").split()),
        )
        for segment in segments
    ]
    said, warnings = arrange([piece for piece in pieces if piece.text])
    transcript.utterances.all().delete()
    transcript.speakers.all().delete()
    return save_utterances(transcript=transcript, said=said, warnings=warnings)


@transaction.atomic
def save_utterances(*, transcript, said, warnings=()):
    """Store utterances in an empty transcript, guess who speaks, and mark it as ready."""
    interview = transcript.interview
    if interview.participant.is_erased:
        raise ParticipantErased
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
    times = [
        t for words in said for t in (words.starts_ms, words.ends_ms) if t is not None
    ]
    transcript.is_timed = bool(times)
    transcript.duration_ms = max(times, default=None)
    transcript.word_count = sum(len(words.text.split()) for words in said)
    transcript.warnings = [list(warning) for warning in warnings]
    transcript.state, transcript.trouble = Transcript.State.READY, ""
    transcript.version += 1
    transcript.save()
    publish(f"interview:{interview.pk}", "transcripts")
    return transcript


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

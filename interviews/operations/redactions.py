"""Words taken out of a talk for good, wherever they have been copied to (F151).

The words go everywhere; the sound does not: a player leaves the seconds out, while the file of
the recording still holds them until it is deleted.
"""

from django.db import transaction
from django.db.models import Q

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Highlight, Interview, Note, Redaction, Transcript
from interviews.operations.highlights import join_words, read_range
from interviews.operations.redacted_copies import blot_note
from interviews.operations.skills import review_soon
from interviews.operations.transcripts import only_recording
from interviews.signals import words_redacted, words_sought
from interviews.transcripts.passages import find_passages, passages_of
from interviews.transcripts.ranges import blot


@transaction.atomic
def redact_words(*, first, starts_at, last, ends_at, by, reason=""):
    """Overwrite words in the transcript, and wherever else in the talk and its story they stand.

    What remains is a blot of the same length, so that all other marks stay where they are, and
    the seconds, which a player leaves out. A word that tells nothing by itself is only blotted
    where the same words stand around it. Returns the redactions, one for each utterance.
    """
    interview = first.transcript.interview
    transcripts = Transcript.objects.select_for_update(no_key=True)
    transcripts = list(transcripts.filter(interview=interview).order_by("pk"))
    parts = read_range(first, starts_at, last, ends_at)
    words = _passages(parts)
    redactions = []
    for transcript in transcripts:
        is_selected = transcript.pk == first.transcript_id
        here = parts if is_selected else []
        here = [*here, *_places_beside(transcript, words, here, is_selected)]
        if here:
            redactions += _blot_parts(transcript, here, reason, by)
            record("words_redacted", transcript, by=by, fields=["text"])
    words_redacted.send(sender=Interview, interview=interview, words=words, by=by)
    review_soon(interview)
    publish(f"interview:{interview.pk}", "transcripts")
    return redactions


def count_elsewhere(*, first, starts_at, last, ends_at):
    """In how many places besides the selected one the words would be blotted as well."""
    interview = first.transcript.interview
    parts = read_range(first, starts_at, last, ends_at)
    words = _passages(parts)
    places = 0
    for transcript in interview.transcripts.all():
        is_selected = transcript.pk == first.transcript_id
        here = parts if is_selected else []
        places += len(_places_beside(transcript, words, here, is_selected))
    answers = words_sought.send(sender=Interview, interview=interview, words=words)
    return places + sum(count for _receiver, count in answers)


def _passages(parts):
    return [
        passage
        for utterance, begins, until in parts
        for passage in passages_of(utterance.text, begins, until)
    ]


def _places_beside(transcript, words, selected, is_selected):
    """Where the words stand in a transcript besides the selected parts.

    In the same transcript, which is no copy of itself, only those that tell something count.
    """
    if is_selected:
        words = [passage for passage in words if passage.is_telling]
    if not words:
        return []
    taken = {utterance.pk: (begins, until) for utterance, begins, until in selected}
    places = []
    for utterance in transcript.utterances.select_related("speaker", "transcript"):
        starts_at, ends_at = taken.get(utterance.pk, (0, 0))
        for begins, until in find_passages(utterance.text, words):
            if until <= starts_at or begins >= ends_at:
                places.append((utterance, begins, until))
    return places


def _blot_parts(transcript, parts, reason, by):
    """Blot the parts of one transcript, and read the quotes over them again."""
    redactions = [
        _keep_range(transcript, utterance, begins, until, reason, by)
        for utterance, begins, until in parts
    ]
    for utterance, begins, until in parts:
        # Another part may lie in the same utterance.
        text = transcript.utterances.values_list("text", flat=True).get(pk=utterance.pk)
        utterance.text = blot(text, begins, until)
        utterance.save(update_fields=["text"])
    _redact_quotes(transcript, parts, by)
    transcript.version += 1
    # The player leaves the seconds out only of a recording that the transcript belongs to.
    transcript.recording = transcript.recording or only_recording(transcript.interview)
    transcript.save(update_fields=["version", "recording"])
    return redactions


def _keep_range(transcript, utterance, starts_at, ends_at, reason, by):
    starts_ms, ends_ms = utterance.moment_of(starts_at), utterance.moment_of(ends_at)
    return Redaction.objects.create(
        workspace=transcript.workspace,
        transcript=transcript,
        utterance=utterance,
        starts_at=starts_at,
        ends_at=ends_at,
        starts_ms=starts_ms,
        ends_ms=ends_ms,
        reason=reason,
        made_by=by,
    )


def _redact_quotes(transcript, parts, by):
    """The quotes that overlap the words are read from the transcript again."""
    positions = [utterance.position for utterance, _begins, _until in parts]
    touched = Highlight.objects.filter(
        transcript=transcript,
        first__position__lte=max(positions),
        last__position__gte=min(positions),
    )
    for highlight in touched.select_related("first", "last"):
        before = highlight.text
        after = join_words(
            read_range(
                highlight.first, highlight.starts_at, highlight.last, highlight.ends_at
            )
        )
        if after != before:
            highlight.text = after
            highlight.save(update_fields=["text"])
            if highlight.note_id:
                _redact_notes(highlight.note_id, before, after, by)


def _redact_notes(note_id, before, after, by):
    """A quote's note, and what was written over it on two devices at once."""
    copies = Q(pk=note_id) | Q(conflict_of=note_id)
    notes = Note.objects.filter(copies).select_related("interview")
    for note in notes.select_for_update(no_key=True, of=["self"]).order_by("pk"):
        blot_note(note, by, lambda text: text.replace(before, after))

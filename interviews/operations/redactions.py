"""Words taken out of a transcript for good, wherever they have been copied to (F151)."""

import re

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import (
    Highlight,
    Note,
    NoteVersion,
    Redaction,
    SkillReview,
    Transcript,
    Utterance,
)
from interviews.operations.highlights import join_words, read_range
from interviews.operations.skills import review_soon
from interviews.operations.transcripts import only_recording
from interviews.transcripts.ranges import BLOT, blot


@transaction.atomic
def redact_words(*, first, starts_at, last, ends_at, by, reason=""):
    """Overwrite words in the transcript and in every quote and note made from them.

    What remains is a blot of the same length, so that all other marks stay where they are, and
    the seconds, which a player leaves out. Returns the redactions, one for each utterance.
    """
    transcript = Transcript.objects.select_for_update(no_key=True).get(
        pk=first.transcript_id
    )
    parts = read_range(first, starts_at, last, ends_at)
    words = [utterance.text[begins:until] for utterance, begins, until in parts]
    redactions = []
    for utterance, begins, until in parts:
        redactions.append(_keep_range(transcript, utterance, begins, until, reason, by))
        utterance.text = blot(utterance.text, begins, until)
    Utterance.objects.bulk_update([part[0] for part in parts], ["text"])
    _redact_quotes(transcript, parts)
    _redact_removed_quotes(transcript.interview_id, words)
    _redact_evidence(transcript.interview_id, words)
    review_soon(transcript.interview)
    transcript.version += 1
    # The player leaves the seconds out only of a recording that the transcript belongs to.
    transcript.recording = transcript.recording or only_recording(transcript.interview)
    transcript.save(update_fields=["version", "recording"])
    record("words_redacted", transcript, by=by, fields=["text"])
    publish(f"interview:{transcript.interview_id}", "transcripts")
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


def _redact_quotes(transcript, parts):
    """The quotes that overlap the words are read from the transcript again."""
    first, last = parts[0][0], parts[-1][0]
    touched = Highlight.objects.filter(
        transcript=transcript,
        first__position__lte=last.position,
        last__position__gte=first.position,
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
                _redact_notes(highlight.note_id, before, after)


def _redact_notes(note_id, before, after):
    """A quote's note, and what was written over it on two devices at once."""
    copies = Q(pk=note_id) | Q(conflict_of=note_id)
    for note in Note.objects.select_for_update(no_key=True).filter(copies):
        _redact_note(note, before, after)


def _redact_removed_quotes(interview_id, words):
    """Of a quote that was taken away its note is left, and can be brought back."""
    removed = Note.objects.filter(
        interview=interview_id, kind=Note.Kind.QUOTE, deleted_at__isnull=False
    )
    versions = NoteVersion.objects.filter(note__in=removed)
    for row in [*removed.select_for_update(no_key=True), *versions]:
        text = _blot_out(row.text, words)
        if text != row.text:
            row.text = text
            row.save(update_fields=["text"])


def _redact_note(note, before, after):
    """Blot the words out of a note and of every version that was kept of it."""
    lost = _lost_words(before, after)
    for version in NoteVersion.objects.filter(note=note):
        version.text = _without(version.text, before, after, lost)
        version.save(update_fields=["text"])
    text = _without(note.text, before, after, lost)
    if text != note.text:
        note.text = text
        note.version += 1
        note.updated_at = now()
        note.save(update_fields=["text", "version", "updated_at"])
        publish(
            f"interview:{note.interview_id}", "note", id=note.pk, version=note.version
        )


def _lost_words(before, after):
    """The stretches of ``before`` that are blots in ``after``; both have the same length."""
    lost, begins = [], None
    for index, (old, new) in enumerate(zip(before, after, strict=True)):
        if new == BLOT != old:
            begins = index if begins is None else begins
        elif begins is not None:
            lost.append(before[begins:index])
            begins = None
    if begins is not None:
        lost.append(before[begins:])
    return lost


def _without(text, before, after, lost):
    """A note as it was made, or with the words blotted out wherever they stand in a reworded one."""
    return after if text == before else _blot_out(text.replace(before, after), lost)


def _blot_out(text, lost):
    """Blot words out wherever they stand as words of their own."""
    for words in lost:
        blotted = BLOT * len(words)
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", blotted, text)
    return text


def _redact_evidence(interview_id, words):
    """What a review of skills has quoted from the transcript, wherever it stands in it."""
    for review in SkillReview.objects.filter(interview=interview_id):
        before = review.evidence, review.talk
        review.evidence = _blot_out_of(review.evidence, words)
        review.talk = _blot_out_of(review.talk, words)
        if (review.evidence, review.talk) != before:
            review.save(update_fields=["evidence", "talk"])


def _blot_out_of(piece, words):
    if isinstance(piece, str):
        return _blot_out(piece, words)
    if isinstance(piece, list):
        return [_blot_out_of(inner, words) for inner in piece]
    if isinstance(piece, dict):
        return {name: _blot_out_of(inner, words) for name, inner in piece.items()}
    return piece

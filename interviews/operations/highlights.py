"""Quotes: words selected in a transcript, with their clip, handed on as a note of the talk."""

from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Highlight, Note, Transcript
from interviews.operations.notes import add_note, delete_note, refuse_erased
from interviews.transcripts.ranges import BLOT, trim

LONGEST_QUOTE = 4_000


class RangeInvalid(Exception):
    """There are no words there (any more)."""


class QuoteTooLong(Exception):
    """A quote is a few sentences; this is a page."""


@transaction.atomic
def keep_quote(*, first, starts_at, last, ends_at, by):
    """Keep the words from ``starts_at`` of ``first`` to ``ends_at`` of ``last`` as a quote.

    It becomes a note at its second, so that it lies in the snapshot's drawer with the others.
    The same words again keep nothing twice.
    """
    transcript = first.transcript
    # The person's row first, as in an erasure; the transcript's, so that no redaction that is
    # under way misses these words.
    refuse_erased(transcript.interview.participant_id)
    Transcript.objects.select_for_update(no_key=True).get(pk=transcript.pk)
    parts = read_range(first, starts_at, last, ends_at)
    text = join_words(parts)
    if not text.strip(f"{BLOT} \n"):
        raise RangeInvalid
    if len(text) > LONGEST_QUOTE:
        raise QuoteTooLong
    (first, starts_at, _), (last, _, ends_at) = parts[0], parts[-1]
    starts_ms, ends_ms = clip_of(parts)
    highlight, is_new = Highlight.objects.get_or_create(
        first=first,
        starts_at=starts_at,
        last=last,
        ends_at=ends_at,
        defaults={
            "workspace": transcript.workspace,
            "interview": transcript.interview,
            "transcript": transcript,
            "text": text,
            "starts_ms": starts_ms,
            "ends_ms": ends_ms,
            "made_by": by,
        },
    )
    if is_new:
        highlight.note = _make_note(highlight, by)
        highlight.save(update_fields=["note"])
        record("quote_kept", highlight, by=by)
        publish(f"interview:{highlight.interview_id}", "transcripts")
    return highlight


@transaction.atomic
def remove_quote(*, highlight, by):
    """Take the mark away, and its note out of the room unless somebody has reworded it."""
    note = highlight.note
    record("quote_removed", highlight, by=by)
    interview_id, text = highlight.interview_id, highlight.text
    highlight.delete()
    if note and note.text == text:
        delete_note(note=note, by=by)
    publish(f"interview:{interview_id}", "transcripts")


def read_range(first, starts_at, last, ends_at):
    """The parts of a selection, ``(utterance, starts_at, ends_at)``, without blanks around it."""
    if (
        first.transcript_id != last.transcript_id
        or first.position > last.position
        or first.pk == last.pk
        and starts_at >= ends_at
    ):
        raise RangeInvalid
    utterances = first.transcript.utterances.between(first, last)
    parts = []
    for utterance in utterances.select_related("speaker", "transcript"):
        begins = starts_at if utterance.pk == first.pk else 0
        until = ends_at if utterance.pk == last.pk else len(utterance.text)
        begins, until = trim(utterance.text, begins, until)
        if begins < until:
            parts.append((utterance, begins, until))
    if not parts:
        raise RangeInvalid
    return parts


def join_words(parts):
    """The selected words as one text; another speaker begins a line of their own."""
    text, speaker = "", None
    for utterance, starts_at, ends_at in parts:
        if text:
            text += " " if utterance.speaker_id == speaker else "\n"
        text += utterance.text[starts_at:ends_at]
        speaker = utterance.speaker_id
    return text


def clip_of(parts):
    """From when to when a selection is spoken; None where the source has no times."""
    (first, starts_at, _), (last, _, ends_at) = parts[0], parts[-1]
    starts_ms, ends_ms = first.moment_of(starts_at), last.moment_of(ends_at)
    if starts_ms is None or ends_ms is None:
        return None, None
    return starts_ms, max(starts_ms, ends_ms)


def _make_note(highlight, by):
    second = highlight.transcript.second_of(highlight.starts_ms)
    note = add_note(
        interview=highlight.interview,
        client_id=uuid5(NAMESPACE_URL, f"highlight:{highlight.pk}"),
        kind=Note.Kind.QUOTE,
        text=highlight.text,
        second=second,
        by=by,
    )
    # A note of the room cannot be later than now on the talk's clock; a transcript's may.
    if note.second != second:
        Note.objects.filter(pk=note.pk).update(second=second)
    return note

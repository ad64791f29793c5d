"""What the page of a transcript shows: turns of speakers, with what is marked in them."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field

from interviews.models import Recording, Redaction, Speaker
from interviews.transcripts.ranges import BLOT, mark
from interviews.transcripts.talk import share_talk
from interviews.transcripts.times import write_short

# Longer ones come in parts: a page of a whole day's talk would be slow on any device.
LINES_OF_A_PART = 3_000


@dataclass(slots=True)
class Line:
    """An utterance as a paragraph."""

    position: int
    clock: str
    starts_ms: int | None
    pieces: list


@dataclass(slots=True)
class Piece:
    """Words with the same marks: blotted out, or kept in the quotes of ``keys``."""

    text: str
    keys: str
    is_blot: bool


@dataclass(slots=True)
class Turn:
    """What one speaker says until another one speaks."""

    speaker: Speaker | None
    lines: list = field(default_factory=list)


def turns_of(utterances, highlights, speakers):
    """The utterances in turns. ``speakers`` are by key, so that none is loaded a second time."""
    marks = _marks_by_line(highlights)
    turns = []
    for utterance in utterances:
        speaker = speakers.get(utterance.speaker_id)
        if not turns or turns[-1].speaker is not speaker:
            turns.append(Turn(speaker))
        turns[-1].lines.append(line_of(utterance, marks))
    return turns


def line_of(utterance, marks):
    starts_ms = utterance.starts_ms
    return Line(
        utterance.position,
        "" if starts_ms is None else write_short(starts_ms),
        starts_ms,
        _pieces(utterance.text, marks.get(utterance.position)),
    )


def _marks_by_line(highlights):
    """By position: ``(starts_at, ends_at, key)`` of the quotes that reach into it."""
    marks = defaultdict(list)
    for quote in highlights:
        first, last = quote.first.position, quote.last.position
        for position in range(first, last + 1):
            starts_at = quote.starts_at if position == first else 0
            ends_at = quote.ends_at if position == last else 2**31
            marks[position].append((starts_at, ends_at, quote.pk))
    return marks


def _pieces(text, ranges):
    if not ranges and BLOT not in text:
        return [Piece(text, "", False)]
    ranges = [*(ranges or ()), *_blots(text)]
    return [
        Piece(part.text, " ".join(str(key) for key in part.keys if key), 0 in part.keys)
        for part in mark(text, ranges)
    ]


def _blots(text):
    """Where words have been taken out, with the key 0."""
    begins = text.find(BLOT)
    while begins >= 0:
        ends = begins
        while text[ends : ends + 1] == BLOT:
            ends += 1
        yield begins, ends, 0
        begins = text.find(BLOT, ends)


def talk_share(transcript, speakers):
    """How the talk was shared, in one query."""
    parts = {speaker.pk: speaker.part for speaker in speakers}
    return share_talk(transcript.utterances.talk_by_speaker(), parts)


def quotes_of(transcript):
    """The quotes kept from a transcript, in its order."""
    quotes = transcript.highlights.select_related("first", "last", "first__speaker")
    return quotes.order_by("first__position", "starts_at", "pk")


def recording_of(transcript):
    """The recording that a transcript's times belong to: its own, or the only one there is."""
    return recordings_of([transcript]).get(transcript.pk)


def recordings_of(transcripts):
    """The same for several transcripts, by their keys, in two queries."""
    kept = defaultdict(list)
    talks = {transcript.interview_id for transcript in transcripts}
    for row in Recording.objects.kept().filter(interview__in=talks):
        kept[row.interview_id].append(row)
    found = {}
    for transcript in transcripts:
        recording = _own(transcript, kept[transcript.interview_id])
        if recording and transcript.is_timed:
            found[transcript.pk] = copy(recording)
    skips = _skips_of(found) if found else {}
    for transcript in transcripts:
        if recording := found.get(transcript.pk):
            recording.skips = skips[transcript.pk]
            recording.has_captions = transcript.recording_id == recording.pk
    return found


def _own(transcript, kept):
    for recording in kept:
        if recording.pk == transcript.recording_id:
            return recording
    is_only_one = transcript.recording_id is None and len(kept) == 1
    return kept[0] if is_only_one else None


def _skips_of(transcripts):
    """By transcript the ranges that were taken out, which a player leaves out."""
    rows = Redaction.objects.filter(transcript__in=transcripts, starts_ms__isnull=False)
    skips = defaultdict(list)
    for key, starts_ms, ends_ms in rows.order_by("starts_ms").values_list(
        "transcript", "starts_ms", "ends_ms"
    ):
        skips[key].append([starts_ms, ends_ms])
    return skips

"""One door for every kind of transcript."""

from interviews.transcripts.blocks import read_blocks
from interviews.transcripts.cues import (
    are_cues,
    are_subviewer,
    find_cues,
    read_cues,
    read_subviewer,
)
from interviews.transcripts.decoding import decode
from interviews.transcripts.names import could_be_name
from interviews.transcripts.records import read_records
from interviews.transcripts.times import read_clock
from interviews.transcripts.turns import arrange
from interviews.transcripts.word_file import is_zip, read_document
from interviews.transcripts.words import Piece, Reading, TranscriptUnreadable, Warned

LARGEST = 25_000_000
TEXTS = {"vtt", "srt", "sbv", "txt", "text", "md"}
KINDS = TEXTS | {"json", "docx"}


def read_transcript(data: bytes, name: str) -> Reading:
    """Read a file by what is in it; its name has to agree (trust.md A7.1).

    Raises ``TranscriptUnreadable`` and nothing else, whatever the bytes are.
    """
    kind = name.rpartition(".")[2].lower()
    if kind not in KINDS:
        raise TranscriptUnreadable("kind")
    if len(data) > LARGEST:
        raise TranscriptUnreadable("too_large")
    if not data.strip():
        raise TranscriptUnreadable("empty")
    if is_zip(data) != (kind == "docx"):
        raise TranscriptUnreadable("kind")
    warnings: list[Warned] = []
    if kind == "docx":
        text, encoding = read_document(data), ""
        source, language, pieces = "docx", "", _of_document(text)
    else:
        text, encoding, warnings = decode(data)
        source, language, pieces = _of_text(text, kind)
    if not pieces:
        raise TranscriptUnreadable("no_words")
    said, mended = arrange(pieces)
    return Reading(said, source, encoding, language, warnings + mended)


def _of_text(text: str, kind: str) -> tuple[str, str, list[Piece]]:
    start = text.lstrip()[:1]
    if kind == "json" or start == "{" or (start == "[" and '"' in text[:200]):
        pieces, language = read_records(text)
        return "json", language, pieces
    if text.startswith("WEBVTT") or are_cues(text):
        source = "vtt" if text.startswith("WEBVTT") or kind == "vtt" else "srt"
        if pieces := read_cues(text):
            return source, "", pieces
    if are_subviewer(text):
        return "sbv", "", read_subviewer(text)
    if text.startswith("WEBVTT"):
        raise TranscriptUnreadable("no_words")
    return "txt", "", read_blocks(text)


def _of_document(text: str) -> list[Piece]:
    """Teams writes times with arrows, then the speaker, then the words; others as in plain text."""
    return read_arrows(text) if are_cues(text) else read_blocks(text)


def read_arrows(text: str) -> list[Piece]:
    """A line of times, the name alone on the next one, and below it the words."""
    cues = [(*times, payload.strip()) for *times, payload in find_cues(text)]
    if any(read_clock(start) is None for start, _, _ in cues):
        return read_blocks(text)
    pieces = []
    for start, end, payload in cues:
        name, _, words = payload.partition("\n")
        if not (words and could_be_name(name)):
            name, words = "", payload
        if words := " ".join(words.split()):
            pieces.append((name.strip(), read_clock(start), read_clock(end), words))
    return pieces

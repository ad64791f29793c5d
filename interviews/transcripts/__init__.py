"""Reads transcripts of every kind that meeting tools write. Pure: bytes in, words out."""

from interviews.transcripts.reading import KINDS, LARGEST, read_transcript
from interviews.transcripts.turns import arrange
from interviews.transcripts.words import Reading, Said, TranscriptUnreadable, Warned

__all__ = [
    "KINDS",
    "LARGEST",
    "Reading",
    "Said",
    "TranscriptUnreadable",
    "Warned",
    "arrange",
    "read_transcript",
]

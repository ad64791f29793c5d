"""Reads transcripts of every kind that meeting tools write. Pure: bytes in, words out."""

from interviews.transcripts.turns import arrange, join
from interviews.transcripts.words import Reading, Said, TranscriptUnreadable, Warned

__all__ = [
    "Reading",
    "Said",
    "TranscriptUnreadable",
    "Warned",
    "arrange",
    "join",
]

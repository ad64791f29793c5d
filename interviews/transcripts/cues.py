"""Subtitles: WebVTT as Zoom, Teams and Meet write it, SubRip and SubViewer.

The whole text is cut by one expression; what is left for Python is a few steps for each cue, so
that a file of 20 MB takes about a second.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import cast

from interviews.transcripts.decoding import storable
from interviews.transcripts.names import names_among
from interviews.transcripts.times import read_clock
from interviews.transcripts.words import Piece

# The line of times, and the lines below it until an empty one: as the tools write it, and for
# files in which something is amiss.
CUE = re.compile(r"^(\S+) +--> +(\S+).*\n((?:.+\n)*)", re.MULTILINE)
ANY_CUE = re.compile(
    r"^(.*?)-->[ \t]*(\S*).*\n((?:(?!.*-->)[ \t]*\S.*\n)*)", re.MULTILINE
)
# The number of the next cue, where no empty line stands before it.
NEXT_NUMBER = re.compile(r"(?<=\n)\d+[ \t]*\n\Z")
SUBVIEWER = re.compile(
    r"^(\d+:\d\d:\d\d[.]\d+),(\d+:\d\d:\d\d[.]\d+)[ \t]*\n((?:.*\S.*\n)*)",
    re.MULTILINE,
)
VOICE = re.compile(r"<v(?:\.[^\s>]{0,80})?[ \t]([^>\n]{0,200})>")
# What nearly every cue of Teams is.
ONE_VOICE = re.compile(r"<v ([^>\n]*)>([^<&\n]*)(?:</v>)?\n")
TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>\n]*>")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")


Cues = list[tuple[str, str, str]]


def are_cues(text: str) -> bool:
    return "-->" in text


def are_subviewer(text: str) -> bool:
    return bool(SUBVIEWER.search(text, 0, 4_000))


def read_cues(text: str) -> list[Piece]:
    """Every cue as a piece: with its speaker, in the order of the file."""
    return _pieces(find_cues(text))


def find_cues(text: str) -> Cues:
    """The two times of every cue, as they are written, and the lines below them."""
    text = f"{text}\n"
    cues = CUE.findall(text)
    if len(cues) == text.count("-->"):
        return cues
    return [
        (start.strip(), end, NEXT_NUMBER.sub("", payload))
        for start, end, payload in ANY_CUE.findall(text)
    ]


def read_subviewer(text: str) -> list[Piece]:
    return _pieces(SUBVIEWER.findall(f"{text}\n"))


def _pieces(cues: Cues) -> list[Piece]:
    if any("<v" in payload for _, _, payload in cues):
        return list(_of_voices(cues))
    if any(payload.startswith("{") for _, _, payload in cues[:3]):
        return list(_of_records(cues))
    return _of_names(cues)


def _of_names(cues: Cues) -> list[Piece]:
    """Cues whose words begin with ``Name:``; one without a name goes on where the last stopped."""
    if any(payload.count("\n") > 1 for _, _, payload in cues):
        cues = [
            (start, end, line)
            for start, end, payload in cues
            for line in payload.split("\n")
        ]
    lines = [line for _, _, line in cues]
    if any("<" in line or "&" in line for line in lines):
        lines = [_plain(line) for line in lines]
    heads = [line.partition(":") for line in lines]
    known = names_among(heads)
    starts, ends = _clocks(cues)
    pieces: list[Piece] = []
    add = pieces.append
    speaker = ""
    for start, end, line, (name, _, words) in zip(
        starts, ends, lines, heads, strict=True
    ):
        if name in known:
            speaker = known[name]
        else:
            words = line
        if words := words.strip():
            add((speaker, start, end, words))
    return pieces


def _of_voices(cues: Cues) -> Iterator[Piece]:
    """Cues with ``<v Name>``, whether or not they close it, one or several to a cue."""
    named = lru_cache(maxsize=4_096)(lambda name: " ".join(unescape(name).split()))
    voice = ONE_VOICE.fullmatch
    for start, end, (_, _, payload) in zip(*_clocks(cues), cues, strict=True):
        if match := voice(payload):
            name, words = match.groups()
            if words := words.strip():
                yield named(name), start, end, words
            continue
        before, *voices = VOICE.split(payload)
        if before and (words := _one_line(before)):
            yield "", start, end, words
        for index in range(0, len(voices), 2):
            if words := _one_line(voices[index + 1]):
                yield named(voices[index]), start, end, words


def _of_records(cues: Cues) -> Iterator[Piece]:
    """Cues of Teams that hold a small JSON record each."""
    for start, end, (_, _, payload) in zip(*_clocks(cues), cues, strict=True):
        try:
            record = json.loads(payload)
            speaker, words = record["speakerName"], record["spokenText"]
        except (ValueError, TypeError, KeyError, RecursionError):
            speaker, words = "", payload
        if words := " ".join(storable(str(words)).split()):
            yield " ".join(storable(str(speaker or "")).split()), start, end, words


def _one_line(words: str) -> str:
    if "<" in words or "&" in words:
        words = _plain(words)
    return " ".join(words.split())


def _plain(words: str) -> str:
    words = TAG.sub("", words)
    return (
        ENTITY.sub(lambda match: unescape(match[0]), words) if "&" in words else words
    )


def _clocks(cues: Cues) -> tuple[list[int | None], list[int | None]]:
    """When each cue starts and ends."""
    return (
        _milliseconds([start for start, _, _ in cues]),
        _milliseconds([end for _, end, _ in cues]),
    )


def _milliseconds(times: list[str]) -> list[int | None]:
    """Many times at once: where all look like 00:00:00.000, each minute is worked out once."""
    if {len(time) for time in times} == {12} and {t[8] for t in times} <= {".", ","}:
        seconds = [time[6:8] + time[9:] for time in times]
        minutes = {time: read_clock(f"{time}00") for time in {t[:6] for t in times}}
        if (
            None not in minutes.values()
            and "".join(seconds).isdecimal()
            and max(seconds) < "6"
        ):
            whole = cast("dict[str, int]", minutes)
            return [
                whole[time[:6]] + int(rest)
                for time, rest in zip(times, seconds, strict=True)
            ]
    return [read_clock(time) for time in times]

"""Subtitles: WebVTT as Zoom, Teams and Meet write it, SubRip and SubViewer.

The whole text is cut by one expression; what is left for Python is a few steps for each cue, so
that a file of 20 MB takes about a second.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape

from interviews.transcripts.names import names_within
from interviews.transcripts.times import read_clock
from interviews.transcripts.words import Said

# The line of times, and the lines below it until an empty one.
CUE = re.compile(r"^(.*?)-->[ \t]*(\S*).*\n((?:.*\S.*\n)*)", re.MULTILINE)
SUBVIEWER = re.compile(
    r"^(\d+:\d\d:\d\d[.]\d+),(\d+:\d\d:\d\d[.]\d+)[ \t]*\n((?:.*\S.*\n)*)",
    re.MULTILINE,
)
VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]*)>")
TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>\n]*>")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")


def are_cues(text: str) -> bool:
    return "-->" in text


def are_subviewer(text: str) -> bool:
    return bool(SUBVIEWER.search(text, 0, 4_000))


def read_cues(text: str) -> list[Said]:
    """Every cue as a piece: with its speaker, in the order of the file."""
    return _pieces(CUE.findall(f"{text}\n"))


def read_subviewer(text: str) -> list[Said]:
    return _pieces(SUBVIEWER.findall(f"{text}\n"))


Cues = list[tuple[str, str, str]]


def _pieces(cues: Cues) -> list[Said]:
    if any("<v" in payload for _, _, payload in cues):
        return list(_of_voices(cues))
    if any(payload.startswith("{") for _, _, payload in cues[:3]):
        return list(_of_records(cues))
    return _of_names(cues)


def _of_names(cues: Cues) -> list[Said]:
    """Cues whose words begin with ``Name:``; one without a name goes on where the last stopped."""
    clock = _clock()
    lines = [
        (start, end, line)
        for start, end, payload in cues
        for line in (
            (payload,)
            if payload.count("\n") == 1
            else payload.splitlines(keepends=True)
        )
    ]
    known = names_within(line for _, _, line in lines)
    pieces: list[Said] = []
    add = pieces.append
    speaker = ""
    for start, end, line in lines:
        if "<" in line or "&" in line:
            line = _plain(line)
        name, colon, words = line.partition(":")
        if colon and name in known:
            speaker = known[name]
        else:
            words = line
        words = words.strip()
        if words:
            add(Said(speaker, clock(start), clock(end), words))
    return pieces


def _of_voices(cues: Cues) -> Iterator[Said]:
    """Cues with ``<v Name>``, whether or not they close it, one or several to a cue."""
    clock = _clock()
    named = lru_cache(maxsize=4_096)(lambda name: " ".join(unescape(name).split()))
    for start, end, payload in cues:
        begins, until = clock(start), clock(end)
        before, *voices = VOICE.split(payload)
        if before and (words := _one_line(before)):
            yield Said("", begins, until, words)
        for index in range(0, len(voices), 2):
            if words := _one_line(voices[index + 1]):
                yield Said(named(voices[index]), begins, until, words)


def _of_records(cues: Cues) -> Iterator[Said]:
    """Cues of Teams that hold a small JSON record each."""
    clock = _clock()
    for start, end, payload in cues:
        try:
            record = json.loads(payload)
            speaker, words = record["speakerName"], record["spokenText"]
        except (ValueError, TypeError, KeyError, RecursionError):
            speaker, words = "", payload
        if words := " ".join(str(words).split()):
            yield Said(str(speaker or "").strip(), clock(start), clock(end), words)


def _one_line(words: str) -> str:
    if "<" in words or "&" in words:
        words = _plain(words)
    return " ".join(words.split())


def _plain(words: str) -> str:
    words = TAG.sub("", words)
    return (
        ENTITY.sub(lambda match: unescape(match[0]), words) if "&" in words else words
    )


def _clock() -> Callable[[str], int | None]:
    """A reader of times that remembers the seconds it has met."""
    seconds: dict[str, int] = {}

    def read(time: str) -> int | None:
        if len(time) == 13:
            time = time.strip()
        if len(time) == 12 and time[9:].isdecimal() and time[8] in ".,":
            whole = seconds.get(time[:8])
            if whole is None:
                found = read_clock(time[:8])
                if found is None:
                    return None
                whole = seconds[time[:8]] = found
            return whole + int(time[9:])
        return read_clock(time)

    return read

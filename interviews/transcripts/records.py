"""JSON, as Otter, Whisper and OpenAI, AssemblyAI, Deepgram, Meet and many scripts write it.

No two agree on names, so the list that holds most of the words is looked for, and its fields
are recognised by the names that are in use.
"""

import json
import math
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from interviews.transcripts.decoding import storable
from interviews.transcripts.times import read_clock
from interviews.transcripts.words import Piece, TranscriptUnreadable

TEXTS = (
    "text", "transcript", "utterance", "utt", "sentence", "content", "spokenText", "caption",
    "line", "words", "message", "body", "punctuated_word", "word",
)  # fmt: skip
SPEAKERS = (
    "speaker", "speaker_name", "speakerName", "speaker_label", "name", "participant", "author",
    "user", "sid", "speaker_id", "speakerId", "speaker_model_label", "channel",
)  # fmt: skip
STARTS = (
    "start", "start_ms", "startMs", "start_time", "startTime", "startDateTime", "starts_at",
    "begin", "from", "start_offset", "startOffset", "offset", "timestamp", "time", "ts", "dur",
)  # fmt: skip
ENDS = (
    "end", "end_ms", "endMs", "end_time", "endTime", "endDateTime", "ends_at", "to",
    "end_offset", "endOffset",
)  # fmt: skip
SINGLE_WORDS = ("punctuated_word", "word")
# Otter counts samples; everybody else seconds or milliseconds.
SAMPLES_A_MS = 16
# Somebody who speaks takes about 400 ms for a word; more than this a word is no count of seconds.
MOST_SECONDS_A_WORD = 20
DEEPEST = 12

Record = dict[str, Any]


def read_records(text: str) -> tuple[list[Piece], str]:
    """The words of a JSON text, and the language if it is named."""
    document = _load(text)
    records = max(_lists(document, 0), key=_worth, default=[])
    if not _worth(records)[0]:
        raise TranscriptUnreadable("no_words")
    names = _speaker_names(document)
    to_ms = _unit(records)
    pieces = [
        (_speaker(record, names), *_times(record, to_ms), words)
        for record in records
        if (words := _words(record))
    ]
    if any(key in records[0] for key in SINGLE_WORDS) and "text" not in records[0]:
        pieces = list(_sentences(pieces))
    language = document.get("language") if isinstance(document, dict) else ""
    return pieces, storable(language)[:10] if isinstance(language, str) else ""


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = text.split("\n")
        try:
            # One record to a line.
            return [json.loads(line) for line in lines if line.strip()]
        except (ValueError, RecursionError):
            raise TranscriptUnreadable("broken") from error


def _lists(node: Any, depth: int) -> Iterator[list[Record]]:
    """Every list of records within a document."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        records = [record for record in node if isinstance(record, dict)]
        if records:
            yield records
        for record in node:
            yield from _lists(record, depth + 1)
    elif isinstance(node, dict):
        for value in node.values():
            if isinstance(value, dict | list):
                yield from _lists(value, depth + 1)


def _worth(records: list[Record]) -> tuple[int, bool, bool]:
    """The longest wins; of equals the one with speakers, then the one with whole sentences."""
    sample = records[:2_000]
    length = sum(len(_words(record)) for record in sample)
    length = length * len(records) // max(len(sample), 1)
    # The same words stand in several lists, with other blanks between them.
    rounded = length and round(math.log(length) * 5)
    has_speaker = any(key in record for record in sample[:20] for key in SPEAKERS)
    is_words = any(key in record for record in sample[:20] for key in SINGLE_WORDS)
    return rounded, has_speaker, not is_words


def _words(record: Record) -> str:
    for key in TEXTS:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(storable(value).split())
    return ""


def _speaker_names(document: Any) -> dict[str, str]:
    """Names by the id under which records speak of them, where a list of speakers says so."""
    speakers = document.get("speakers") if isinstance(document, dict) else None
    names = {}
    for speaker in speakers if isinstance(speakers, list) else []:
        if isinstance(speaker, dict):
            name = speaker.get("speaker_name") or speaker.get("name")
            key = speaker.get("id", speaker.get("speaker_id"))
            if isinstance(name, str) and key is not None:
                names[str(key)] = name
    return names


def _speaker(record: Record, names: dict[str, str]) -> str:
    for key in SPEAKERS:
        value = record.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("displayName") or value.get("id")
        if isinstance(value, bool) or value is None or isinstance(value, list | dict):
            continue
        said = names.get(str(value), "")
        if not said and isinstance(value, int):
            said = f"Speaker {value + 1 if value >= 0 else value}"
        elif not said and len(str(value)) == 1:
            said = f"Speaker {value}"
        if said := " ".join(storable(said or str(value)).split()):
            return said
    return ""


def _times(
    record: Record, to_ms: Callable[[str, Any], int | None]
) -> tuple[int | None, int | None]:
    starts = ends = None
    for key in STARTS:
        if (value := record.get(key)) is not None:
            if isinstance(value, list) and len(value) == 2:
                starts, ends = (to_ms(key, part) for part in value)
            else:
                starts = to_ms(key, value)
            break
    for key in ENDS:
        if record.get(key) is not None:
            ends = to_ms(key, record[key])
            break
    duration = record.get("duration")
    if ends is None and starts is not None and duration is not None:
        length = to_ms("duration", duration)
        ends = None if length is None else starts + length
    return starts, ends


def _unit(records: list[Record]) -> Callable[[str, Any], int | None]:
    """How the numbers of these records become milliseconds since the beginning."""
    numbers: list[float] = []
    words = 0
    for record in records[:2_000]:
        words += len(_words(record).split())
        value: Any = next((record[key] for key in STARTS if key in record), None)
        value = value[0] if isinstance(value, list) and value else value
        if _is_number(value):
            numbers.append(value)
    span = max(numbers, default=0) - min(numbers, default=0)
    is_ms = span > MOST_SECONDS_A_WORD * max(words, 1) or (
        len(numbers) == 1 and numbers[0] > 36_000
    )
    is_otter = any("start_offset" in record for record in records[:20])
    first = _first_moment(records)

    def to_ms(key: str, value: Any) -> int | None:
        if isinstance(value, str):
            return _of_text(value, first, is_ms)
        if not _is_number(value):
            return None
        if key.lower().endswith("ms"):
            scaled = value
        elif is_otter and key.endswith("_offset"):
            scaled = value / SAMPLES_A_MS
        else:
            scaled = value if is_ms else value * 1000
        return round(scaled) if 0 <= scaled < 1e15 else None

    return to_ms


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < 1e15
        and not math.isnan(value)
    )


def _of_text(value: str, first: datetime | None, is_ms: bool) -> int | None:
    """A clock, a number of seconds (perhaps with an s), or a moment of the day."""
    if (ms := read_clock(value)) is not None:
        return ms
    try:
        number = float(value.removesuffix("s"))
    except ValueError:
        moment = _moment(value)
        if moment is None or first is None:
            return None
        return max(round((moment - first).total_seconds() * 1000), 0)
    scaled = number * (1 if is_ms else 1000)
    return round(scaled) if 0 <= scaled < 1e15 else None


def _first_moment(records: list[Record]) -> datetime | None:
    for record in records:
        for key in STARTS:
            if isinstance(record.get(key), str) and (moment := _moment(record[key])):
                return moment
    return None


def _moment(value: str) -> datetime | None:
    if len(value) < 16:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta(0))
    except (ValueError, OverflowError):
        return None


def _sentences(words: list[Piece]) -> Iterator[Piece]:
    """Single words put together to what one speaker says in a sentence."""
    run: list[Piece] = []
    for word in words:
        if run and (run[-1][0] != word[0] or run[-1][3][-1:] in ".?!"):
            yield _joined(run)
            run = []
        run.append(word)
    if run:
        yield _joined(run)


def _joined(run: list[Piece]) -> Piece:
    speaker, starts, _, _ = run[0]
    return speaker, starts, run[-1][2], " ".join(words for _, _, _, words in run)

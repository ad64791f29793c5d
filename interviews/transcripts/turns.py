"""From the many small pieces of a file to utterances in good order.

Every piece keeps its words, whatever is wrong with its times: order is mended, and a time that
cannot be right is dropped.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import groupby

from interviews.transcripts.words import Piece, Said, Warned

# Beyond this a number is no time of a talk.
LATEST_MS = 48 * 3_600_000
# Two people who speak at once may be written down a little out of order.
NEAR_MS = 60_000
# Nobody is silent for so long before the first word.
EARLIEST_TIME_OF_DAY = 3_600_000
# An utterance is cut at the end of a sentence once it is this long, so that a click on it
# and a clip of it find their second.
LONG_ENOUGH = 240
LONGEST = 700
LARGEST_PIECE = 2_000
LONGEST_PAUSE_MS = 8_000
MOST_SPEAKERS = 500
LONGEST_NAME = 120
ENDS_OF_SENTENCES = tuple('.?!…。？！”"')


def arrange(
    pieces: list[Piece], *, is_of_recording: bool = False
) -> tuple[list[Said], list[Warned]]:
    """Put pieces in order, join those of one speaker, and say what had to be mended.

    ``is_of_recording`` says that the times are known to count from a recording's beginning.
    """
    warnings: list[Warned] = []
    pieces = _with_few_speakers(_in_portions(pieces), warnings)
    pieces = _with_sound_times(pieces, warnings)
    pieces = _in_order(pieces, warnings)
    if not is_of_recording:
        pieces = _from_the_beginning(pieces, warnings)
    return join(pieces), warnings


def join(pieces: Iterable[Piece]) -> list[Said]:
    """Join consecutive pieces of one speaker into utterances of a few sentences."""
    joined: list[Said] = []
    add = joined.append
    for speaker, run in groupby(pieces, key=lambda piece: piece[0]):
        texts: list[str] = []
        length = 0
        starts: int | None = None
        ends: int | None = None
        for _, begins, until, text in run:
            if texts and (
                length > LONG_ENOUGH
                and (texts[-1].endswith(ENDS_OF_SENTENCES) or length > LONGEST)
                or (begins is None) != (starts is None)
                or begins is not None
                and ends is not None
                and begins - ends > LONGEST_PAUSE_MS
            ):
                add(Said(speaker, starts, ends, " ".join(texts)))
                texts, length = [], 0
            if not texts:
                starts, ends = begins, until
            elif until is not None and (ends is None or until > ends):
                ends = until
            texts.append(text)
            length += len(text) + 1
        add(Said(speaker, starts, ends, " ".join(texts)))
    return joined


def _in_portions(pieces: list[Piece]) -> list[Piece]:
    """A piece of many pages is cut between words; only its beginning has a known time."""
    if all(len(piece[3]) <= LARGEST_PIECE for piece in pieces):
        return pieces
    portions: list[Piece] = []
    for speaker, starts, ends, text in pieces:
        at = 0
        while at < len(text):
            until = at + LARGEST_PIECE
            if until < len(text):
                until = text.rfind(" ", at + LONGEST, until) + 1 or until
            if words := text[at:until].strip():
                whole = until >= len(text) and at == 0
                portions.append(
                    (
                        speaker,
                        starts if at == 0 else None,
                        ends if whole else None,
                        words,
                    )
                )
            at = until
    return portions


def _with_few_speakers(pieces: list[Piece], warnings: list[Warned]) -> list[Piece]:
    """Where nearly every line seems to have a speaker of its own, they are no speakers."""
    names = {piece[0] for piece in pieces}
    if len(names) > MOST_SPEAKERS:
        warnings.append(Warned("too_many_speakers", len(names)))
        return [
            ("", starts, ends, f"{name}: {text}" if name else text)
            for name, starts, ends, text in pieces
        ]
    if any(len(name) > LONGEST_NAME for name in names):
        return [
            (name[:LONGEST_NAME].strip(), starts, ends, text)
            for name, starts, ends, text in pieces
        ]
    return pieces


def _with_sound_times(pieces: list[Piece], warnings: list[Warned]) -> list[Piece]:
    """Drop times that are out of all bounds, and ends that stand before their beginning."""
    starts = [piece[1] for piece in pieces]
    missing = starts.count(None)
    beyond = backwards = 0
    sound = pieces
    if any(
        begins is None
        and until is not None
        or begins is not None
        and (
            begins > LATEST_MS or until is not None and not begins <= until <= LATEST_MS
        )
        for _, begins, until, _ in pieces
    ):
        sound = []
        for speaker, begins, until, text in pieces:
            if begins is None or begins > LATEST_MS:
                beyond += begins is not None
                begins = until = None
            elif until is not None and not begins <= until <= LATEST_MS:
                backwards += 1
                until = None
            sound.append((speaker, begins, until, text))
    if 0 < missing + beyond < len(pieces):
        warnings.append(Warned("no_time", missing + beyond))
    if backwards:
        warnings.append(Warned("ends_before_it_begins", backwards))
    return sound


def _in_order(pieces: list[Piece], warnings: list[Warned]) -> list[Piece]:
    times = [piece[1] for piece in pieces if piece[1] is not None]
    if times == sorted(times):
        return pieces
    keepers = _longest_rising(times)
    strays = len(times) - len(keepers)
    if strays > max(len(times) // 5, 2):
        warnings.append(Warned("sorted_by_time", strays))
        return _sorted(pieces)
    kept: list[Piece] = []
    position = dropped = 0
    latest = 0
    for speaker, begins, until, text in pieces:
        if begins is not None:
            if position in keepers:
                latest = begins
            elif abs(begins - latest) > NEAR_MS:
                begins = until = None
                dropped += 1
            position += 1
        kept.append((speaker, begins, until, text))
    if dropped:
        warnings.append(Warned("time_out_of_order", dropped))
    if strays > dropped:
        warnings.append(Warned("sorted_by_time", strays - dropped))
    return _sorted(kept)


def _from_the_beginning(pieces: list[Piece], warnings: list[Warned]) -> list[Piece]:
    """Times of day, and of studios that count from one hour on, become times of the talk."""
    first = next((piece[1] for piece in pieces if piece[1] is not None), 0)
    if first < EARLIEST_TIME_OF_DAY:
        return pieces
    warnings.append(Warned("times_of_day"))
    past_the_hour = first % 3_600_000
    base = first - (past_the_hour if past_the_hour < 2 * NEAR_MS else 0)
    return [
        (
            speaker,
            None if starts is None else starts - base,
            None if ends is None else ends - base,
            text,
        )
        for speaker, starts, ends, text in pieces
    ]


def _sorted(pieces: list[Piece]) -> list[Piece]:
    """By time; what has none stays behind what stood before it."""
    keys: list[int] = []
    latest = 0
    for _, begins, _, _ in pieces:
        latest = latest if begins is None else begins
        keys.append(latest)
    order = sorted(range(len(pieces)), key=keys.__getitem__)
    return [pieces[index] for index in order]


def _longest_rising(times: list[int]) -> set[int]:
    """The positions of a longest part of ``times`` that never falls (patience sorting)."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, time in enumerate(times):
        pile = bisect_right(tails, time)
        before.append(tail_at[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(time)
            tail_at.append(index)
        else:
            tails[pile], tail_at[pile] = time, index
    keepers: set[int] = set()
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        keepers.add(index)
        index = before[index]
    return keepers

"""Who the speakers of a transcript are, guessed from the names that the meeting tool gave them."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

TEAM, PARTICIPANT, UNKNOWN = "team", "participant", "unknown"
# "Anna Smith (Lumen)", "Anna Smith | Lumen", "Anna's iPhone"
_ADDITION = re.compile(r"\s*[(\[|/–-].*$|['’]s\s.*$")
_OF_TEAM = re.compile(r"(?:interviewer|moderator|host)\b", re.IGNORECASE)
_OF_PARTICIPANT = re.compile(r"(?:interviewee|participant|guest)\b", re.IGNORECASE)


class Guess(NamedTuple):
    """A speaker's part, and the key of the member whom the name belongs to."""

    part: str
    member: int | None = None


def guess_people(
    speakers: Sequence[str], members: Mapping[int, str], participant: str
) -> dict[str, Guess]:
    """Who each speaker is. ``members`` are those who attended, by key.

    Where one of two speakers is known, the other one is on the other side.
    """
    guesses = {name: _guess(name, members, participant) for name in speakers}
    unknown = [name for name, guess in guesses.items() if guess.part == UNKNOWN]
    if len(speakers) == 2 and len(unknown) == 1:
        known = next(guess for guess in guesses.values() if guess.part != UNKNOWN)
        if known.part == TEAM:
            guesses[unknown[0]] = Guess(PARTICIPANT)
        else:
            only = next(iter(members)) if len(members) == 1 else None
            guesses[unknown[0]] = Guess(TEAM, only)
    return guesses


def _guess(speaker: str, members: Mapping[int, str], participant: str) -> Guess:
    candidates = [(key, name) for key, name in members.items()]
    for same in (_equal, _shares_name):
        found = [key for key, name in candidates if same(speaker, name)]
        is_participant = same(speaker, participant)
        if len(found) == 1 and not is_participant:
            return Guess(TEAM, found[0])
        if is_participant and not found:
            return Guess(PARTICIPANT)
    if _OF_TEAM.match(speaker):
        return Guess(TEAM, next(iter(members)) if len(members) == 1 else None)
    if _OF_PARTICIPANT.match(speaker):
        return Guess(PARTICIPANT)
    return Guess(UNKNOWN)


def _equal(speaker: str, name: str) -> bool:
    return bool(_words(name)) and _words(speaker) == _words(name)


def _shares_name(speaker: str, name: str) -> bool:
    """``Priya`` and ``P. Nair`` are both ``Priya Nair``; a surname comes last or first."""
    said, full = _words(speaker), _words(name)
    if not said or not full:
        return False
    if len(said) == 1:
        return said[0] in full and len(said[0]) > 1
    return all(
        any(part == word or len(part) == 1 and word.startswith(part) for word in full)
        for part in said
    )


def _words(name: str) -> list[str]:
    tidy = _ADDITION.sub("", name.casefold()).replace(".", " ").replace(",", " ")
    return sorted(tidy.split())

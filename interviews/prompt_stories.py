"""Which prompts of a guide led to a story, from when they were asked and what was noted then."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt that was ticked off, in seconds since its interview began."""

    interview: int
    question: int
    second: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A note, in seconds since its interview began. ``is_step`` marks a step of the story."""

    interview: int
    second: int
    text: str
    is_step: bool = False


@dataclass(slots=True)
class Record:
    """How a prompt has fared."""

    asked: int = 0
    stories: int = 0


@dataclass(slots=True)
class _Talk:
    asked: list[tuple[int, int]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)


def follow_stories(
    asked: Iterable[Asked], heard: Iterable[Heard], is_story: Callable[[str], bool]
) -> dict[int, Record]:
    """Return for each prompt in how many talks it was asked, and in how many a story followed.

    A story has followed where a step of it, or a note that ``is_story`` takes for one, was
    written between this prompt and the next one. Notes are judged only until one is found.
    """
    talks: dict[int, _Talk] = defaultdict(_Talk)
    for one in asked:
        talks[one.interview].asked.append((one.second, one.question))
    for note in heard:
        talks[note.interview].heard.append(note)
    records: dict[int, Record] = defaultdict(Record)
    for talk in talks.values():
        _follow_talk(talk, is_story, records)
    return dict(records)


def _follow_talk(
    talk: _Talk, is_story: Callable[[str], bool], records: dict[int, Record]
) -> None:
    order = sorted(talk.asked)
    begins = [second for second, _ in order]
    after: list[list[Heard]] = [[] for _ in order]
    for note in talk.heard:
        place = bisect_right(begins, note.second) - 1
        if place >= 0:
            after[place].append(note)
    for (_, question), notes in zip(order, after, strict=True):
        records[question].asked += 1
        # The marked steps first: they need no judging.
        notes.sort(key=lambda note: not note.is_step)
        if any(note.is_step or is_story(note.text) for note in notes):
            records[question].stories += 1

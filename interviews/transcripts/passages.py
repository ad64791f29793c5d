"""Words that were taken out of a talk, to be found again in what was copied or typed from it.

Copies are shortened, put on one line and reworded, and common words stand everywhere. So words
that tell something, two of them or a long one, are found wherever they stand as words of their
own; fewer only between the words that stood around them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from interviews.transcripts.ranges import BLOT, blot

SHORTEST_TELLING = 5
NEIGHBOURS = 2
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True)
class Passage:
    """Words in a row, with the few that stood before and after them."""

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def is_telling(self) -> bool:
        return _is_telling(self.words)

    @cached_property
    def key(self) -> str:
        """What stands in no text that the passage does not stand in."""
        return self.words[0].casefold()

    @cached_property
    def patterns(self) -> list[re.Pattern[str]]:
        patterns = self._anywhere() if self.is_telling else self._among_neighbours()
        return [re.compile(pattern, re.IGNORECASE) for pattern in patterns]

    def _anywhere(self) -> list[str]:
        """The whole of it, or its beginning where a copy was cut short."""
        begun = [self.words[:count] for count in range(len(self.words) - 1, 0, -1)]
        cut = "|".join(_in_a_row(words) for words in begun if _is_telling(words))
        patterns = [rf"(?<!\w)(?P<words>{_in_a_row(self.words)})(?!\w)"]
        return [*patterns, rf"(?<!\w)(?P<words>{cut})\W*…\Z"] if cut else patterns

    def _among_neighbours(self) -> list[str]:
        words = f"(?P<words>{_in_a_row(self.words)})"
        patterns = []
        if len(self.before) == NEIGHBOURS:
            patterns.append(rf"(?<!\w){_in_a_row(self.before)}\W+{words}(?!\w)")
        if len(self.after) == NEIGHBOURS:
            patterns.append(rf"(?<!\w){words}\W+{_in_a_row(self.after)}(?!\w)")
        return patterns


def passages_of(text: str, starts_at: int, ends_at: int) -> list[Passage]:
    """The words in a range of ``text``; those beyond an older blot are a passage of their own."""
    found = []
    for piece in re.finditer(f"[^{BLOT}]+", text[starts_at:ends_at]):
        begins, until = starts_at + piece.start(), starts_at + piece.end()
        if words := tuple(_WORD.findall(text, begins, until)):
            before = tuple(_WORD.findall(text[:begins])[-NEIGHBOURS:])
            after = tuple(_WORD.findall(text[until:])[:NEIGHBOURS])
            found.append(Passage(words, before, after))
    return found


def find_passages(text: str, passages: Iterable[Passage]) -> list[tuple[int, int]]:
    """From where to where they stand in ``text``, in order and without overlaps."""
    lowered = text.casefold()
    places = sorted(
        found.span("words")
        for passage in passages
        if passage.key in lowered
        for pattern in passage.patterns
        for found in pattern.finditer(text)
    )
    apart: list[tuple[int, int]] = []
    for begins, until in places:
        if apart and begins < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], until))
        else:
            apart.append((begins, until))
    return apart


def blot_passages(text: str, passages: Iterable[Passage]) -> str:
    """``text`` with a blot of the same length wherever one of them stands."""
    for begins, until in find_passages(text, passages):
        text = blot(text, begins, until)
    return text


def blot_like(text: str, blotted: str) -> str:
    """Blot in ``text``, an older or other wording of ``blotted``, what is a blot there.

    The words themselves are known nowhere any more: they are told by what stands around them.
    """
    if len(text) == len(blotted) and not blotted.strip(f"{BLOT} \n"):
        return blotted
    for found in re.finditer(f"{BLOT}+", blotted):
        lost = f"(?P<words>.{{{found.end() - found.start()}}})"
        before, after = blotted[: found.start()], blotted[found.end() :]
        before, after = (
            re.split(BLOT, before)[-1][-12:],
            re.split(BLOT, after)[0][:12],
        )
        for pattern in (
            re.escape(before) + lost if before.strip() else "",
            lost + re.escape(after) if after.strip() else "",
        ):
            for again in re.finditer(pattern, text, re.DOTALL) if pattern else ():
                text = blot(text, *again.span("words"))
    return text


def _is_telling(words: tuple[str, ...]) -> bool:
    return len(words) > 1 or len("".join(words)) >= SHORTEST_TELLING


def _in_a_row(words: Iterable[str]) -> str:
    return r"\W+".join(re.escape(word) for word in words)

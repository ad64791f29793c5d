"""What could be better about a tree, by the rules of the practice: gentle remarks, never a block.

Pure functions without Django. ``find_lints`` reads the shape and the words of what stands on the
tree and returns lints in reading order; what a rule teaches is in ``lint_rules.py``. Two thousand
nodes take some tens of milliseconds, so a page asks for the lints after it has been shown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import combinations
from typing import Final, Protocol

from discovery.coach import Hint, read_opportunity
from opportunities.tree import Branch, Nested
from opportunities.words import telling_words

# R59: more than these on one row are moments that somebody has not put in order yet.
MOST_CHILDREN: Final = 7
# R64: a tree that nobody touches for so long no longer says what the team knows.
STALE_DAYS: Final = 14
# Two siblings with this share of their telling words in common may say the same (R56).
OVERLAP: Final = 0.6
# A word that this many siblings share tells none of them apart, and would cost a lot to compare.
COMMON_WORD: Final = 40
# Texts and rows that a process remembers (a few MB): after a change most of a tree is as it was.
MOST_REMEMBERED: Final = 8_000

_TRAPS: Final = {"solution": "disguise", "business": "our_view", "vague": "vague"}


class Standing(Protocol):
    """What a lint must know of an opportunity."""

    @property
    def pk(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def position(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def is_target(self) -> bool: ...
    @property
    def horizon(self) -> str: ...


class Tried(Protocol):
    """What a lint must know of a solution."""

    @property
    def pk(self) -> int: ...
    @property
    def opportunity_id(self) -> int: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Lint:
    """A remark by a ``rule`` on the opportunity ``node`` (None: on the whole tree).

    ``others`` are keys of what it is about beside the node: opportunities, for ``across`` and
    ``not_leaf`` solutions. ``about`` changes when what the remark is about changes, so that one
    that was set aside for a reason comes back.
    """

    rule: str
    node: int | None
    about: str
    others: tuple[int, ...] = ()
    ask: str = ""


def find_lints(
    nested: Nested[Standing],
    *,
    told: Collection[int],
    solutions: Iterable[Tried] = (),
    idle_days: int = 0,
    language: str = "en",
) -> list[Lint]:
    """Return the lints of a tree whose standing nodes are ``nested``.

    ``told`` holds the keys of the opportunities that a story stands on; ``idle_days`` is how long
    nobody has changed the tree.
    """
    under = defaultdict(list)
    for solution in solutions:
        under[solution.opportunity_id].append(solution)
    heard = _heard(nested, set(told))
    found = list(_on_tree(nested, under, idle_days))
    found += _on_row(None, nested.top)
    for branch in nested.walk():
        found += _on_words(branch, language)
        found += _on_shape(branch, under[branch.row.pk])
        if branch.row.pk not in heard:
            found.append(_lint("no_story", branch))
    return found


def _heard(nested: Nested[Standing], told: set[int]) -> set[int]:
    """The nodes that a story stands on, or that have one somewhere beneath them."""
    heard: set[int] = set()
    for branch in nested.walk():
        if branch.row.pk not in told:
            continue
        here: Branch[Standing] | None = branch
        while here and here.row.pk not in heard:
            heard.add(here.row.pk)
            here = here.parent
    return heard


def _on_words(branch: Branch[Standing], language: str) -> Iterator[Lint]:
    for hint in _hints(branch.row.text, language):
        yield _lint(_TRAPS[hint.label], branch, ask=hint.ask)


@lru_cache(MOST_REMEMBERED)
def _hints(text: str, language: str) -> tuple[Hint, ...]:
    return tuple(read_opportunity(text, language))


def _on_shape(branch: Branch[Standing], solutions: Sequence[Tried]) -> Iterator[Lint]:
    children = branch.children
    if len(children) == 1:
        yield _lint("single_child", branch, children)
    if children and solutions:
        yield Lint(
            "not_leaf",
            branch.row.pk,
            _digest(*(str(one.pk) for one in solutions)),
            tuple(one.pk for one in solutions),
        )
    yield from _on_row(branch, children)


def _on_row(
    parent: Branch[Standing] | None, children: Sequence[Branch[Standing]]
) -> Iterator[Lint]:
    if len(children) > MOST_CHILDREN:
        yield _lint("too_many", parent, children)
    for one, other in _overlapping(children):
        yield _lint("overlap", one, [other])


def _overlapping(
    siblings: Sequence[Branch[Standing]],
) -> Iterator[tuple[Branch[Standing], Branch[Standing]]]:
    """Pairs of siblings with most of their telling words in common, each pair once."""
    if len(siblings) > 1:
        for one, other in _overlaps(tuple([branch.row.text for branch in siblings])):
            yield siblings[one], siblings[other]


@lru_cache(MOST_REMEMBERED)
def _overlaps(texts: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    words = [set(telling_words(text)) for text in texts]
    sharing = defaultdict(list)
    for at, said in enumerate(words):
        for word in said:
            sharing[word].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for places in sharing.values():
        if len(places) <= COMMON_WORD:
            shared.update(combinations(places, 2))
    return tuple(
        (one, other)
        for (one, other), count in sorted(shared.items())
        if count / len(words[one] | words[other]) >= OVERLAP
    )


def _on_tree(
    nested: Nested[Standing],
    under: dict[int, list[Tried]],
    idle_days: int,
) -> Iterator[Lint]:
    if nested.by_pk and idle_days >= STALE_DAYS:
        # Once a fortnight is enough, also for a team that has a reason.
        yield Lint("stale", None, _digest(str(idle_days // STALE_DAYS)))
    now = [branch for branch in nested.walk() if _is_in_hand(branch)]
    if len(now) > 1:
        yield _lint("two_targets", None, now)
    tested = {
        node: [one.pk for one in solutions if one.status == "testing"]
        for node, solutions in under.items()
        if node in nested.by_pk
    }
    tested = {node: ideas for node, ideas in tested.items() if ideas}
    if len(tested) > 1:
        others = tuple(sorted(pk for ideas in tested.values() for pk in ideas))
        yield Lint("across", None, _digest(*map(str, others)), others)


def _is_in_hand(branch: Branch[Standing]) -> bool:
    """Whether a team works on it now: the target, or a leaf of what is marked so."""
    if branch.row.is_target:
        return True
    return branch.row.horizon == "now" and not branch.children


def _lint(
    rule: str,
    branch: Branch[Standing] | None,
    others: Sequence[Branch[Standing]] = (),
    ask: str = "",
) -> Lint:
    said = [f"{branch.row.pk} {branch.row.text}"] if branch else []
    said += [f"{other.row.pk} {other.row.text}" for other in others]
    keys = tuple(other.row.pk for other in others)
    return Lint(rule, branch.row.pk if branch else None, _digest(*said), keys, ask)


def _digest(*said: str) -> str:
    return sha256("\n".join(said).encode()).hexdigest()

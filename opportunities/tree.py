"""The tree as a shape: nesting rows, asking what may stand where, and moving by one step.

Pure functions without Django. A row is anything with ``pk``, ``parent_id`` and ``position``;
whoever nests rows gets them back in the order in which a person reads the tree.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Literal, Protocol, TypeVar

Direction = Literal["up", "down", "in", "out"]
DIRECTIONS: Final[tuple[Direction, ...]] = ("up", "down", "in", "out")


class Row(Protocol):
    """What a row must say to be nested."""

    @property
    def pk(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def position(self) -> str: ...


R = TypeVar("R", bound=Row)


@dataclass
class Branch(Generic[R]):
    """A row with what stands under it; ``level`` counts from 1 at the top."""

    row: R
    parent: "Branch[R] | None" = None
    children: "list[Branch[R]]" = field(default_factory=list)
    level: int = 1

    def walk(self) -> "Iterator[Branch[R]]":
        """This branch and all beneath it, parents first, without recursion."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting.extend(reversed(branch.children))


@dataclass
class Nested(Generic[R]):
    """The branches at the top, every branch by key, and the rows that hang on nothing."""

    top: list[Branch[R]]
    by_pk: dict[int, Branch[R]]
    strays: list[R]

    def walk(self) -> Iterator[Branch[R]]:
        for branch in self.top:
            yield from branch.walk()


@dataclass(frozen=True)
class Place:
    """Where a node goes: under ``parent`` (None: the outcome), behind ``after`` (None: first)."""

    parent: int | None
    after: int | None


def nest(rows: Iterable[R]) -> Nested[R]:
    """Nest rows in O(n) after sorting; nothing is lost and nothing appears twice.

    Rows whose parent is not among them, or whose ancestors form a circle, are strays: a
    sound tree has none, but a person must still see them if one ever does.
    """
    ordered = sorted(rows, key=lambda row: (row.position, row.pk))
    by_pk = {row.pk: Branch(row) for row in ordered}
    top: list[Branch[R]] = []
    for branch in by_pk.values():
        if branch.row.parent_id is None:
            top.append(branch)
        elif parent := by_pk.get(branch.row.parent_id):
            branch.parent = parent
            parent.children.append(branch)
    nested = Nested(top, {}, [])
    for branch in nested.walk():
        branch.level = branch.parent.level + 1 if branch.parent else 1
        nested.by_pk[branch.row.pk] = branch
    nested.strays = [row for row in ordered if row.pk not in nested.by_pk]
    return nested


def is_within(parents: Mapping[int, int | None], node: int, ancestor: int) -> bool:
    """Whether ``node`` is ``ancestor`` or stands somewhere beneath it."""
    seen: set[int] = set()
    here: int | None = node
    while here is not None and here not in seen:
        if here == ancestor:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def may_stand(parents: Mapping[int, int | None], node: int, parent: int | None) -> bool:
    """Whether ``node`` may be put under ``parent``: both exist, and no circle would close."""
    if node not in parents:
        return False
    if parent is None:
        return True
    return parent in parents and not is_within(parents, parent, node)


def step(nested: Nested[R], node: int, direction: Direction) -> Place | None:
    """Return where one step up, down, in or out leads; None at an end.

    Up and down change the order among siblings, in goes under the sibling before, and out
    goes behind the parent.
    """
    branch = nested.by_pk.get(node)
    if branch is None:
        return None
    siblings = branch.parent.children if branch.parent else nested.top
    at = siblings.index(branch)
    parent = _pk(branch.parent)
    if direction == "up":
        return Place(parent, _pk_at(siblings, at - 2)) if at else None
    if direction == "down":
        last = at + 1 >= len(siblings)
        return None if last else Place(parent, siblings[at + 1].row.pk)
    if direction == "in":
        if not at:
            return None
        above = siblings[at - 1]
        return Place(above.row.pk, _pk_at(above.children, len(above.children) - 1))
    if branch.parent is None:
        return None
    return Place(_pk(branch.parent.parent), branch.parent.row.pk)


def _pk(branch: Branch[R] | None) -> int | None:
    return branch.row.pk if branch else None


def _pk_at(branches: Sequence[Branch[R]], at: int) -> int | None:
    return branches[at].row.pk if at >= 0 else None

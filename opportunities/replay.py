"""The tree as it was: taking changes back one by one, in memory, and comparing two states (F195).

Pure. The list of changes keeps with each change the steps that take it back (architecture 17);
from the tree as it stands, ``step_back`` undoes them newest first, so that any revision of the
past can be shown without storing it. Deleted nodes are part of the state: they may come back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Step = Mapping[str, Any]

# What a step may set that a person sees on the tree; the rest is left as it is.
SHOWN: Final = ("text", "kind", "status", "horizon", "description")
OUTCOME: Final = "outcome"


@dataclass(slots=True)
class PastNode:
    """A node by its name, such as ``opportunity:7``; ``parent`` is a name too, or "outcome"."""

    name: str
    parent: str
    text: str
    fields: dict[str, str] = field(default_factory=dict)
    is_parked: bool = False
    is_target: bool = False
    is_deleted: bool = False
    # The keys of what was heard that it stands on.
    heard: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Standing:
    """A node of one state, with how deep it stands; the outcome is not among them."""

    name: str
    parent: str
    level: int
    text: str
    fields: Mapping[str, str]
    is_target: bool
    stories: int


class Past:
    """A tree in memory. ``nodes`` come in the order of their places, also the deleted ones.

    ``evidence`` gives what a row of evidence stands on, so that a merge can be taken back.
    """

    def __init__(
        self,
        nodes: Iterable[PastNode],
        title: str,
        evidence: Mapping[int, int] | None = None,
    ) -> None:
        self.title = title
        self.nodes = {node.name: node for node in nodes}
        self.evidence = dict(evidence or {})
        self.children: dict[str, list[str]] = {}
        for node in self.nodes.values():
            self.children.setdefault(node.parent, []).append(node.name)

    def step_back(self, steps: Iterable[Step]) -> None:
        """Apply the inverse steps of one change; what is not known any more is passed over."""
        for step in steps:
            _STEPS.get(step["do"], _pass)(self, step)

    def standing(self) -> list[Standing]:
        """What stood on the tree, parents first; branches that were parked or deleted are left out."""
        found = []
        waiting = [(name, 0) for name in reversed(self.children.get(OUTCOME, []))]
        while waiting:
            name, level = waiting.pop()
            node = self.nodes[name]
            if node.is_parked or node.is_deleted:
                continue
            found.append(_shown(node, level))
            below = self.children.get(name, [])
            waiting.extend((child, level + 1) for child in reversed(below))
        return found

    def find(self, step: Step) -> PastNode | None:
        on = step.get("on", "opportunity")
        return self.nodes.get(f"{on}:{step['id']}")

    def named(self, step: Step) -> Iterator[PastNode]:
        """The nodes of a step that is about several."""
        names = step.get("nodes") or [f"{step['on']}:{step['id']}"]
        yield from (self.nodes[name] for name in names if name in self.nodes)


def _shown(node: PastNode, level: int) -> Standing:
    return Standing(
        node.name,
        node.parent,
        level,
        node.text,
        dict(node.fields),
        node.is_target,
        len(node.heard),
    )


def _pass(past: Past, step: Step) -> None:
    """A step of a newer version than this code, or about what a picture does not show."""


def _write(past: Past, step: Step) -> None:
    if step["on"] == OUTCOME:
        past.title = step["set"].get("title", past.title)
        return
    if node := past.find(step):
        said = {name: str(step["set"][name]) for name in SHOWN if name in step["set"]}
        node.text = said.pop("text", node.text)
        node.fields |= said


def _move(past: Past, step: Step) -> None:
    node = past.find(step)
    if node is None:
        return
    on = node.name.partition(":")[0]
    under = {"assumption": "solution"}.get(on, "opportunity")
    parent = f"{under}:{step['parent']}" if step["parent"] else OUTCOME
    past.children[node.parent].remove(node.name)
    siblings = past.children.setdefault(parent, [])
    after = f"{on}:{step['after']}"
    if step["after"] is None:
        siblings.insert(0, node.name)
    elif after in siblings:
        siblings.insert(siblings.index(after) + 1, node.name)
    else:
        siblings.append(node.name)
    node.parent = parent


def _remove(past: Past, step: Step) -> None:
    for node in past.named(step):
        node.is_deleted, node.is_target = True, False
        node.heard.clear()


def _revive(past: Past, step: Step) -> None:
    for node in past.named(step):
        node.is_deleted = False
    for piece in step.get("evidence") or []:
        # Changes of old name the story and who placed it, one after the other.
        of_old = not isinstance(piece, Mapping)
        pk, heard = (step["id"], piece[0]) if of_old else (piece["id"], piece["heard"])
        if node_of := past.nodes.get(f"opportunity:{pk}"):
            node_of.heard.add(heard)
    target = step.get("target")
    if target:
        _set_target(past, step["id"] if target is True else target)


def _park(past: Past, step: Step) -> None:
    if node := past.find(step):
        node.is_parked, node.is_target = True, False


def _unpark(past: Past, step: Step) -> None:
    if node := past.find(step):
        node.is_parked = False
    if step.get("target"):
        _set_target(past, step["target"])


def _aim(past: Past, step: Step) -> None:
    _set_target(past, step["id"])


def _set_target(past: Past, pk: int | None) -> None:
    for node in past.nodes.values():
        node.is_target = node.name == f"opportunity:{pk}"


def _support(past: Past, step: Step) -> None:
    if node := past.find(step):
        node.heard.add(step["heard"])


def _unsupport(past: Past, step: Step) -> None:
    if node := past.find(step):
        node.heard.discard(step["heard"])


def _carry(past: Past, step: Step) -> None:
    here, there = past.find(step), past.nodes.get(f"opportunity:{step['to']}")
    if here is None or there is None:
        return
    rows = step.get("rows", {}).get("evidence") or []
    carried = {past.evidence[pk] for pk in rows if pk in past.evidence}
    there.heard |= carried & here.heard
    here.heard -= carried


_STEPS: Final = {
    "write": _write,
    "move": _move,
    "remove": _remove,
    "revive": _revive,
    "park": _park,
    "unpark": _unpark,
    "aim": _aim,
    "support": _support,
    "unsupport": _unsupport,
    "carry": _carry,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What happened to one node between two states."""

    kind: str
    node: Standing
    before: Standing | None = None


def compare(before: Sequence[Standing], after: Sequence[Standing]) -> list[Difference]:
    """What is new, gone, moved, reworded or aimed at, in the order of the tree after it.

    A node may be in several: moved and reworded. ``gone`` is also what has been parked.
    """
    known = {node.name: node for node in before}
    found = []
    for node in after:
        was = known.pop(node.name, None)
        if was is None:
            found.append(Difference("new", node))
            continue
        changed = {
            "moved": was.parent != node.parent,
            "reworded": was.text != node.text,
            "aimed": node.is_target and not was.is_target,
            "stories": was.stories != node.stories,
            "changed": was.fields != node.fields,
        }
        found += [
            Difference(kind, node, was) for kind, is_so in changed.items() if is_so
        ]
    return found + [Difference("gone", node, node) for node in known.values()]


def moments_of(revisions: Sequence[int], most: int) -> list[int]:
    """Choose at most ``most`` of the revisions for a film: evenly, with the first and the last."""
    if len(revisions) <= most:
        return list(revisions)
    last = len(revisions) - 1
    return [revisions[round(at * last / (most - 1))] for at in range(most)]

"""Which nodes a change of a tree has touched, read from its steps and those that take it back.

Pure. A step names nodes in words of its own (operations/steps/); what is named too many costs
nothing, since the browser then gets a card that it has already.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

# What stands under a node of each kind names it as its parent.
ABOVE: Final = {
    "opportunity": "opportunity",
    "solution": "opportunity",
    "assumption": "solution",
}
# Keys of nodes of the step's own kind.
OWN: Final = frozenset({"id", "to", "was", "target"})
# Steps that bring a whole branch back to where it is seen.
BRANCH: Final = frozenset({"revive", "unpark"})

Step = Mapping[str, Any]


def find_touched(steps: Iterable[Step]) -> set[str]:
    """The names of all nodes that the steps speak of, such as ``opportunity:7``."""
    return {name for step in steps for name in _named(step)}


def find_brought(steps: Iterable[Step]) -> set[str]:
    """Those with which everything beneath them may have come into sight."""
    return find_touched(step for step in steps if step.get("do") in BRANCH)


def _named(step: Step) -> Iterator[str]:
    on = step.get("on", "opportunity")
    for key, value in step.items():
        if key == "parent" and isinstance(value, int):
            yield f"{ABOVE.get(on, 'opportunity')}:{value}"
        elif key in OWN and isinstance(value, int):
            yield f"{on}:{value}"
        elif isinstance(value, str) and _is_name(value):
            yield value
        elif key == "nodes":
            yield from value
        elif isinstance(value, list):
            yield from (
                f"opportunity:{piece['id']}"
                for piece in value
                if isinstance(piece, dict) and isinstance(piece.get("id"), int)
            )


def _is_name(value: str) -> bool:
    on, colon, pk = value.partition(":")
    return bool(colon) and pk.isdecimal() and on in (*ABOVE, "outcome")

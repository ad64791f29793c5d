"""The few primitive steps that every change of a tree is made of, and their inverses.

A step is a small dict that fits into JSON. ``apply_step`` carries it out and returns the step
that takes it back; undo, redo and what a person does all run through here, so that the rules
are checked in one place, always inside the tree's lock. ``on`` is the kind of node
(operations/nodes.py), and an opportunity where it is left out:

- write: on, id, set, was         fields of a node or of the outcome, if they are as they ``was``
- move: on, id, parent, after     with all beneath; ``was`` is the parent it must still have
- remove: nodes (or on, id)       these and nothing that somebody has put under them meanwhile
- revive: nodes, evidence, target the same back in their places; also how new nodes come about
- park, unpark, aim               id
- support, unsupport: id, heard   what was heard, on an opportunity or off it
- turn: id, heard, against         whether a story speaks against the opportunity
- set_aside, bring_back: heard     what is kept off the tree, with the reason
- point, unpoint, amend: other     evidence that is no story
- tell, untell, retell, reorder    steps of the story map of a solution
- carry: id, to, rows             what hangs on one opportunity, over to another
"""

from opportunities.operations.nodes import check_place, find_node
from opportunities.operations.steps.carrying import carry
from opportunities.operations.steps.evidence import (
    amend,
    bring_back,
    point,
    set_aside,
    turn,
    unpoint,
)
from opportunities.operations.steps.hearing import support, unsupport
from opportunities.operations.steps.moving import move
from opportunities.operations.steps.parking import aim, park, unpark
from opportunities.operations.steps.removing import remove, revive
from opportunities.operations.steps.story_map import reorder, retell, tell, untell
from opportunities.operations.steps.writing import write

__all__ = ["apply_step", "check_place", "find_node"]

_STEPS = {
    "write": write,
    "move": move,
    "remove": remove,
    "revive": revive,
    "park": park,
    "unpark": unpark,
    "aim": aim,
    "support": support,
    "unsupport": unsupport,
    "turn": turn,
    "set_aside": set_aside,
    "bring_back": bring_back,
    "point": point,
    "unpoint": unpoint,
    "amend": amend,
    "carry": carry,
    "tell": tell,
    "untell": untell,
    "retell": retell,
    "reorder": reorder,
}


def apply_step(outcome, step):
    """Carry out one step on a locked tree; return its inverse."""
    return _STEPS[step["do"]](outcome, step)

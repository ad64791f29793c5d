"""Every change of a tree and what is decided on it, each under the lock of its outcome."""

from opportunities.operations.bin import bring_back
from opportunities.operations.branches import add_branch
from opportunities.operations.decisions import decide
from opportunities.operations.erasure import forget_names
from opportunities.operations.evidence import place_heard, unplace_evidence
from opportunities.operations.merging import (
    Part,
    merge_opportunities,
    split_opportunity,
)
from opportunities.operations.outcomes import create_outcome, edit_outcome
from opportunities.operations.places import LAST
from opportunities.operations.refusals import (
    AlreadyPlaced,
    CannotUndo,
    Gone,
    HasChildren,
    NothingChanged,
    NothingToUndo,
    StaleEdit,
    TooLong,
    TooMany,
    TreeRefusal,
    WouldCircle,
)
from opportunities.operations.several import (
    delete_nodes,
    move_nodes,
    park_nodes,
    restore_nodes,
)
from opportunities.operations.shape import (
    add_opportunity,
    delete_opportunity,
    edit_node,
    move_opportunity,
    park_opportunity,
    restore_opportunity,
    reword_opportunity,
    set_target,
)
from opportunities.operations.solutions import (
    add_solution,
    delete_solution,
    move_solution,
    reword_solution,
)
from opportunities.operations.undoing import redo_change, undo_change

__all__ = [
    "LAST",
    "AlreadyPlaced",
    "CannotUndo",
    "Gone",
    "HasChildren",
    "NothingChanged",
    "NothingToUndo",
    "Part",
    "StaleEdit",
    "TooLong",
    "TooMany",
    "TreeRefusal",
    "WouldCircle",
    "add_branch",
    "add_opportunity",
    "add_solution",
    "bring_back",
    "create_outcome",
    "decide",
    "delete_nodes",
    "delete_opportunity",
    "delete_solution",
    "edit_node",
    "edit_outcome",
    "forget_names",
    "merge_opportunities",
    "move_nodes",
    "move_opportunity",
    "move_solution",
    "park_nodes",
    "park_opportunity",
    "place_heard",
    "redo_change",
    "restore_nodes",
    "restore_opportunity",
    "reword_opportunity",
    "reword_solution",
    "set_target",
    "split_opportunity",
    "undo_change",
    "unplace_evidence",
]

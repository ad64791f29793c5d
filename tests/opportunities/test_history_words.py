"""Every kind of change has words in the history, found by reading what the operations write."""

import ast
from pathlib import Path

import pytest

from opportunities import operations
from opportunities.history_words import PAST, past
from opportunities.models import AssumptionTest, IdeaRound, TreeChange
from opportunities.operations.steps import _STEPS as STEPS

FOLDER = Path(operations.__file__).parent
WRITERS = {"write", "_write", "_change_of"}
# Those whose name is put together; what they are put together of is in the models.
PUT_TOGETHER = {f"ideas_{phase}" for phase in IdeaRound.Phase.values[1:]}
PUT_TOGETHER |= {f"test_{verdict}" for verdict in AssumptionTest.Verdict.values}


def kinds_in(path):
    """What is written as a kind, also by way of a variable, a default or a choice of two."""
    words = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and _name(node.func) in WRITERS:
            words |= {word for arg in node.args for word in _texts(arg)}
        elif isinstance(node, ast.Assign) and _name(node.targets[0]) == "kind":
            words |= _texts(node.value)
        elif isinstance(node, ast.FunctionDef):
            names = [arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)]
            given = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            if "kind" in names and _name(node) not in WRITERS:
                words |= {word for one in given for word in _texts(one)}
    return {word for word in words if word.replace("_", "").isalpha()}


def _name(node):
    return getattr(node, "attr", getattr(node, "id", getattr(node, "name", "")))


def _texts(node):
    if isinstance(node, ast.IfExp):
        return _texts(node.body) | _texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and node.value else set()


def test_every_kind_of_change_has_words():
    written = {kind for path in FOLDER.glob("*.py") for kind in kinds_in(path)}
    assert {"added", "ticket_linked", "turned_against", "target_off"} <= written
    written |= PUT_TOGETHER
    assert written - PAST.keys() - STEPS.keys() - {"undone", "redone"} == set()


@pytest.mark.parametrize(
    ("kind", "says"), [("undone", "Took back"), ("redone", "Made again")]
)
def test_what_is_taken_back_says_what_it_was(kind, says):
    what = {"title": "I wait", "did": "parked", "reason": "Later", "count": 2}
    said = past(kind, TreeChange(kind=kind, change=what))
    assert said == f"{says}: Parked “I wait” and one more: Later"
    assert past(kind, TreeChange(kind=kind, change={"title": "x"}))

"""Whole branches in one change, and what is read back from a tree."""

import pytest

from opportunities import operations as ops
from opportunities.branches import MOST_NODES, NewNode, read_branches, write_branches
from opportunities.models import TreeChange
from opportunities.queries.branches import load_branches, topmost
from tests.factories.opportunities import OutcomeFactory


def written(outcome, names=None):
    return write_branches(load_branches(outcome, names))


def paste(act, outcome, text, parent=None, after="last"):
    on = "outcome" if parent is None else "opportunity"
    nodes = read_branches(text, on)
    return act(ops.add_branch, outcome, parent=parent, after=after, nodes=nodes)


LINES = """\
- Cover
	- I never know who could come
		- Solution: A board
			- Assumption: They look at it
			- Assumption: It is cheap
		- Solution: A bell
	- I lose half the evening
- Pay"""


def test_a_branch_is_added_in_one_change_and_taken_back_in_one(act, outcome, grow):
    grow(a={}, b={})

    change = paste(act, outcome, LINES, after=outcome.opportunities.first().pk)
    assert written(outcome) == f"- I can't a\n{LINES}\n- I can't b"
    assert (change.revision, change.change["count"]) == (1, 8)

    act(ops.undo_change, outcome)
    assert written(outcome) == "- I can't a\n- I can't b"

    act(ops.redo_change, outcome)
    assert written(outcome) == f"- I can't a\n{LINES}\n- I can't b"


def test_branches_are_copied_between_trees_with_all_they_say(act, outcome, team):
    paste(act, outcome, LINES)
    node = outcome.opportunities.get(text="Cover")
    node.description, node.kind = "At short notice", "pain"
    node.save()
    other = OutcomeFactory(team=team)

    nodes = load_branches(outcome, [f"opportunity:{node.pk}"])
    act(ops.add_branch, other, parent=None, after=None, nodes=nodes)

    copy = other.opportunities.get(text="Cover")
    assert (copy.description, copy.kind) == ("At short notice", "pain")
    assert written(other) == LINES.removesuffix("\n- Pay")


def test_a_branch_is_pasted_under_a_solution(act, outcome):
    paste(act, outcome, LINES)
    bell = outcome.solutions.get(text="A bell")
    nodes = read_branches("Somebody hears it", "solution")

    act(
        ops.add_branch, outcome, parent=f"solution:{bell.pk}", after="last", nodes=nodes
    )

    assert [row.text for row in bell.assumptions.all()] == ["Somebody hears it"]


def test_what_somebody_put_under_a_pasted_branch_keeps_it(
    act, outcome, grow, researcher
):
    paste(act, outcome, "a\n\tb")
    b = outcome.opportunities.get(text="b")
    act(ops.add_opportunity, outcome, text="theirs", parent=b.pk, by=researcher)

    with pytest.raises(ops.CannotUndo, match="One thing stands under it"):
        act(ops.undo_change, outcome)


def test_empty_and_misplaced_branches_are_refused(act, outcome):
    with pytest.raises(ops.TreeRefusal, match="no line"):
        paste(act, outcome, "\n \n")
    nodes = read_branches("an assumption", "solution")
    with pytest.raises(ops.Gone, match="cannot stand"):
        act(ops.add_branch, outcome, parent=None, after=None, nodes=nodes)


def test_a_long_list_is_one_change(act, outcome):
    lines = "\n".join(f"{'    ' * (n % 5)}- line {n}" for n in range(1_000))

    paste(act, outcome, lines)
    assert outcome.opportunities.present().count() == 1_000

    act(ops.undo_change, outcome)
    assert outcome.opportunities.present().count() == 0
    act(ops.redo_change, outcome)
    assert outcome.opportunities.present().count() == 1_000
    assert TreeChange.objects.count() == 3


def test_more_lines_than_one_change_may_add_are_refused(act, outcome):
    nodes = [NewNode("opportunity", "line")] * (MOST_NODES + 1)

    with pytest.raises(ops.TooMany, match="5000"):
        act(ops.add_branch, outcome, parent=None, after=None, nodes=nodes)


def test_many_lines_side_by_side_have_short_keys(act, outcome):
    paste(act, outcome, "line\n" * 1_000)

    keys = outcome.opportunities.values_list("position", flat=True)
    assert max(len(key) for key in keys) < 16


def test_of_nested_nodes_the_topmost_count(outcome, grow):
    nodes = grow(a={"x": {"y": {}}}, b={})
    names = [f"opportunity:{nodes[name].pk}" for name in ("y", "b", "a")]

    assert topmost(outcome, names) == names[1:]

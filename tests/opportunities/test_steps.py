"""Steps over all three kinds of nodes: the same checks, positions and inverses."""

from uuid import uuid4

import pytest

from opportunities import operations as ops
from opportunities.models import Assumption, Opportunity
from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal


@pytest.fixture
def solved(act, outcome, grow, member):
    """Two opportunities with three solutions, and two assumptions under the first of those."""
    nodes = grow(a={}, b={})
    for owner, text in (("a", "Board"), ("a", "Bell"), ("b", "Pool")):
        act(ops.add_solution, nodes[owner], text=text)
    nodes |= {solution.text: solution for solution in outcome.solutions.all()}
    assume(outcome, member, nodes["Board"], "People look at it")
    assume(outcome, member, nodes["Board"], "It is cheap")
    nodes |= {assumption.text: assumption for assumption in outcome.assumptions.all()}
    return nodes


def assume(outcome, member, solution, text):
    journal = Journal(outcome, by=member, client_id=uuid4())
    kind = Assumption.Kind.DESIRABILITY
    create_node(journal, "assumption", parent=solution.pk, text=text, kind=kind)
    journal.write("assumed", f"solution:{solution.pk}", text)


def under(rows):
    rows = rows.filter(deleted_at=None).order_by("position")
    return list(rows.values_list("text", flat=True))


def test_solutions_move_to_another_opportunity_and_back(act, outcome, solved):
    board, pool = solved["Board"], solved["Pool"]

    act(ops.move_solution, board, parent=solved["b"].pk, after=pool.pk)
    assert under(solved["b"].solutions) == ["Pool", "Board"]

    act(ops.undo_change, outcome)
    assert under(solved["a"].solutions) == ["Board", "Bell"]


def test_solutions_do_not_stand_right_under_the_outcome(act, solved):
    with pytest.raises(ops.Gone, match="under an opportunity"):
        act(ops.move_solution, solved["Board"], parent=None, after=None)


def test_solutions_with_assumptions_are_not_removed_alone(act, solved):
    with pytest.raises(ops.HasChildren):
        act(ops.delete_solution, solved["Board"])


def test_any_field_is_written_and_taken_back(act, outcome, solved, member):
    name = f"assumption:{solved['It is cheap'].pk}"
    owner = f"opportunity:{solved['a'].pk}"

    act(ops.edit_node, outcome, name, wanted={"importance": 80}, seen={})
    act(ops.edit_node, outcome, owner, wanted={"owner_id": member.pk}, seen={})
    assert Opportunity.objects.get(pk=solved["a"].pk).owner == member
    solved["It is cheap"].refresh_from_db()
    assert solved["It is cheap"].importance == 80

    act(ops.undo_change, outcome)
    act(ops.undo_change, outcome)
    assert Opportunity.objects.get(pk=solved["a"].pk).owner is None
    solved["It is cheap"].refresh_from_db()
    assert solved["It is cheap"].importance is None


def test_words_longer_than_their_column_are_refused(act, grow):
    node = grow(a={})["a"]

    with pytest.raises(ops.TooLong, match="240"):
        act(ops.reword_opportunity, node, text="x" * 10_000, seen={"text": node.text})


def test_undo_passes_over_what_nothing_takes_back(act, outcome, grow, member):
    node = grow(a={})["a"]
    act(ops.reword_opportunity, node, text="other", seen={"text": node.text})
    Journal(outcome, by=member, client_id=uuid4()).write("began", "", "a test")

    act(ops.undo_change, outcome)

    assert Opportunity.objects.get(pk=node.pk).text == "I can't a"


def test_changes_say_when_a_node_was_last_touched(act, grow):
    node = grow(a={}, b={})["a"]
    before = node.updated_at

    act(ops.move_opportunity, node, parent=None, after="last")

    assert Opportunity.objects.get(pk=node.pk).updated_at > before


def test_undoing_a_move_that_somebody_overtook_is_refused(
    act, outcome, grow, researcher
):
    nodes = grow(a={"x": {}}, b={}, c={})
    act(ops.move_opportunity, nodes["x"], parent=nodes["b"].pk, after=None)
    elsewhere = {"parent": nodes["c"].pk, "after": None, "by": researcher}
    act(ops.move_opportunity, nodes["x"], **elsewhere)

    with pytest.raises(ops.CannotUndo, match="I can't c"):
        act(ops.undo_change, outcome)

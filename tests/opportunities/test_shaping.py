"""Merging, splitting, several nodes at once, and the bin."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from opportunities import operations as ops
from opportunities.models import (
    CustomerRating,
    Evidence,
    NodeComment,
    Opportunity,
    OtherEvidence,
    TicketLink,
    TreeChange,
)
from opportunities.operations.evidence import split_heard
from opportunities.operations.nodes import name_of
from opportunities.operations.several import neighbour
from opportunities.queries.bin import list_deleted
from opportunities.queries.branches import load_branches
from snapshots.operations.publishing import withdraw_snapshot
from tests.factories.opportunities import DecisionFactory


def outline(outcome, level=0, nodes=None):
    """The tree in short: ``a(x y(z)) b``."""
    nodes = load_branches(outcome) if nodes is None else nodes
    return " ".join(
        node.text.removeprefix("I can't ")
        + (f"({outline(outcome, level + 1, node.children)})" if node.children else "")
        for node in nodes
    )


@pytest.fixture
def two(act, outcome, grow, hear, member):
    """Two nodes that say the same, each with all that can hang on one."""
    nodes = grow(a={"x": {}}, b={"y": {}, "z": {}}, c={})
    person = None
    for name in "ab":
        node = nodes[name]
        heard = hear(**({"interview__participant": person} if person else {}))
        person = heard.snapshot.participant
        act(ops.place_heard, outcome, heard, opportunity=node)
        act(ops.add_solution, node, text=f"for {name}")
        workspace = {"workspace": node.workspace, "opportunity": node}
        once = {**workspace, "client_id": uuid4()}
        support = {"source": "support", "basis": "done", "added_by": member}
        OtherEvidence.objects.create(**once, **support, text=f"Tickets {name}")
        NodeComment.objects.create(
            **once, outcome=outcome, author=member, text=f"So {name}"
        )
        ticket = {"url": "https://x.test/1", "added_by": member, "title": name}
        TicketLink.objects.create(**workspace, outcome=outcome, **ticket)
        rated = {"importance": 4, "satisfaction": 2, "noted_by": member}
        CustomerRating.objects.create(**workspace, participant=person, **rated)
        DecisionFactory(opportunity=node, owner=member)
    return nodes


def hanging(node):
    """How many rows of each kind hang on a node."""
    models = (Evidence, OtherEvidence, NodeComment, TicketLink, CustomerRating)
    counts = [model.objects.filter(opportunity=node).count() for model in models]
    return [*counts, node.decisions.count()]


def test_merging_keeps_every_source(act, outcome, two):
    a, b = two["a"], two["b"]
    act(ops.set_target, b, is_target=True)

    act(ops.merge_opportunities, a, [b], text="I can't a and b")

    assert outline(outcome) == "a and b(x y z for a for b) c"
    # The same ticket and the same customer's rating are there once.
    assert hanging(a) == [2, 2, 2, 1, 1, 2]
    b.refresh_from_db()
    assert b.merged_into == a
    assert outcome.opportunities.get(is_target=True) == a


def test_undoing_a_merge_brings_all_back(act, outcome, two):
    a, b = two["a"], two["b"]
    act(ops.set_target, b, is_target=True)
    before, hung = outline(outcome), [hanging(a), hanging(b)]

    act(ops.merge_opportunities, a, [b], text="I can't a and b")
    act(ops.undo_change, outcome)
    assert outline(outcome) == before
    assert [hanging(a), hanging(b)] == hung
    assert outcome.opportunities.get(is_target=True) == b
    assert Opportunity.objects.get(pk=b.pk).merged_into is None

    act(ops.redo_change, outcome)
    assert outline(outcome) == "a and b(x y z for a for b) c"


def test_undoing_a_merge_leaves_what_others_moved_since(
    act, outcome, two, researcher, grow
):
    act(ops.merge_opportunities, two["a"], [two["b"]])
    act(
        ops.move_opportunity,
        two["y"],
        parent=two["c"].pk,
        after=None,
        by=researcher,
    )

    act(ops.undo_change, outcome)

    assert outline(outcome) == "a(x for a) b(z for b) c(y)"


def test_merging_a_parent_into_what_stands_beneath_it(act, outcome, grow):
    nodes = grow(a={"x": {"keep": {"z": {}}}, "y": {}}, b={})

    act(ops.merge_opportunities, nodes["keep"], [nodes["a"], nodes["b"]])
    assert outline(outcome) == "keep(z x y)"

    act(ops.undo_change, outcome)
    assert outline(outcome) == "a(x(keep(z)) y) b"


def test_merging_needs_two(act, grow):
    node = grow(a={})["a"]

    with pytest.raises(ops.TreeRefusal, match="two"):
        act(ops.merge_opportunities, node, [node])


def test_splitting_puts_evidence_and_children_where_they_belong(act, outcome, two):
    b = two["b"]
    evidence = b.evidence.get()
    solution = b.solutions.get()
    part = ops.Part(
        text="I can't w",
        kind="pain",
        rows={"evidence": [evidence.pk]},
        children=[name_of(two["z"]), name_of(solution)],
    )

    act(ops.split_opportunity, b, [part], text="I can't v")
    assert outline(outcome) == "a(x for a) v(y) w(z for b) c"
    new = outcome.opportunities.get(text="I can't w")
    assert new.evidence.get() == evidence
    assert hanging(b) == [0, 1, 1, 1, 1, 1]

    act(ops.undo_change, outcome)
    assert outline(outcome) == "a(x for a) b(y z for b) c"
    assert b.evidence.get() == evidence


def test_several_nodes_move_in_their_order_with_one_change(act, outcome, two):
    solution = two["a"].solutions.get()
    names = [name_of(two[name]) for name in ("b", "y", "x")] + [name_of(solution)]

    change = act(ops.move_nodes, outcome, names, parent=name_of(two["c"]))
    assert outline(outcome) == "a c(b(y z for b) x for a)"
    assert change.change["count"] == 3

    act(ops.undo_change, outcome)
    assert outline(outcome) == "a(x for a) b(y z for b) c"


def test_several_nodes_go_only_where_all_may_stand(act, outcome, two):
    names = [name_of(two["x"]), name_of(two["a"].solutions.get())]

    with pytest.raises(ops.TreeRefusal, match="under an opportunity"):
        act(ops.move_nodes, outcome, names, parent=None)
    with pytest.raises(ops.WouldCircle):
        act(ops.move_nodes, outcome, [name_of(two["a"])], parent=names[0])

    assert outline(outcome) == "a(x for a) b(y z for b) c"
    assert TreeChange.objects.filter(kind="moved").count() == 0


def test_several_nodes_are_parked_and_come_back(act, outcome, grow):
    nodes = grow(a={"x": {}}, b={}, c={})
    names = [name_of(nodes[name]) for name in "abx"]

    act(ops.park_nodes, outcome, names, reason="Later")
    assert outline(outcome) == "c"

    act(ops.restore_nodes, outcome, names[:2])
    assert outline(outcome) == "a(x) b c"

    act(ops.undo_change, outcome)
    act(ops.undo_change, outcome)
    assert outline(outcome) == "a(x) b c"


def test_a_deleted_branch_waits_in_the_bin(act, outcome, two, researcher):
    names = [name_of(two["a"]), name_of(two["x"])]

    act(ops.delete_nodes, outcome, names)
    assert outline(outcome) == "b(y z for b) c"
    (deleted,) = list_deleted(outcome)
    assert (deleted.change.change["title"], deleted.others) == ("I can't a", 2)

    act(ops.bring_back, outcome, deleted.change.revision, by=researcher)
    assert outline(outcome) == "a(x for a) b(y z for b) c"
    assert two["a"].evidence.count() == 1
    assert list_deleted(outcome) == []


def test_what_was_deleted_beneath_what_is_gone_comes_back_parked(act, outcome, grow):
    nodes = grow(a={"x": {}}, b={})
    act(ops.delete_nodes, outcome, [name_of(nodes["x"])])
    act(ops.delete_nodes, outcome, [name_of(nodes["a"])])
    newest, older = list_deleted(outcome)

    act(ops.bring_back, outcome, older.change.revision)

    nodes["x"].refresh_from_db()
    assert (nodes["x"].parent, nodes["x"].deleted_at) == (None, None)
    assert nodes["x"].parked_reason == "Its old place is gone."


def test_merged_and_old_nodes_are_not_in_the_bin(act, outcome, grow):
    nodes = grow(a={}, b={}, c={})
    act(ops.merge_opportunities, nodes["a"], [nodes["b"]])
    act(ops.delete_opportunity, nodes["c"])
    assert len(list_deleted(outcome)) == 1

    outcome.changes.update(at=now() - timedelta(days=31))
    assert list_deleted(outcome) == []
    with pytest.raises(ops.Gone):
        act(ops.bring_back, outcome, outcome.changes.last().revision)


def test_a_story_on_two_nodes_comes_back_to_the_one_that_was_deleted(
    act, outcome, grow, hear
):
    nodes, heard = grow(a={}, b={}), hear()
    act(ops.place_heard, outcome, heard, opportunity=nodes["a"])
    Evidence.objects.create(
        workspace=outcome.workspace,
        opportunity=nodes["b"],
        heard=heard,
        placed_by=Evidence.objects.get().placed_by,
    )
    act(ops.delete_opportunity, nodes["b"])
    act(ops.undo_change, outcome)
    assert nodes["b"].evidence.count() == nodes["a"].evidence.count() == 1


def test_a_story_that_was_split_comes_back_to_each_in_any_order(act, outcome, hear):
    heard = hear()
    act(split_heard, outcome, heard, texts=["one", "two"])
    one, two = outcome.opportunities.order_by("pk")
    for node in (one, two):
        act(ops.delete_opportunity, node)

    for deleted in reversed(list_deleted(outcome)):
        act(ops.bring_back, outcome, deleted.change.revision)

    assert [node.evidence.count() for node in (one, two)] == [1, 1]


def test_a_solution_whose_opportunity_is_gone_says_what_to_bring_back_first(
    act, outcome, grow, researcher
):
    node = grow(a={})["a"]
    act(ops.add_solution, node, text="Ask all")
    act(ops.delete_solution, node.solutions.get())
    act(ops.delete_opportunity, node, by=researcher)

    with pytest.raises(ops.CannotUndo, match="Bring that back first"):
        act(ops.undo_change, outcome)


def test_the_target_does_not_come_back_beneath_what_is_parked(act, outcome, grow):
    nodes = grow(a={"x": {}})
    act(ops.set_target, nodes["x"], is_target=True)
    act(ops.park_opportunity, nodes["x"], reason="")
    act(ops.park_opportunity, nodes["a"], reason="")

    act(ops.restore_opportunity, nodes["x"])
    act(ops.undo_change, outcome)
    act(ops.redo_change, outcome)
    assert not outcome.opportunities.filter(is_target=True).exists()


def test_one_step_down_passes_what_is_parked(act, outcome, grow):
    nodes = grow(a={}, b={}, c={})
    act(ops.park_opportunity, nodes["b"], reason="")

    assert neighbour(nodes["a"], "down") == {"parent": None, "after": nodes["c"].pk}


def test_merging_two_nodes_of_one_story_is_taken_back_whole(
    act, outcome, grow, hear, member
):
    nodes, heard = grow(a={}, b={}), hear()
    made = {"workspace": outcome.workspace, "heard": heard, "placed_by": member}
    for node in nodes.values():
        Evidence.objects.create(opportunity=node, **made)
    act(ops.merge_opportunities, nodes["a"], [nodes["b"]])
    act(ops.undo_change, outcome)
    assert nodes["b"].evidence.count() == nodes["a"].evidence.count() == 1


def test_undo_brings_no_story_back_that_is_a_draft_by_now(
    act, outcome, grow, hear, member
):
    node, heard = grow(a={})["a"], hear()
    act(ops.place_heard, outcome, heard, opportunity=node)
    act(ops.delete_opportunity, node)
    withdraw_snapshot(snapshot=heard.snapshot, by=member)
    act(ops.undo_change, outcome)
    assert not node.evidence.exists()

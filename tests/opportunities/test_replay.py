"""The tree of the past: whatever people did, taking it back leads to the trees that there were."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.models import Opportunity
from opportunities.operations import (
    add_opportunity,
    delete_opportunity,
    move_opportunity,
    park_opportunity,
    redo_change,
    restore_opportunity,
    reword_opportunity,
    set_target,
    undo_change,
)
from opportunities.operations.refusals import TreeRefusal
from opportunities.replay import Past, PastNode, compare, moments_of
from tests.factories.opportunities import OutcomeFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db


def photograph(outcome):
    """The tree as it stands in the database."""
    nodes = [
        PastNode(
            name=f"opportunity:{row.pk}",
            parent=f"opportunity:{row.parent_id}" if row.parent_id else "outcome",
            text=row.text,
            is_parked=row.parked_at is not None,
            is_target=row.is_target,
            is_deleted=row.deleted_at is not None,
        )
        for row in Opportunity.objects.filter(outcome=outcome).order_by(
            "position", "pk"
        )
    ]
    return Past(nodes, outcome.title)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "move", "word", "park", "return", "aim", "delete", "undo", "redo"]
        ),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=25,
)


def do(act, outcome, member, one, other):
    rows = list(outcome.opportunities.filter(deleted_at=None).order_by("pk"))
    said = {"by": member, "client_id": uuid.uuid4()}
    if act in ("undo", "redo"):
        return {"undo": undo_change, "redo": redo_change}[act](outcome, **said)
    parent = rows[other % len(rows)].pk if rows and other else None
    if act == "add" or not rows:
        return add_opportunity(outcome, text=f"N{one}{other}", parent=parent, **said)
    node = rows[one % len(rows)]
    return {
        "move": lambda: move_opportunity(node, parent=parent, after=None, **said),
        "word": lambda: reword_opportunity(
            node, text=f"W{other}", seen={"text": node.text}, **said
        ),
        "park": lambda: park_opportunity(node, reason="Later", **said),
        "return": lambda: restore_opportunity(node, **said),
        "aim": lambda: set_target(node, is_target=True, **said),
        "delete": lambda: delete_opportunity(node, **said),
    }[act]()


@settings(max_examples=25, deadline=None)
@given(acts=ACTS)
def test_each_revision_is_found_again(acts):
    member = MembershipFactory(role="admin")
    team = TeamFactory(workspace=member.workspace)
    outcome = OutcomeFactory(workspace=member.workspace, team=team)
    seen = {0: photograph(outcome).standing()}
    for act, one, other in acts:
        try:
            change = do(act, outcome, member, one, other)
        except TreeRefusal:
            continue
        seen[change.revision] = photograph(outcome).standing()
    past = photograph(outcome)
    for change in outcome.changes.order_by("-revision"):
        assert past.standing() == seen[change.revision]
        past.step_back(change.inverse["steps"])
    assert past.standing() == seen[0]


def test_two_states_are_compared_node_by_node():
    def tree(*nodes):
        made = [PastNode(name, parent, text) for name, parent, text in nodes]
        return Past(made, "Outcome").standing()

    before = tree(
        ("opportunity:1", "outcome", "A"),
        ("opportunity:2", "opportunity:1", "B"),
        ("opportunity:3", "outcome", "C"),
    )
    after = tree(
        ("opportunity:1", "outcome", "A, better"),
        ("opportunity:2", "outcome", "B"),
        ("opportunity:4", "outcome", "D"),
    )
    found = [(one.kind, one.node.text) for one in compare(before, after)]
    assert found == [
        ("reworded", "A, better"),
        ("moved", "B"),
        ("new", "D"),
        ("gone", "C"),
    ]


@pytest.mark.parametrize(
    ("count", "most", "chosen"),
    [(0, 4, []), (3, 4, [0, 1, 2]), (10, 4, [0, 3, 6, 9]), (4, 4, [0, 1, 2, 3])],
)
def test_a_film_begins_with_the_first_and_ends_with_the_last(count, most, chosen):
    assert moments_of(range(count), most) == chosen

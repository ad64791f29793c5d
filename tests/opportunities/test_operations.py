from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from discovery.workspaces.permissions import Role
from opportunities import operations as ops
from opportunities.models import Opportunity
from opportunities.tree import nest
from recruiting.signals import participant_erased
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory


def shape(outcome):
    """The tree as nested texts without their "I can't"."""

    def texts(branches):
        return {
            b.row.text.removeprefix("I can't "): texts(b.children) for b in branches
        }

    return texts(nest(outcome.opportunities.present()).top)


def fresh(node):
    return Opportunity.objects.get(pk=node.pk)


def test_adding_puts_the_node_behind_the_one_named(act, outcome, grow):
    nodes = grow(a={}, b={})

    change = act(ops.add_opportunity, outcome, text="I can't wait", after=nodes["a"].pk)

    assert list(shape(outcome)) == ["a", "wait", "b"]
    outcome.refresh_from_db()
    assert outcome.revision == change.revision == 1


def test_adding_first_and_last(act, outcome, grow):
    nodes = grow(a={"x": {}})

    act(ops.add_opportunity, outcome, text="first", parent=nodes["a"].pk, after=None)
    act(ops.add_opportunity, outcome, text="last", parent=nodes["a"].pk)

    assert shape(outcome) == {"a": {"first": {}, "x": {}, "last": {}}}


def test_a_repeated_request_changes_nothing(act, outcome):
    client_id = uuid4()

    first = act(ops.add_opportunity, outcome, text="once", client_id=client_id)
    second = act(ops.add_opportunity, outcome, text="once", client_id=client_id)

    assert first == second
    assert shape(outcome) == {"once": {}}


def test_rewording_writes_both_texts_down(act, grow):
    node = grow(a={})["a"]

    change = act(
        ops.reword_opportunity, node, text="I can't sleep", seen={"text": node.text}
    )

    assert fresh(node).text == "I can't sleep"
    assert fresh(node).version == 2
    assert change.inverse["steps"][0]["set"] == {"text": "I can't a"}


def test_a_stale_rewording_is_refused_with_both_texts(act, grow):
    node = grow(a={})["a"]
    act(ops.reword_opportunity, node, text="theirs", seen={"text": node.text})

    with pytest.raises(ops.StaleEdit) as refused:
        act(ops.reword_opportunity, node, text="mine", seen={"text": node.text})

    assert (refused.value.theirs, refused.value.mine) == ("theirs", "mine")
    assert fresh(node).text == "theirs"


def test_changes_of_different_fields_both_stay(act, grow):
    node = grow(a={})["a"]
    seen = {"text": node.text, "kind": node.kind}
    act(ops.reword_opportunity, node, text="theirs", kind="need", seen=seen)

    act(ops.reword_opportunity, node, text=node.text, kind="pain", seen=seen)

    assert (fresh(node).text, fresh(node).kind) == ("theirs", "pain")


def test_moving_takes_the_branch_along(act, outcome, grow):
    nodes = grow(a={"x": {"y": {}}}, b={})

    act(ops.move_opportunity, nodes["x"], parent=nodes["b"].pk, after=None)

    assert shape(outcome) == {"a": {}, "b": {"x": {"y": {}}}}


def test_moving_beneath_itself_is_refused(act, outcome, grow):
    nodes = grow(a={"x": {"y": {}}})

    with pytest.raises(ops.WouldCircle):
        act(ops.move_opportunity, nodes["a"], parent=nodes["y"].pk, after=None)

    assert shape(outcome) == {"a": {"x": {"y": {}}}}


def test_moving_what_somebody_moved_elsewhere_is_refused(act, outcome, grow):
    nodes = grow(a={"x": {}}, b={}, c={})
    act(ops.move_opportunity, nodes["x"], parent=nodes["b"].pk, after=None)

    with pytest.raises(ops.Gone, match="I can't b"):
        act(
            ops.move_opportunity,
            nodes["x"],
            parent=nodes["c"].pk,
            after=None,
            seen_parent=nodes["a"].pk,
        )

    assert shape(outcome) == {"a": {}, "b": {"x": {}}, "c": {}}


def test_moving_to_another_tree_is_refused(act, grow, team):
    node = grow(a={})["a"]
    elsewhere = OpportunityFactory(outcome=OutcomeFactory(team=team))

    with pytest.raises(ops.Gone):
        act(ops.move_opportunity, node, parent=elsewhere.pk, after=None)


def test_siblings_are_spread_when_there_is_no_room(act, outcome):
    keys = ["a", "a" + "0" * 60 + "1"]
    first, second = [OpportunityFactory(outcome=outcome, position=k) for k in keys]
    node = OpportunityFactory(outcome=outcome, position="b")

    for _ in range(6):
        act(ops.move_opportunity, node, parent=None, after=first.pk)
        act(ops.move_opportunity, second, parent=None, after=first.pk)

    order = nest(outcome.opportunities.all()).top
    assert [branch.row.pk for branch in order] == [first.pk, second.pk, node.pk]
    assert max(len(branch.row.position) for branch in order) < 10


def test_there_is_one_target(act, outcome, grow):
    nodes = grow(a={}, b={})
    act(ops.set_target, nodes["a"], is_target=True)

    act(ops.set_target, nodes["b"], is_target=True)

    assert list(outcome.opportunities.filter(is_target=True)) == [nodes["b"]]


def test_parking_hides_the_branch_and_its_target(act, outcome, grow):
    nodes = grow(a={"x": {}})
    act(ops.set_target, nodes["x"], is_target=True)

    act(ops.park_opportunity, nodes["a"], reason="Not this quarter")
    assert not fresh(nodes["x"]).is_target
    assert fresh(nodes["a"]).parked_reason == "Not this quarter"

    act(ops.undo_change, outcome)
    assert fresh(nodes["x"]).is_target
    assert fresh(nodes["a"]).parked_at is None


def test_parked_nodes_come_back(act, grow):
    node = grow(a={})["a"]
    act(ops.park_opportunity, node, reason="")

    act(ops.restore_opportunity, node)

    assert fresh(node).parked_at is None


def test_nothing_goes_under_a_parked_branch(act, outcome, grow):
    nodes = grow(a={"x": {}})
    act(ops.park_opportunity, nodes["a"], reason="")

    with pytest.raises(ops.Gone, match="parked"):
        act(ops.add_opportunity, outcome, text="new", parent=nodes["x"].pk)


def test_deleting_a_parent_is_refused(act, outcome, grow):
    nodes = grow(a={"x": {}})

    with pytest.raises(ops.HasChildren):
        act(ops.delete_opportunity, nodes["a"])

    assert shape(outcome) == {"a": {"x": {}}}


def test_deleting_a_node_with_solutions_is_refused(act, grow):
    node = grow(a={})["a"]
    act(ops.add_solution, node, text="Open shifts board")

    with pytest.raises(ops.HasChildren):
        act(ops.delete_opportunity, node)


def test_deleted_nodes_give_their_stories_back_to_the_inbox(act, outcome, grow, hear):
    node, heard = grow(a={})["a"], hear()
    act(ops.place_heard, outcome, heard, opportunity=node)

    act(ops.delete_opportunity, node)
    assert not heard.evidence.exists()

    act(ops.undo_change, outcome)
    assert [placed.opportunity for placed in heard.evidence.all()] == [node]


def test_what_was_heard_becomes_a_node_with_its_evidence(act, outcome, grow, hear):
    node, heard = grow(a={})["a"], hear("I can't reach everybody")

    change = act(ops.place_heard, outcome, heard, parent=node.pk)

    assert shape(outcome) == {"a": {"reach everybody": {}}}
    assert change.node == f"opportunity:{heard.evidence.get().opportunity_id}"


def test_what_was_heard_is_placed_once(act, outcome, grow, hear):
    nodes, heard = grow(a={}, b={}), hear()
    act(ops.place_heard, outcome, heard, opportunity=nodes["a"])

    with pytest.raises(ops.AlreadyPlaced, match="I can't a"):
        act(ops.place_heard, outcome, heard, opportunity=nodes["b"])

    assert heard.evidence.count() == 1


def test_unpublished_stories_are_not_placed(act, outcome, grow, hear):
    node, heard = grow(a={})["a"], hear()
    heard.snapshot.published_at = heard.snapshot.published_by = None
    heard.snapshot.save()

    with pytest.raises(ops.Gone):
        act(ops.place_heard, outcome, heard, opportunity=node)


def test_evidence_goes_back_to_the_inbox(act, outcome, grow, hear):
    node, heard = grow(a={})["a"], hear()
    act(ops.place_heard, outcome, heard, opportunity=node)

    act(ops.unplace_evidence, heard.evidence.get())

    assert not heard.evidence.exists()


def test_solutions_are_added_worded_and_deleted(act, grow):
    node = grow(a={})["a"]
    act(ops.add_solution, node, text="A board")
    solution = node.solutions.get()

    act(ops.reword_solution, solution, text="A better board", seen={"text": "A board"})
    solution.refresh_from_db()
    assert solution.text == "A better board"

    act(ops.delete_solution, solution)
    assert not node.solutions.filter(deleted_at=None).exists()


def test_undo_and_redo_are_each_persons_own(act, outcome, grow, researcher):
    nodes = grow(a={"x": {}}, b={}, c={})
    act(ops.move_opportunity, nodes["x"], parent=nodes["b"].pk, after=None)
    act(
        ops.move_opportunity,
        nodes["c"],
        parent=nodes["a"].pk,
        after=None,
        by=researcher,
    )

    act(ops.undo_change, outcome)
    assert shape(outcome) == {"a": {"x": {}, "c": {}}, "b": {}}

    act(ops.redo_change, outcome)
    assert shape(outcome) == {"a": {"c": {}}, "b": {"x": {}}}

    act(ops.undo_change, outcome)
    act(ops.undo_change, outcome, by=researcher)
    assert shape(outcome) == {"a": {"x": {}}, "b": {}, "c": {}}


def test_undo_goes_back_change_by_change(act, outcome):
    for text in ("one", "two", "three"):
        act(ops.add_opportunity, outcome, text=text)

    act(ops.undo_change, outcome)
    act(ops.undo_change, outcome)
    assert shape(outcome) == {"one": {}}

    act(ops.redo_change, outcome)
    assert shape(outcome) == {"one": {}, "two": {}}

    act(ops.add_opportunity, outcome, text="four")
    with pytest.raises(ops.NothingToUndo):
        act(ops.redo_change, outcome)


def test_undoing_words_that_somebody_changed_since_is_refused(
    act, outcome, grow, researcher
):
    node = grow(a={})["a"]
    act(ops.reword_opportunity, node, text="mine", seen={"text": node.text})
    act(
        ops.reword_opportunity,
        node,
        text="theirs",
        seen={"text": "mine"},
        by=researcher,
    )

    with pytest.raises(ops.CannotUndo, match="Worded anew: “mine”"):
        act(ops.undo_change, outcome)

    assert fresh(node).text == "theirs"


def test_undone_moves_to_a_place_that_is_gone_are_parked(
    act, outcome, grow, researcher
):
    nodes = grow(a={"x": {}}, b={})
    act(ops.move_opportunity, nodes["x"], parent=nodes["b"].pk, after=None)
    act(ops.delete_opportunity, nodes["a"], by=researcher)

    act(ops.undo_change, outcome)

    assert fresh(nodes["x"]).parent is None
    assert fresh(nodes["x"]).parked_at is not None


def test_nothing_to_undo(act, outcome):
    with pytest.raises(ops.NothingToUndo):
        act(ops.undo_change, outcome)


def test_members_change_only_the_trees_of_their_own_teams(act, outcome, workspace):
    other = MembershipFactory(
        workspace=workspace, team=TeamFactory(workspace=workspace)
    )
    researcher = MembershipFactory(workspace=workspace, role=Role.RESEARCHER)

    with pytest.raises(PermissionDenied):
        act(ops.add_opportunity, outcome, text="no", by=other)
    act(ops.add_opportunity, outcome, text="yes", by=researcher)

    assert shape(outcome) == {"yes": {}}


def test_strangers_change_nothing(act, outcome, stranger):
    with pytest.raises(PermissionDenied):
        act(ops.add_opportunity, outcome, text="no", by=stranger)


def test_editing_the_outcome_keeps_others_changes(act, outcome):
    act(ops.edit_outcome, outcome, current="27%", due_on="2027-03-01", seen={})
    act(ops.edit_outcome, outcome, metric="fill rate", seen={})

    outcome.refresh_from_db()
    assert (outcome.current, outcome.metric) == ("27%", "fill rate")
    assert str(outcome.due_on) == "2027-03-01"

    act(ops.undo_change, outcome)
    act(ops.undo_change, outcome)
    outcome.refresh_from_db()
    assert (outcome.current, outcome.metric, outcome.due_on) == ("", "", None)


def test_deciding_tells_the_owner_once(act, grow, researcher):
    node, client_id = grow(a={})["a"], uuid4()

    for _ in range(2):
        act(
            ops.decide,
            node,
            text="Try a call list",
            reason="Six people said so",
            owner=researcher,
            revisit_on=None,
            client_id=client_id,
        )

    assert node.decisions.count() == 1
    assert [n.kind for n in researcher.notifications.all()] == ["decision"]


def test_erased_people_leave_the_words_of_the_tree(act, outcome, hear, grow, member):
    other = grow(a={})["a"]
    heard = hear("Petra Canary can't reach anybody")
    participant = heard.snapshot.participant
    participant.name, participant.pseudonym = "Petra Canary", "P-777"
    participant.save()
    act(ops.place_heard, outcome, heard)
    node = outcome.opportunities.get(evidence__heard=heard)
    act(ops.add_solution, node, text="Call Petra back")
    act(ops.park_opportunity, other, reason="Petra Canary said so, Petra said more")
    ops.decide(
        node,
        text="Call Petra Canary",
        reason="Canary told us",
        owner=member,
        revisit_on=None,
        by=member,
        client_id=uuid4(),
    )

    participant_erased.send(sender=type(participant), participant=participant)

    node.refresh_from_db()
    assert node.text == "P-777 can't reach anybody"
    assert node.solutions.get().text == "Call P-777 back"
    decision = node.decisions.get()
    assert (decision.text, decision.reason) == ("Call P-777", "P-777 told us")
    assert fresh(other).parked_reason == "P-777 said so, Petra said more"
    changes = [f"{change.change}{change.inverse}" for change in outcome.changes.all()]
    assert "Canary" not in "".join(changes)


def test_the_stories_of_erased_people_show_the_mark(
    act, sign_in, member, outcome, hear, grow
):
    node, heard = grow(a={})["a"], hear("I can't reach anybody")
    act(ops.place_heard, outcome, heard, opportunity=node)
    participant = heard.snapshot.participant
    quote = heard.snapshot.quote
    participant_erased.send(sender=type(participant), participant=participant)
    type(participant).objects.filter(pk=participant.pk).update(erased_at=now(), name="")
    here = reverse(
        "opportunities:opportunity", args=[outcome.workspace.slug, outcome.pk, node.pk]
    )

    text = sign_in(member).get(here).text

    assert "removed at their request" in text
    assert quote not in text
    assert participant.name not in text
    assert "Heard from 1 person" in text

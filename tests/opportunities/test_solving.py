"""Ideas, assumptions and story maps: what may be done, and what two people at once find."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from opportunities.models import Idea, IdeaRound
from opportunities.operations import (
    StaleEdit,
    TreeRefusal,
    redo_change,
    undo_change,
)
from opportunities.operations import assumptions as ops
from opportunities.operations.ideas import (
    NotTheTarget,
    add_idea,
    drop_idea,
    pick_ideas,
    start_round,
    turn_to,
)
from opportunities.queries.ideas import load_rounds
from opportunities.queries.solving import compare_solutions, riskiest
from tests.factories.opportunities import OpportunityFactory
from tests.factories.solving import (
    AssumptionFactory,
    AssumptionTestFactory,
    IdeaFactory,
    IdeaRoundFactory,
    SolutionFactory,
    StoryStepFactory,
)
from tests.factories.workspaces import MembershipFactory

Phase = IdeaRound.Phase


@pytest.fixture
def target(outcome):
    return OpportunityFactory(outcome=outcome, is_target=True)


@pytest.fixture
def idea_round(target, member):
    return IdeaRoundFactory(opportunity=target, started_by=member)


@pytest.fixture
def solution(target):
    return SolutionFactory(opportunity=target)


def test_ideas_are_made_for_the_target(act, target):
    act(start_round, target, reason="")

    assert target.idea_rounds.get().phase == Phase.ALONE


def test_another_opportunity_needs_a_reason(act, target, outcome):
    other = OpportunityFactory(outcome=outcome)

    with pytest.raises(NotTheTarget):
        act(start_round, other, reason="")
    act(start_round, other, reason="It came up in the same hour")

    assert other.idea_rounds.get().reason == "It came up in the same hour"


def test_two_cannot_begin_a_round_at_once(act, target, idea_round):
    with pytest.raises(TreeRefusal):
        act(start_round, target, reason="")

    assert target.idea_rounds.count() == 1


def test_nobody_sees_what_others_write_alone(act, target, idea_round, admin, member):
    act(add_idea, idea_round, text="A list beside the phone")

    (theirs,), (own,) = load_rounds(target, admin), load_rounds(target, member)

    assert theirs.own_hidden == theirs.shared == []
    assert theirs.counts == [(member, 1)]
    assert [idea.text for idea in own.own_hidden] == ["A list beside the phone"]


def test_what_is_written_alone_stands_in_no_history(act, outcome, idea_round):
    act(add_idea, idea_round, text="A list beside the phone")

    assert not outcome.changes.exists()


def test_a_double_press_writes_an_idea_once(act, idea_round):
    client_id = uuid4()

    first = act(add_idea, idea_round, text="A list", client_id=client_id)

    assert act(add_idea, idea_round, text="A list", client_id=client_id) == first
    assert Idea.objects.count() == 1


def test_a_round_goes_from_alone_to_closed(act, target, idea_round, member, admin):
    act(add_idea, idea_round, text="A list")
    act(turn_to, idea_round, Phase.TOGETHER)
    act(turn_to, idea_round, Phase.TOGETHER)  # a second press
    act(turn_to, idea_round, Phase.AGAIN)
    act(add_idea, idea_round, text="A light")

    (seen,) = load_rounds(target, admin)
    assert [idea.text for idea in seen.shared] == ["A list"]

    act(turn_to, idea_round, Phase.CLOSED)

    (seen,) = load_rounds(target, admin)
    assert [idea.text for idea in seen.shared] == ["A list", "A light"]
    with pytest.raises(TreeRefusal):
        act(add_idea, idea_round, text="Too late")


def test_no_phase_is_passed_over(act, idea_round):
    with pytest.raises(TreeRefusal):
        act(turn_to, idea_round, Phase.CLOSED)


def test_only_ones_own_idea_is_taken_back(act, idea_round, member, admin):
    own = IdeaFactory(round=idea_round, author=member)

    drop_idea(own, by=admin)
    assert Idea.objects.filter(pk=own.pk).exists()
    drop_idea(own, by=member)

    assert not Idea.objects.exists()


def test_ideas_that_are_picked_stand_on_the_tree(
    act, target, idea_round, outcome, member
):
    idea_round.phase = Phase.CLOSED
    idea_round.save()
    ideas = [
        IdeaFactory(round=idea_round, text=text, shared_at=idea_round.started_at)
        for text in ("A", "B", "C")
    ]

    change = act(pick_ideas, idea_round, ideas)

    texts = target.solutions.order_by("position").values_list("text", flat=True)
    assert list(texts) == ["A", "B", "C"]
    assert len(change.inverse["steps"]) == 3
    with pytest.raises(TreeRefusal):
        act(pick_ideas, idea_round, ideas)

    act(undo_change, outcome)

    assert not target.solutions.filter(deleted_at=None).exists()


def test_a_hidden_idea_cannot_be_picked(act, idea_round):
    with pytest.raises(TreeRefusal):
        act(pick_ideas, idea_round, [IdeaFactory(round=idea_round)])


def test_a_stranger_to_the_team_writes_no_idea(idea_round, workspace):
    other = MembershipFactory(workspace=workspace)

    with pytest.raises(PermissionDenied):
        add_idea(idea_round, text="A", by=other, client_id=uuid4())


def test_only_solutions_of_one_opportunity_are_compared(target, solution, outcome):
    SolutionFactory(opportunity=OpportunityFactory(outcome=outcome))

    assert [one.row for one in compare_solutions(target)] == [solution]


def test_the_riskiest_of_each_solution_is_marked_with_the_reason(target, solution):
    risky = AssumptionFactory(solution=solution, leap=True)
    AssumptionFactory(solution=solution, importance=60, evidence_strength=45)
    AssumptionFactory(solution=solution)

    (one,) = compare_solutions(target)

    assert one.riskiest == risky
    assert "All hangs on it" in one.riskiest.risk
    assert one.unplaced_count == 1
    assert riskiest(solution.outcome) == {risky.pk: one.riskiest.risk}


def test_an_assumption_is_added_and_taken_back(act, solution, outcome):
    words = {"text": "They come", "kind": "desirability"}
    act(ops.add_assumption, solution, **words)

    act(undo_change, outcome)

    assert not solution.assumptions.filter(deleted_at=None).exists()


def test_moving_a_point_can_be_undone(act, outcome, solution):
    row = AssumptionFactory(solution=solution)
    seen = {"importance": "", "evidence_strength": ""}
    wanted = {"importance": 80, "evidence_strength": 20}
    act(ops.edit_assumption, row, wanted=wanted, seen=seen)
    row.refresh_from_db()
    assert (row.importance, row.evidence_strength) == (80, 20)

    act(undo_change, outcome)

    row.refresh_from_db()
    assert (row.importance, row.evidence_strength) == (None, None)


def test_two_who_move_one_point_are_told(act, solution):
    row = AssumptionFactory(solution=solution, importance=40, evidence_strength=40)
    seen = {"importance": 30, "evidence_strength": 40}

    with pytest.raises(StaleEdit):
        wanted = {"importance": 80, "evidence_strength": 40}
        act(ops.edit_assumption, row, wanted=wanted, seen=seen)

    row.refresh_from_db()
    assert row.importance == 40


def test_an_assumption_under_test_stays(act, solution):
    row = AssumptionFactory(solution=solution)
    AssumptionTestFactory(assumption=row, running=True)

    with pytest.raises(TreeRefusal):
        act(ops.delete_assumption, row)


def test_a_story_map_is_drawn_and_put_in_order(act, solution):
    for text in ("opens the list", "rings"):
        act(ops.add_step, solution, actor="A manager", text=text)
    first, second = solution.story_steps.all()
    row = AssumptionFactory(solution=solution, story_step=first)

    act(ops.move_step, second, by_places=-1)
    act(ops.delete_step, first)

    assert list(solution.story_steps.all()) == [second]
    row.refresh_from_db()
    assert row.story_step is None


def test_every_change_of_a_story_map_can_be_undone(act, solution, outcome):
    def told():
        return list(solution.story_steps.values_list("pk", "text"))

    for text in ("opens the list", "rings"):
        act(ops.add_step, solution, actor="A manager", text=text)
    first, second = solution.story_steps.all()
    row = AssumptionFactory(solution=solution, story_step=first)
    states = [told()]
    seen = {"actor": "A manager", "text": "rings"}
    act(ops.edit_step, second, wanted=seen | {"text": "writes"}, seen=seen)
    states.append(told())
    act(ops.move_step, second, by_places=-1)
    states.append(told())
    act(ops.delete_step, first)

    for state in reversed(states):
        act(undo_change, outcome)
        assert told() == state
    row.refresh_from_db()
    assert row.story_step == first
    for _once in range(3):
        act(redo_change, outcome)
    assert told() == [(second.pk, "writes")]


def test_undo_keeps_a_step_that_somebody_has_worded_anew(act, solution, outcome, admin):
    act(ops.add_step, solution, actor="A manager", text="rings")
    step = solution.story_steps.get()
    seen = {"actor": "A manager", "text": "rings"}
    act(ops.edit_step, step, wanted=seen | {"text": "writes"}, seen=seen, by=admin)

    with pytest.raises(TreeRefusal, match="worded that step anew"):
        act(undo_change, outcome)

    assert solution.story_steps.get().text == "writes"


def test_two_who_word_one_step_are_told(act, solution):
    step = StoryStepFactory(solution=solution, text="opens the list")
    seen = {"actor": step.actor, "text": "opened it"}

    with pytest.raises(StaleEdit):
        wanted = {"actor": step.actor, "text": "finds the list"}
        act(ops.edit_step, step, wanted=wanted, seen=seen)


def test_a_solution_says_how_it_would_work(act, solution, member):
    seen = {"description": "", "owner_id": "", "status": "idea"}
    wanted = {"description": "They tap", "owner_id": member.pk, "status": "testing"}

    act(ops.edit_solution, solution, wanted=wanted, seen=seen)

    solution.refresh_from_db()
    assert (solution.owner, solution.status) == (member, "testing")


def test_undo_keeps_an_assumption_that_is_under_test(act, outcome, solution):
    said = {"text": "They read it", "kind": "desirability"}
    change = act(ops.add_assumption, solution, **said)
    row = solution.assumptions.get(pk=change.node.partition(":")[2])
    AssumptionTestFactory(assumption=row, running=True)

    with pytest.raises(TreeRefusal):
        act(undo_change, outcome)

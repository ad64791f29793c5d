"""Tests of assumptions: the criterion that is locked, the people, the verdict and the map."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from discovery.mail.models import OutgoingEmail
from opportunities.history_words import past
from opportunities.models import AssumptionTest, TestParticipant
from opportunities.operations import NothingToUndo, StaleEdit, TreeRefusal, undo_change
from opportunities.operations import tests as ops
from opportunities.operations.test_people import invite_to_test, leave_out, note_result
from opportunities.queries.solving import counted_tests, suggestion_for
from opportunities.queries.test_people import candidates_for, people_in
from recruiting.models import Consent, Refusal
from recruiting.operations import stop_contact
from recruiting.operations.erasure import erase_participant
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.recruiting import ConsentFactory, ParticipantFactory
from tests.factories.solving import (
    AssumptionFactory,
    AssumptionTestFactory,
    IdeaFactory,
    SolutionFactory,
    StoryStepFactory,
    TestParticipantFactory,
)

PLAN = {"method": "A paper list", "needed": 6, "sample": 10, "behaviour": "look at it"}
PLAN |= {"owner": None, "due_on": None}


@pytest.fixture
def assumption(outcome):
    solution = SolutionFactory(opportunity=OpportunityFactory(outcome=outcome))
    return AssumptionFactory(solution=solution, leap=True)


@pytest.fixture
def running(assumption, member):
    return AssumptionTestFactory(assumption=assumption, created_by=member, running=True)


@pytest.fixture
def panel(team):
    """Make somebody of the team's panel who may be written to."""

    def panel(name="Sarah Whitcombe", **fields):
        email = f"{uuid4().hex}@example.com"
        fields = {"workspace": team.workspace, "team": team, "email": email} | fields
        person = ParticipantFactory(name=name, **fields)
        ConsentFactory(participant=person, purpose=Consent.Purpose.CONTACT)
        return person

    return panel


def counted(test):
    return counted_tests().get(pk=test.pk)


def test_a_test_is_planned_begun_and_ended(act, assumption, outcome):
    act(ops.plan_test, assumption, **PLAN)
    test = assumption.tests.get()
    act(ops.begin_test, test, version=1)
    verdict = {
        "verdict": "holds",
        "counted": 7,
        "seen": 10,
        "learned": "A quick no helps",
    }

    change = act(ops.end_test, test, version=2, **verdict)

    assumption.refresh_from_db()
    assert assumption.evidence_strength == 85
    said = past(change.kind, change)
    assert "holds: 7 did it, 6 of 10 were needed. A quick no helps" in said
    with pytest.raises(NothingToUndo):
        act(undo_change, outcome)


def test_a_test_that_fails_leaves_nothing_that_speaks_for_it(act, assumption, running):
    said = {"verdict": "fails", "counted": 2, "seen": 10, "learned": "No"}
    act(ops.end_test, running, version=1, **said)

    assumption.refresh_from_db()
    assert assumption.evidence_strength == 0


def test_without_a_criterion_nothing_begins(act, assumption):
    test = AssumptionTestFactory(assumption=assumption)

    with pytest.raises(ops.NoCriterion):
        act(ops.begin_test, test, version=1)


@pytest.mark.parametrize(
    "change",
    [
        {"needed": 3},
        {"sample": 20},
        {"behaviour": "smile"},
        {"method": "Ask them"},
        {"started_at": None},
        {"deleted_at": now()},
    ],
)
def test_the_database_keeps_what_a_test_is_to_show(running, change):
    with pytest.raises(IntegrityError, match="is fixed"), transaction.atomic():
        AssumptionTest.objects.filter(pk=running.pk).update(**change)

    running.refresh_from_db()
    assert running.criterion == "At least 6 of 10 people mark their hours"


def test_a_verdict_is_given_once(act, running):
    said = {"counted": 2, "seen": 10, "learned": "No", "version": 1}
    act(ops.end_test, running, verdict="fails", **said)

    with pytest.raises(IntegrityError), transaction.atomic():
        AssumptionTest.objects.filter(pk=running.pk).update(verdict="holds")
    with pytest.raises(TreeRefusal):
        act(ops.end_test, running, verdict="holds", **(said | {"version": 2}))


def test_of_a_running_test_only_owner_and_day_change(act, running, member):
    wanted = {name: getattr(running, name) for name in ops.PLAN}

    with pytest.raises(ops.AlreadyBegun):
        act(ops.edit_test, running, wanted=wanted | {"needed": 3}, version=1)
    act(ops.edit_test, running, wanted=wanted | {"owner": member}, version=1)

    running.refresh_from_db()
    assert running.owner == member


def test_who_wants_another_number_plans_a_new_test(act, running, assumption):
    change = act(ops.plan_again, running)

    successor = assumption.tests.get(pk=change.change["test"])
    assert successor.started_at is None
    assert successor.criterion == running.criterion


def test_two_who_plan_at_once_are_told(act, assumption):
    test = AssumptionTestFactory(assumption=assumption)
    act(ops.edit_test, test, wanted=PLAN, version=1)

    with pytest.raises(StaleEdit) as stale:
        act(ops.edit_test, test, wanted=PLAN | {"method": "A screen"}, version=1)

    assert (stale.value.theirs, stale.value.mine) == ("A paper list", "A screen")


def test_a_double_press_plans_one_test(act, assumption):
    client_id = uuid4()

    first = act(ops.plan_test, assumption, **PLAN, client_id=client_id)

    assert act(ops.plan_test, assumption, **PLAN, client_id=client_id) == first
    assert assumption.tests.count() == 1


def test_people_come_by_the_policy_of_the_panel(running, member, panel):
    ready = panel()
    lately = panel("Ewan", last_contacted_at=now() - timedelta(days=2))

    refused = invite_to_test(running, [ready, lately], reason="", by=member)

    assert refused == [(lately, Refusal.TOO_SOON)]
    assert [row.participant for row in running.participants.all()] == [ready]
    assert ready.invitations.get().team == running.outcome.team
    assert "try something with us" in OutgoingEmail.objects.get(to=ready.email).subject


def test_the_count_suggests_the_verdict(running, member):
    rows = TestParticipantFactory.create_batch(6, test=running)
    for row in rows:
        note_result(row, did_it=True, note="", by=member)

    assert suggestion_for(counted(running)) == "holds"


def test_nothing_is_noted_before_it_begins(assumption, member):
    plan = AssumptionTestFactory(assumption=assumption)
    row = TestParticipantFactory(test=plan)

    with pytest.raises(TreeRefusal):
        note_result(row, did_it=True, note="", by=member)


def test_whom_nobody_saw_can_be_left_out(running, member):
    unseen, seen = TestParticipantFactory.create_batch(2, test=running)
    note_result(seen, did_it=False, note="", by=member)

    for row in (unseen, seen):
        leave_out(row, by=member)

    assert list(running.participants.all()) == [seen]


def test_whoever_takes_back_that_we_may_write_vanishes(running, member, panel):
    person = panel()
    TestParticipantFactory(test=running, participant=person)
    assert len(people_in(running, member)) == 1

    stop_contact(person)

    assert people_in(running, member) == []


def test_an_erased_person_leaves_a_count_without_a_name(running, member, admin, panel):
    gone, unseen = panel(), panel("Ewan MacAllister")
    row = TestParticipantFactory(
        test=running, participant=gone, did_it=True, note="Sat"
    )
    TestParticipantFactory(test=running, participant=unseen)

    for person in (gone, unseen):
        erase_participant(person, by=admin)

    (left,) = people_in(running, member)
    assert (left.pk, left.note, left.is_named) == (row.pk, "", False)
    assert counted(running).did == 1
    assert TestParticipant.objects.count() == 1


def test_other_teams_learn_no_names(running, stakeholder, panel):
    TestParticipantFactory(test=running, participant=panel())

    assert [row.is_named for row in people_in(running, stakeholder)] == [False]


def test_those_who_may_be_written_to_and_told_of_it_come_first(running, member, panel):
    late = panel("Ann", last_contacted_at=now())
    plain, told = panel("Bo"), panel("Cy")
    EvidenceFactory(
        opportunity=running.assumption.solution.opportunity,
        heard__snapshot__interview__participant=told,
        placed_by=member,
    )

    shown, has_more = candidates_for(running, member)

    assert [one.person for one in shown] == [told, plain, late]
    assert not has_more


def test_a_large_panel_is_turned_page_by_page(running, member, panel, monkeypatch):
    """Nobody is on two pages or on none, and who is ticked stays in sight."""
    monkeypatch.setattr("opportunities.queries.test_people.MOST_SHOWN", 2)
    told, *rest = [panel(name) for name in ["Ann", "Bo", "Cy", "Di"]]
    late = panel("Eve", last_contacted_at=now())
    EvidenceFactory(
        opportunity=running.assumption.solution.opportunity,
        heard__snapshot__interview__participant=told,
        placed_by=member,
    )

    pages = [candidates_for(running, member, "", page) for page in (1, 2, 3, 4)]
    kept, _more = candidates_for(running, member, "Bo", 1, [late.pk])

    assert [one.person for shown, _ in pages for one in shown] == [told, *rest, late]
    assert [has_more for _, has_more in pages] == [True, True, False, False]
    assert [one.person for one in kept] == [late, rest[0]]


def test_an_erased_name_leaves_every_word_that_was_written(running, panel, admin):
    name = "Zaphodine Quuxworth"
    person, solution = panel(name), running.assumption.solution
    AssumptionTest.objects.filter(pk=running.pk).update(learned=f"{name} left")
    step = StoryStepFactory(solution=solution, actor=name)
    idea = IdeaFactory(round__opportunity=solution.opportunity, text=f"Ask {name}")
    belief = AssumptionFactory(solution=solution, failure=f"{name} left")
    other = AssumptionTestFactory(
        assumption=belief, running=True, method=f"Show {name}", behaviour=f"like {name}"
    )

    erase_participant(person, by=admin)

    for row in (running, step, idea, belief, other):
        row.refresh_from_db()
        words = [str(getattr(row, f.attname)) for f in row._meta.fields]
        assert "Quuxworth" not in " ".join(words)

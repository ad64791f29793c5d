"""The pages on which a team solves its target: who reads them, what they refuse, what they cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from opportunities.models import Assumption, AssumptionTest, Idea
from recruiting.models import Consent
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.recruiting import ConsentFactory, ParticipantFactory
from tests.factories.solving import (
    AssumptionFactory,
    AssumptionTestFactory,
    IdeaFactory,
    IdeaRoundFactory,
    SolutionFactory,
    StoryStepFactory,
    TestParticipantFactory,
)
from tests.factories.workspaces import MembershipFactory, TeamFactory

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}
TABS = ["solving", "ideas", "assumption_map", "tests_compared"]


@pytest.fixture
def target(outcome):
    return OpportunityFactory(outcome=outcome, is_target=True)


@pytest.fixture
def solution(target):
    return SolutionFactory(opportunity=target)


@pytest.fixture
def url(outcome):
    def url(name, *args):
        args = [outcome.workspace.slug, outcome.pk, *(row.pk for row in args)]
        return reverse(f"opportunities:{name}", args=args)

    return url


def grow_solutions(target, member, count):
    """So many solutions with assumptions, steps, tests and people each."""
    for _number in range(count):
        solution = SolutionFactory(opportunity=target, owner=member)
        step = StoryStepFactory(solution=solution)
        for _again in range(count):
            row = AssumptionFactory(solution=solution, story_step=step, leap=True)
            test = AssumptionTestFactory(
                assumption=row, running=True, created_by=member, owner=member
            )
            TestParticipantFactory.create_batch(count, test=test, invited_by=member)
    return solution, test


@pytest.mark.parametrize("name", TABS)
def test_a_tab_costs_the_same_queries_whatever_it_shows(
    sign_in, member, target, url, name
):
    client, costs = sign_in(member), []
    for count in (1, 3):
        grow_solutions(target, member, count)
        EvidenceFactory(opportunity=target, placed_by=member)
        rounds = IdeaRoundFactory(
            opportunity=target, started_by=member, phase="closed", started_at=now()
        )
        IdeaFactory.create_batch(count, round=rounds, author=member, shared_at=now())
        client.get(url(name, target))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(name, target)).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 20


def test_a_test_and_a_solution_cost_the_same_queries_whatever_they_hold(
    sign_in, member, target, url
):
    client, costs = sign_in(member), []
    for count in (1, 3):
        solution, test = grow_solutions(target, member, count)
        pages = [url("test", test), url("solution_assumptions", solution) + "?by=story"]
        for page in pages:
            client.get(page)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert client.get(page).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 40


def test_the_target_of_a_tree_is_one_press_away(sign_in, member, url, target, outcome):
    client = sign_in(member)
    assert client.get(url("target_solving")).url == url("solving", target)

    outcome.opportunities.update(is_target=False)

    assert client.get(url("target_solving")).url == url("comparison")


def test_less_than_three_solutions_are_gently_asked_for(sign_in, member, url, target):
    client = sign_in(member)
    SolutionFactory.create_batch(2, opportunity=target)
    assert "2 solutions so far." in client.get(url("solving", target)).text

    SolutionFactory(opportunity=target)

    assert "so far." not in client.get(url("solving", target)).text


def test_each_step_leads_to_the_next(sign_in, member, url, target):
    """From three solutions to a decision: what comes next is said on every tab."""
    client = sign_in(member)

    def next_step():
        return client.get(url("solving", target)).context["next_step"].name

    solutions = SolutionFactory.create_batch(2, opportunity=target)
    steps = [next_step()]
    solutions.append(SolutionFactory(opportunity=target))
    steps.append(next_step())
    beliefs = [AssumptionFactory(solution=solution) for solution in solutions]
    steps.append(next_step())
    for row in beliefs:
        row.importance, row.evidence_strength = 90, 80
        row.save()
    beliefs[0].evidence_strength = 10
    beliefs[0].save()
    lesser = AssumptionFactory(solution=solutions[1])
    steps.append(next_step())
    plan = {"needed": 6, "sample": 10, "behaviour": "look at it"}
    test = AssumptionTestFactory(assumption=beliefs[0], created_by=member, **plan)
    steps.append(next_step())
    type(test).objects.filter(pk=test.pk).update(started_at=now())
    steps.append(next_step())
    type(lesser).objects.filter(pk=lesser.pk).update(
        importance=20, evidence_strength=80
    )
    steps.append(next_step())
    over = {"finished_at": now(), "verdict": "holds", "counted": 9}
    type(test).objects.filter(pk=test.pk).update(**over)
    type(beliefs[0]).objects.update(evidence_strength=85)
    steps.append(next_step())

    # What matters less is placed while the test of the riskiest runs.
    wanted = ["ideas", "assumptions", "places", "plan", "begin", "places", "watch"]
    assert steps == [*wanted, "decide"]


def test_a_solution_is_added_beside_the_others(sign_in, member, url, target):
    said = {"text": "A list  beside the phone", "client_id": uuid4()}

    response = sign_in(member).post(url("solving", target), said, headers=HTMX)

    assert "A list beside the phone" in response.text
    assert target.solutions.get().text == "A list beside the phone"


def test_what_is_not_the_target_says_so(sign_in, member, url, outcome, target):
    other = OpportunityFactory(outcome=outcome)
    client = sign_in(member)

    assert "This is not the target." in client.get(url("solving", other)).text
    refused = client.post(url("ideas", other), {"reason": ""})
    assert refused.status_code == 409
    client.post(url("ideas", other), {"reason": "It came up in the same hour"})

    assert other.idea_rounds.get().reason == "It came up in the same hour"


def test_an_idea_that_is_written_alone_is_on_nobody_elses_page(
    sign_in, member, admin, team, url, target
):
    round_ = IdeaRoundFactory(opportunity=target, started_by=member)
    said = {"text": "A list beside the phone", "client_id": uuid4()}
    sign_in(member).post(url("idea_new", target, round_), said)

    assert said["text"] in sign_in(member).get(url("ideas", target)).text
    for name in (*TABS, "history", "tree"):
        page = url(name, target) if name in TABS else url(name)
        assert said["text"] not in sign_in(admin).get(page).text
    theirs = url("idea_removal", target, round_, Idea.objects.get())
    assert sign_in(admin).post(theirs).status_code == 404


def test_no_more_than_three_ideas_are_picked(sign_in, member, url, target):
    round_ = IdeaRoundFactory(opportunity=target, phase="closed")
    ideas = IdeaFactory.create_batch(4, round=round_, shared_at=now())
    client, here = sign_in(member), url("idea_picks", target, round_)

    refused = client.post(here, {"ideas": [idea.pk for idea in ideas]}, headers=HTMX)
    assert refused.status_code == 422
    client.post(here, {"ideas": [idea.pk for idea in ideas[:3]]}, headers=HTMX)

    assert target.solutions.count() == 3


@pytest.mark.parametrize("text", ["", " ", "x" * 241])
def test_words_that_do_not_fit_are_refused(sign_in, member, url, solution, text):
    said = {"text": text, "kind": "desirability"}

    response = sign_in(member).post(url("solution_assumptions", solution), said)

    assert response.status_code == 422
    assert not Assumption.objects.exists()


def test_a_step_of_another_solution_is_no_place(sign_in, member, url, solution):
    said = {"text": "They come", "kind": "desirability", "origin": "story_map"}
    said["story_step"] = StoryStepFactory().pk

    response = sign_in(member).post(url("solution_assumptions", solution), said)

    assert response.status_code == 422


def test_an_assumption_of_a_pre_mortem_keeps_why(sign_in, member, url, solution):
    said = {"text": "They come", "kind": "ethical", "origin": "pre_mortem"}
    said["failure"] = "nobody came"
    here = url("solution_assumptions", solution) + "?by=failure"

    response = sign_in(member).post(here, said, headers=HTMX)

    assert "It failed because nobody came" in response.text


def test_a_point_is_placed_and_the_second_of_two_is_told(
    sign_in, member, url, solution
):
    row = AssumptionFactory(solution=solution)
    client, here = sign_in(member), url("assumption_place", row)
    said = {"importance": 90, "evidence_strength": 10}
    said |= {"seen_importance": "", "seen_evidence_strength": ""}

    first = client.post(here, said, headers=HTMX)
    second = client.post(here, said | {"importance": 30}, headers=HTMX)

    assert "Riskiest of its solution." in first.text
    assert second.status_code == 409
    row.refresh_from_db()
    assert (row.importance, row.evidence_strength) == (90, 10)
    assert client.post(here, said | {"importance": 101}).status_code == 422


def test_the_words_change_on_the_canvas_without_the_kind(
    sign_in, member, url, solution
):
    row = AssumptionFactory(solution=solution)
    said = {"text": "They mark them", "seen_text": row.text, "client_id": uuid4()}

    response = sign_in(member).post(url("assumption", row), said, headers=JSON)

    assert response.json()["node"] == f"assumption:{row.pk}"
    row.refresh_from_db()
    assert (row.text, row.kind) == ("They mark them", "desirability")


def test_the_facts_of_a_solution_are_told_stale(sign_in, member, url, solution):
    here = url("solution_facts", solution)
    said = {"text": solution.text, "status": "testing", "owner": member.pk}
    said |= {"seen_text": solution.text, "seen_status": "idea", "seen_owner": ""}
    said |= {"description": "They tap", "seen_description": ""}
    client = sign_in(member)

    client.post(here, said)
    stale = client.post(here, said | {"description": "They ring"})

    assert stale.status_code == 409
    assert "They tap" in stale.text
    assert "They ring" in stale.text


def test_a_plan_whose_numbers_cannot_be_is_refused(sign_in, member, url, solution):
    here = url("test_new", AssumptionFactory(solution=solution))
    said = {"method": "A list", "behaviour": "look"}

    for needed, sample in ((11, 10), (0, 10), (3, 501), (-1, 2), ("x", 2)):
        said |= {"needed": needed, "sample": sample}
        assert sign_in(member).post(here, said).status_code == 422

    assert not AssumptionTest.objects.exists()


def test_from_a_plan_to_a_decision(sign_in, member, url, solution):
    client, row = sign_in(member), AssumptionFactory(solution=solution, leap=True)
    plan = {"method": "A list", "needed": 2, "sample": 3, "behaviour": "look"}
    made = client.post(url("test_new", row), plan)
    test = row.tests.get()
    assert made.url == url("test", test)

    # What was typed last is what is fixed, by whichever press of the button.
    begin = plan | {"sample": 4, "version": 1, "begin": "1", "client_id": uuid4()}
    for _press in range(2):
        assert client.post(made.url, begin).status_code == 302
    changed = client.post(made.url, plan | {"needed": 1, "version": 3})
    assert changed.status_code == 409
    said = {"verdict": "holds", "counted": 2, "learned": "They look", "version": 3}
    client.post(url("test_verdict", test), said)

    page = client.get(made.url).text
    assert "2 did it; at least 2 of 4 were needed." in page
    decide = f"{url('decision_new', solution.opportunity)}?reason="
    assert decide in page
    words = "They look"
    assert words in client.get(f"{decide}They+look").text
    assert words in client.get(url("history")).text


def test_a_verdict_needs_what_was_learned(sign_in, member, url, solution):
    test = AssumptionTestFactory(
        assumption=AssumptionFactory(solution=solution), running=True
    )
    said = {"verdict": "holds", "counted": 11, "learned": "", "version": 1}

    response = sign_in(member).post(url("test_verdict", test), said)

    assert response.status_code == 422
    assert {"counted", "learned"} <= set(response.context["failed_form"].errors)


def test_people_are_invited_and_refused_with_the_reason(
    sign_in, member, team, url, solution
):
    test = AssumptionTestFactory(
        assumption=AssumptionFactory(solution=solution), running=True
    )
    fresh, lately, foreign = (
        ParticipantFactory(workspace=team.workspace, team=of, email=f"{n}@example.com")
        for n, of in enumerate([team, team, TeamFactory(workspace=team.workspace)])
    )
    for person in (fresh, lately, foreign):
        ConsentFactory(participant=person, purpose=Consent.Purpose.CONTACT)
    type(lately).objects.filter(pk=lately.pk).update(
        last_contacted_at=now() - timedelta(days=1)
    )
    client, here = sign_in(member), url("test_people", test)

    looked = client.post(here, {"people": [fresh.pk], "look": 1, "q": "nobody"})
    unknown = client.post(here, {"people": [foreign.pk]})
    response = client.post(here, {"people": [fresh.pk, lately.pk]})

    assert f'value="{fresh.pk}" checked' in looked.text
    assert unknown.status_code == response.status_code == 422
    assert "Written to within the last 14 days" in response.text
    assert [row.participant for row in test.participants.all()] == [fresh]
    client.post(here, {"people": [lately.pk], "reason": "She asked for it"})
    assert test.participants.count() == 2


def test_what_was_seen_is_noted_and_taken_back(sign_in, member, url, solution):
    test = AssumptionTestFactory(
        assumption=AssumptionFactory(solution=solution), running=True
    )
    row = TestParticipantFactory(test=test)
    client, here = sign_in(member), url("test_person", test, row)

    said = {"did_it": "yes", "note": "at once"}
    assert "1 of 1 person did it" in client.post(here, said, headers=HTMX).text
    # With other words the mark stays, with the same it goes.
    client.post(here, {"did_it": "", "note": "at last"}, headers=HTMX)
    row.refresh_from_db()
    assert (row.did_it, row.note) == (True, "at last")
    client.post(here, {"did_it": "", "note": "at last"}, headers=HTMX)

    row.refresh_from_db()
    assert (row.did_it, row.note) == (None, "at last")


@pytest.mark.parametrize("who", ["stakeholder", "stranger"])
def test_others_read_and_change_nothing(
    sign_in, who, stakeholder, workspace, url, target, solution
):
    reader = stakeholder
    if who == "stranger":
        reader = MembershipFactory(
            workspace=workspace, team=TeamFactory(workspace=workspace)
        )
    row = AssumptionFactory(solution=solution, leap=True)
    test = AssumptionTestFactory(assumption=row, running=True)
    round_ = IdeaRoundFactory(opportunity=target)
    client = sign_in(reader)

    pages = [url(name, target) for name in TABS]
    pages += [url("solution_assumptions", solution), url("assumption", row)]
    for page in [*pages, url("test", test)]:
        said = client.get(page)
        assert said.status_code == 200
        main = said.text.partition("<main")[2].partition("</main>")[0]
        assert 'method="post"' not in main
    place = {"importance": 1, "evidence_strength": 1}
    place |= {"seen_importance": 90, "seen_evidence_strength": 10}
    for page, said in (
        (url("solving", target), {"text": "x"}),
        (url("idea_new", target, round_), {"text": "x"}),
        (url("assumption_place", row), place),
        (
            url("test_verdict", test),
            {"verdict": "holds", "counted": 1} | {"learned": "x", "version": 1},
        ),
        (url("test_people", test), {}),
    ):
        assert client.post(page, said).status_code == 403

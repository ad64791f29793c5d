"""Lints on a page: each is mended by one change, or set aside for a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from discovery.workspaces.permissions import Role
from opportunities import operations as ops
from opportunities.models import LintSetAside
from opportunities.queries.lints import load_lints
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.workspaces import MembershipFactory

GOOD = "I ring five people before one comes"


@pytest.fixture
def told(outcome):
    """A node with a story behind it."""

    def told(text, **said):
        node = OpportunityFactory(outcome=outcome, text=text, **said)
        EvidenceFactory(opportunity=node)
        return node

    return told


@pytest.fixture
def mend(sign_in, member, outcome, url):
    """Press the remedy of the only lint with a rule; ``name`` may set it aside instead."""

    def mend(rule, name="remedy", **said):
        (lint,) = [lint for lint in load_lints(outcome)[0] if lint.rule == rule]
        said |= {"rule": rule, "about": lint.about, "client_id": uuid4()}
        return sign_in(member).post(url(name), said)

    return mend


def rules(outcome):
    return [lint.rule for lint in load_lints(outcome)[0]]


def test_a_solution_in_disguise_goes_under_the_need_behind_it(told, mend, outcome):
    node = told("Add a calendar export")
    assert mend("disguise", text=GOOD).status_code == 302
    node.refresh_from_db()
    assert node.text == GOOD
    assert [one.text for one in node.solutions.all()] == ["Add a calendar export"]
    assert rules(outcome) == []


def test_words_are_mended_where_they_stand(told, mend, outcome):
    node = told("Planning is frustrating")
    mend("vague", text=GOOD)
    node.refresh_from_db()
    assert node.text == GOOD


def test_a_remedy_without_the_words_it_needs_says_so(told, mend):
    node = told("Add a calendar export")
    response = mend("disguise")
    assert response.status_code == 409
    assert "what it would let them do" in response.context["said"]
    node.refresh_from_db()
    assert node.text == "Add a calendar export"


@pytest.mark.parametrize("rule", ["single_child", "overlap"])
def test_two_that_say_the_same_become_one_with_all_stories(told, mend, rule, outcome):
    keep = told("I can't find anybody to stand in tonight")
    parent = keep if rule == "single_child" else None
    other = told("I can't find anybody standing in tonight", parent=parent)
    mend(rule)
    other.refresh_from_db()
    assert other.merged_into == keep
    assert keep.evidence.count() == 2


def test_those_that_belong_together_are_grouped_where_they_stood(told, mend, outcome):
    words = ["Monday", "Tuesday", "rain", "snow", "buses", "trains", "keys", "doors"]
    nodes = [told(f"I lost half a morning over the {word} again") for word in words]
    chosen = [node.pk for node in nodes[:3]]
    mend("too_many", text="Opening the shop", chosen=chosen)
    new = outcome.opportunities.get(text="Opening the shop")
    below = new.children.order_by("position").values_list("pk", flat=True)
    assert list(below) == chosen
    assert "too_many" not in rules(outcome)


def test_one_is_no_group(told, mend):
    words = ["Monday", "Tuesday", "rain", "snow", "buses", "trains", "keys", "doors"]
    nodes = [told(f"I lost half a morning over the {word} again") for word in words]
    assert mend("too_many", text="Opening", chosen=[nodes[0].pk]).status_code == 409


def test_what_nobody_has_told_is_parked(mend, outcome):
    node = OpportunityFactory(outcome=outcome, text=GOOD)
    mend("no_story")
    node.refresh_from_db()
    assert node.parked_at
    assert rules(outcome) == []


def test_one_is_kept_in_hand(told, mend):
    told(GOOD, is_target=True)
    other = told("My hours are paid weeks too late", horizon="now")
    mend("two_targets")
    other.refresh_from_db()
    assert other.horizon == "next"


def test_solutions_outside_the_target_go_back_to_ideas(told, mend, member):
    target, other = told(GOOD, is_target=True), told("My hours are paid weeks too late")
    for node in (target, other):
        said = {"by": member, "client_id": uuid4()}
        ops.add_solution(node, text="Ask all at once", **said)
        node.solutions.update(status="testing")
    mend("across")
    assert target.solutions.get().status == "testing"
    assert other.solutions.get().status == "idea"


def test_solutions_go_down_to_the_part_they_are_for(told, mend, member):
    node = told("I never know who could come in at short notice")
    part = told(GOOD, parent=node)
    told("I write to everybody and nobody answers", parent=node)
    ops.add_solution(node, text="Ask all", by=member, client_id=uuid4())
    mend("not_leaf", chosen=part.pk)
    assert part.solutions.get().text == "Ask all"


def test_what_is_mended_meanwhile_is_not_mended_twice(told, sign_in, member, url):
    node = told("Planning is frustrating")
    said = {"rule": "vague", "about": "0" * 64, "text": GOOD}
    assert sign_in(member).post(url("remedy"), said).status_code == 302
    node.refresh_from_db()
    assert node.text == "Planning is frustrating"


def test_a_lint_set_aside_comes_back_when_the_words_change(told, mend, outcome):
    node = told("Planning is frustrating")
    mend("vague", "lint_aside", reason="They say it like this")
    assert rules(outcome) == []
    node.text = "Planning is very frustrating"
    node.save()
    assert rules(outcome) == ["vague"]


def test_a_lint_is_set_aside_only_with_a_reason(told, mend):
    told("Planning is frustrating")
    assert mend("vague", "lint_aside", reason=" ").status_code == 422
    assert not LintSetAside.objects.exists()


def test_a_lint_is_taken_up_again(told, mend, outcome, sign_in, member, url):
    told("Planning is frustrating")
    mend("vague", "lint_aside", reason="They say it like this")
    row = LintSetAside.objects.get()
    sign_in(member).post(url("lint_return", row.pk))
    assert rules(outcome) == ["vague"]


def test_who_takes_a_lint_up_second_is_told(told, mend, outcome, sign_in, member, url):
    told("Planning is frustrating")
    mend("vague", "lint_aside", reason="They say it like this")
    row, client = LintSetAside.objects.get(), sign_in(member)
    client.post(url("lint_return", row.pk))
    page = client.post(url("lint_return", row.pk), follow=True)
    assert "Somebody has taken it up again already." in page.content.decode()


def test_each_overlap_is_set_aside_by_itself(told, sign_in, member, outcome, url):
    for which in ("a", "the", "some"):
        told(f"I wait for {which} mail to arrive")
    client = sign_in(member)
    pairs = [one for one in load_lints(outcome)[0] if one.rule == "overlap"]
    assert len({lint.node for lint in pairs}) < len(pairs)
    for lint in pairs:
        said = {"rule": "overlap", "about": lint.about, "reason": "Two moments"}
        client.post(url("lint_aside"), said)
    assert "overlap" not in rules(outcome)
    assert LintSetAside.objects.count() == len(pairs)


def test_what_was_typed_survives_a_refusal(told, mend, sign_in, member, url):
    for n in range(8):
        told(f"I {n} {'abcdefgh'[n] * 5} before one comes to me")
    page = mend("too_many", text="The evening before").content.decode()
    assert 'value="The evening before"' in page
    said = {"rule": "vague", "about": "0" * 64, "text": "My own words"}
    page = sign_in(member).post(url("remedy"), said, follow=True).content.decode()
    assert "This is what you had written: “My own words”" in page


def test_parked_branches_are_left_alone(told, outcome, member):
    node = told("Planning is frustrating")
    told("It is hard", parent=node)
    ops.park_opportunity(node, reason="Later", by=member, client_id=uuid4())
    assert rules(outcome) == []


def test_the_page_teaches_and_costs_few_queries(
    told, sign_in, member, url, django_assert_max_num_queries
):
    for n in range(12):
        told(f"Add a calendar export {n}")
    client = sign_in(member)
    client.get(url("lints"))
    with django_assert_max_num_queries(24):
        page = client.get(url("lints")).content.decode()
    assert "A solution in disguise" in page
    assert "Make it a solution" in page


def test_stakeholders_learn_and_change_nothing(told, sign_in, workspace, url):
    told("Planning is frustrating")
    client = sign_in(MembershipFactory(workspace=workspace, role=Role.STAKEHOLDER))
    assert client.get(url("lints")).status_code == 200
    assert client.post(url("remedy"), {"rule": "vague"}).status_code == 403
    assert client.post(url("lint_aside"), {"rule": "vague"}).status_code == 403


def test_what_no_remedy_mends_is_refused_in_words(sign_in, member, url, outcome, told):
    told(GOOD)
    type(outcome).objects.update(created_at=now() - timedelta(days=30))
    outcome.refresh_from_db()
    (lint,) = [one for one in load_lints(outcome)[0] if one.rule == "stale"]
    said = {"rule": "stale", "about": lint.about, "client_id": uuid4()}
    assert sign_in(member).post(url("remedy"), said).status_code == 409

"""The past of a tree as pages: then and now, versions, the film, the weekly review."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now

from discovery.workspaces.permissions import Role
from opportunities import operations as ops
from opportunities.models import TreeChange, TreeReview, TreeVersion
from tests.factories.opportunities import DecisionFactory, EvidenceFactory
from tests.factories.workspaces import MembershipFactory


@pytest.fixture
def url(outcome):
    def url(name):
        args = [outcome.workspace.slug, outcome.pk]
        return reverse(f"opportunities:{name}", args=args)

    return url


@pytest.fixture
def add(outcome, member):
    def add(text, **said):
        said |= {"by": member, "client_id": uuid4()}
        change = ops.add_opportunity(outcome, text=text, **said)
        return outcome.opportunities.get(pk=change.node.partition(":")[2])

    return add


def test_the_tree_of_a_revision_is_shown_with_what_is_different_now(
    sign_in, member, url, add
):
    add("I ring five people before one comes")
    add("My hours are paid weeks too late")
    response = sign_in(member).get(url("then"), {"revision": 1})
    assert [node.text for node in response.context["state"].nodes] == [
        "I ring five people before one comes"
    ]
    found = [(one.kind, one.node.text) for one in response.context["differences"]]
    assert found == [("new", "My hours are paid weeks too late")]


def test_the_tree_of_a_day_is_the_last_of_that_day(sign_in, member, url, add):
    add("I ring five people before one comes")
    TreeChange.objects.update(at=now() - timedelta(days=10))
    add("My hours are paid weeks too late")
    client = sign_in(member)
    for ago, count in ((11, 0), (9, 1), (0, 2)):
        day = localdate() - timedelta(days=ago)
        response = client.get(url("then"), {"on": day.isoformat()})
        assert len(response.context["state"].nodes) == count


@pytest.mark.parametrize(
    "asked",
    [{"on": "2026-02-31"}, {"on": "x"}, {"revision": "-1"}, {"revision": "9" * 30}, {}],
)
def test_what_is_no_moment_is_taken_for_now(sign_in, member, url, add, asked):
    add("I ring five people before one comes")
    response = sign_in(member).get(url("then"), asked)
    assert response.status_code == 200
    assert len(response.context["state"].nodes) == 1


def test_a_tree_of_many_changes_is_taken_back_in_few_queries(
    sign_in, member, url, add, django_assert_max_num_queries
):
    for n in range(12):
        add(f"I rang person {n} before anybody came")
    client = sign_in(member)
    client.get(url("then"))
    with django_assert_max_num_queries(25):
        client.get(url("then"), {"revision": 3})


def test_a_version_has_a_name_of_its_own(sign_in, member, url, outcome):
    client = sign_in(member)
    assert client.post(url("versions"), {"name": "Before  summer "}).status_code == 302
    response = client.post(url("versions"), {"name": "Before summer"})
    assert response.status_code == 422
    assert [version.name for version in TreeVersion.objects.all()] == ["Before summer"]


def test_two_versions_are_compared_whichever_comes_first(sign_in, member, url, add):
    client = sign_in(member)
    client.post(url("versions"), {"name": "Empty"})
    add("I ring five people before one comes")
    for asked in ({"from": 0, "to": 1}, {"from": 1, "to": 0}):
        response = client.get(url("versions"), asked)
        assert [one.kind for one in response.context["differences"]] == ["new"]
        assert response.context["one_name"] == "Empty"


def test_the_film_begins_empty_and_ends_with_today(sign_in, member, url, add):
    above = add("I plan the week alone")
    add("I ring five people before one comes", parent=above.pk)
    told = sign_in(member).get(url("film_frames")).json()
    shapes = [
        [
            (told["texts"][text], told["names"][parent])
            for _name, parent, text, _ in frame["nodes"]
        ]
        for frame in told["frames"]
    ]
    assert shapes == [
        [],
        [("I plan the week alone", "outcome")],
        [
            ("I plan the week alone", "outcome"),
            ("I ring five people before one comes", f"opportunity:{above.pk}"),
        ],
    ]
    changed = [frame["node"] for frame in told["frames"]]
    assert changed[0] is None
    assert told["names"][changed[1]] == f"opportunity:{above.pk}"


def test_a_review_counts_from_the_one_before(sign_in, member, url, add, outcome):
    add("I ring five people before one comes")
    client = sign_in(member)
    assert client.get(url("review")).context["review"].change_count == 1
    assert client.post(url("review_end"), {"note": "Aim lower"}).status_code == 302
    page = client.get(url("review"))
    assert f"Since the last one, {date_format(localdate(), 'j F')}, by" in page.text
    shown = page.context["review"]
    assert shown.change_count == 0
    assert shown.last.note == "Aim lower"


def test_a_second_press_reviews_once(sign_in, member, url):
    client = sign_in(member)
    for _press in range(2):
        client.post(url("review_end"), {"note": "Aim lower"})
    assert TreeReview.objects.count() == 1


def test_a_review_shows_decisions_that_are_due(sign_in, member, url, outcome, add):
    node = add("I ring five people before one comes")
    soon, later = localdate() + timedelta(days=3), localdate() + timedelta(days=30)
    due = DecisionFactory(outcome=outcome, opportunity=node, revisit_on=soon)
    DecisionFactory(outcome=outcome, opportunity=node, revisit_on=later)
    assert sign_in(member).get(url("review")).context["review"].due == [due]


def test_a_review_of_much_costs_no_more_queries(sign_in, member, url, outcome, add):
    client = sign_in(member)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url("review"))
        return len(queries)

    add("I ring five people before one comes")
    few = count()
    for n in range(5):
        node = add(f"I rang person {n} before anybody came")
        EvidenceFactory(opportunity=node)
        DecisionFactory(outcome=outcome, opportunity=node, revisit_on=localdate())
    assert count() <= few


def test_stakeholders_read_the_past_and_change_nothing(sign_in, workspace, url):
    client = sign_in(MembershipFactory(workspace=workspace, role=Role.STAKEHOLDER))
    for name in ("then", "versions", "film", "film_frames", "review", "history"):
        assert client.get(url(name)).status_code == 200
    assert client.post(url("versions"), {"name": "Mine"}).status_code == 403
    assert client.post(url("review_end"), {"note": "Mine"}).status_code == 403


def test_the_last_day_of_the_calendar_is_a_day(sign_in, member, url, add):
    add("I ring five people")
    for day in ("9999-12-31", "0001-01-01"):
        assert sign_in(member).get(url("then"), {"on": day}).status_code == 200


def test_a_state_without_a_name_is_called_by_its_day(sign_in, member, url, add):
    for text in ("One", "Two", "Three"):
        add(text)
    page = sign_in(member).get(url("versions"), {"from": 1, "to": 3})
    assert page.context["one_name"] not in ("", "the beginning")
    assert page.context["other_name"] == "today"

"""Owners, time and tickets of a node: who may, what is refused, what it costs."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discovery.workspaces.permissions import Role
from opportunities.models import TreeChange
from opportunities.queries.marks import load_marks
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.solving import SolutionFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def other_team(workspace):
    """A member who may shape the trees of another team only."""
    team = TeamFactory(workspace=workspace)
    return MembershipFactory(workspace=workspace, role=Role.MEMBER, team=team)


def said(row, **more):
    return {"node": f"{row._meta.model_name}:{row.pk}", "client_id": uuid4(), **more}


def test_a_node_gets_an_owner_and_a_time_which_undo_takes_back(
    sign_in, member, node, url
):
    browser = sign_in(member)
    sent = said(node, owner=member.pk, seen_owner="", horizon="now", seen_horizon="")
    assert browser.post(url("plan"), sent).status_code == 302
    node.refresh_from_db()
    assert (node.owner, node.horizon) == (member, "now")
    assert load_marks(node.outcome)[node.element_id]["horizon"] == "now"
    browser.post(url("undo"), {"client_id": uuid4()})
    node.refresh_from_db()
    assert (node.owner, node.horizon) == (None, "")


def test_a_solution_gets_an_owner_and_a_state(sign_in, member, solution, url):
    sent = said(solution, owner=member.pk, status="testing", seen_status="idea")
    sign_in(member).post(url("plan"), sent)
    solution.refresh_from_db()
    assert (solution.owner, solution.status) == (member, "testing")


def test_who_wrote_later_without_seeing_is_told(sign_in, member, node, url):
    type(node).objects.update(horizon="next", owner=member)
    browser = sign_in(member)
    for sent, shown in (
        ({"horizon": "now", "seen_horizon": ""}, ["Next", "Now"]),
        ({"owner": "", "seen_owner": "7"}, [str(member), "–"]),
    ):
        answer = browser.post(url("plan"), said(node, **sent))
        words = answer.content.decode()
        assert answer.status_code == 409
        assert all(f"<dd>{word}</dd>" in words for word in shown)


def test_nobody_of_elsewhere_becomes_the_owner(sign_in, member, node, url):
    sent = said(node, owner=MembershipFactory().pk, seen_owner="")
    sign_in(member).post(url("plan"), sent)
    node.refresh_from_db()
    assert node.owner is None


@pytest.mark.parametrize("name", ["plan", "tickets"])
def test_only_the_team_of_the_tree_changes_it(sign_in, other_team, node, url, name):
    sent = said(node, horizon="now", url="https://tickets.example/1")
    assert sign_in(other_team).post(url(name), sent).status_code == 403
    assert not TreeChange.objects.exists()


def test_now_next_later_shows_each_where_it_is(sign_in, stakeholder, outcome, url):
    now = OpportunityFactory(outcome=outcome, horizon="now")
    parked = OpportunityFactory(outcome=outcome, parked_at=outcome.created_at)
    OpportunityFactory(outcome=outcome, parent=parked)
    response = sign_in(stakeholder).get(url("horizon"))
    columns = response.context["columns"]
    assert [entry.node for entry in columns[0].entries] == [now]
    assert not columns[1].entries and not list(response.context["unsaid"])
    assert b'<form class="horizon__moves"' not in response.content


def test_the_board_costs_the_same_queries_whatever_it_shows(
    sign_in, member, outcome, url
):
    browser = sign_in(member)
    browser.get(url("horizon"))
    counts = []
    for _more in range(2):
        for horizon in ("now", "next", "later", ""):
            node = OpportunityFactory(outcome=outcome, horizon=horizon, owner=member)
            EvidenceFactory(opportunity=node)
            SolutionFactory(opportunity=node, horizon=horizon, owner=member)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(url("horizon")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_solutions_stand_on_the_board_and_undo_takes_them_back(
    sign_in, member, node, solution, url
):
    SolutionFactory(opportunity=node, status="dropped")
    browser = sign_in(member)
    address = "https://tickets.example/browse/ROTA-12"
    browser.post(url("tickets"), said(solution, url=address))
    board = browser.get(url("horizon"))
    assert [one.node for one in board.context["unsaid"]] == [node, solution]
    assert address in board.text

    sent = said(solution, horizon="next", seen_horizon="", board="on")
    board = browser.post(url("plan"), sent, headers=HTMX)

    assert [one.node for one in board.context["columns"][1].entries] == [solution]
    assert "stands under Next now" in board.text
    assert load_marks(node.outcome)[f"solution-{solution.pk}"]["horizon"] == "next"
    browser.post(url("horizon_undo"), {"client_id": uuid4()}, headers=HTMX)
    solution.refresh_from_db()
    assert solution.horizon == ""


def test_a_press_on_the_board_comes_back_to_it(sign_in, member, node, url):
    sent = said(node, horizon="later", seen_horizon="", board="on")
    browser = sign_in(member)
    response = browser.post(url("plan"), sent)
    assert response.url == url("horizon")
    sent = said(node, horizon="", seen_horizon="later", board="on")
    response = browser.post(url("plan"), sent, headers=HTMX)
    assert [one.node for one in response.context["unsaid"]] == [node]


def test_a_ticket_is_linked_shown_and_taken_off(sign_in, member, solution, url):
    browser = sign_in(member)
    address = "https://tickets.example/browse/ROTA-12?tab=1"
    browser.post(url("tickets"), said(solution, url=address))
    ticket = solution.tickets.get()
    assert ticket.title == "ROTA-12"
    assert load_marks(solution.outcome)[f"solution-{solution.pk}"]["tickets"] == 1
    again = browser.post(url("tickets"), said(solution, url=address))
    assert again.status_code == 409
    page = browser.get(url("solution", solution.pk)).content.decode()
    assert address in page and "ROTA-12" in page
    browser.post(url("ticket_removal", ticket.pk), {"client_id": uuid4()})
    assert not solution.tickets.exists()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "ftp://a.example/x", "ROTA-12", "", "https://" + "x" * 500],
)
def test_only_pages_of_the_web_are_linked(sign_in, member, node, url, address):
    response = sign_in(member).post(url("tickets"), said(node, url=address))
    assert response.status_code == 422
    assert not node.tickets.exists()


def test_hints_are_counted_on_the_cards_they_are_about(outcome):
    node = OpportunityFactory(outcome=outcome, text="Planning is frustrating")
    EvidenceFactory(opportunity=node)
    assert load_marks(outcome)[node.element_id]["lints"] == 1


@pytest.mark.parametrize("kind", ["business", "traction"])
def test_an_outcome_that_a_team_can_hardly_move_gets_advice(
    sign_in, member, outcome, url, kind
):
    browser = sign_in(member)
    sent = {"title": outcome.title, "seen_title": outcome.title}
    sent |= {"kind": kind, "seen_kind": "product"}
    assert browser.post(url("outcome"), sent).status_code == 302
    page = browser.get(url("outcome"))
    assert 'class="hint"' in page.content.decode()
    # A form that does not ask for it leaves it as it is.
    browser.post(url("outcome"), {"title": "Another", "seen_title": outcome.title})
    outcome.refresh_from_db()
    assert (outcome.title, outcome.kind) == ("Another", kind)

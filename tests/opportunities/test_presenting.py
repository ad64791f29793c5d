"""The tree in a meeting, and as somebody who only reads it finds it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.solving import SolutionFactory


@pytest.fixture
def walk(sign_in, stakeholder, outcome):
    """Open a stop of the walk as somebody who only reads."""
    place = [outcome.workspace.slug, outcome.pk]
    client = sign_in(stakeholder)

    def walk(at=None):
        asked = {} if at is None else {"at": at}
        return client.get(reverse("opportunities:presentation", args=place), asked)

    return walk


def test_the_walk_goes_through_the_tree_in_reading_order(walk, grow, outcome):
    nodes = grow(plan={"reach": {}}, pay={})
    SolutionFactory(opportunity=nodes["plan"], text="A call list")

    start = walk()
    first, inner, last = (walk(nodes[n].pk) for n in ("plan", "reach", "pay"))

    def leads(response, way):
        stop = getattr(response.context["stop"], way)
        return stop and stop.pk

    assert leads(start, "after") == nodes["plan"].pk
    assert leads(first, "after") == nodes["reach"].pk
    assert (leads(inner, "before"), leads(inner, "after")) == (
        nodes["plan"].pk,
        nodes["pay"].pk,
    )
    assert leads(last, "after") is None
    assert [card.pk for card in inner.context["stop"].path] == [nodes["plan"].pk]
    assert "A call list" in first.text


def test_a_stop_shows_who_told_of_it_and_what_one_of_them_said(
    walk, grow, hear, member
):
    node = grow(reach={})["reach"]
    heard = hear(quote="I rang eleven people")
    EvidenceFactory(opportunity=node, heard=heard, placed_by=member)

    told = walk(node.pk).text

    assert "1 person told of it" in told
    assert "I rang eleven people" in told
    story = reverse("snapshots:snapshot", args=[node.workspace.slug, heard.snapshot_id])
    assert story in told


def test_a_quote_that_was_withdrawn_is_not_read_out(walk, grow, hear, member):
    node = grow(reach={})["reach"]
    heard = hear(quote="I rang eleven people")
    EvidenceFactory(opportunity=node, heard=heard, placed_by=member)
    type(heard.snapshot).objects.update(published_at=None, published_by=None)

    assert "eleven" not in walk(node.pk).text


@pytest.mark.parametrize("at", ["0", "x", "99999999999999999999"])
def test_what_is_not_on_the_tree_cannot_be_shown(walk, grow, at):
    node = grow(plan={})["plan"]
    type(node).objects.update(parked_at=now())

    assert walk(at).status_code == 404
    assert walk(node.pk).status_code == 404
    assert walk().status_code == 200


def test_a_larger_tree_needs_no_more_queries_to_be_shown(walk, grow, outcome, hear):
    node = grow(plan={"reach": {}})["plan"]
    EvidenceFactory(opportunity=node, heard=hear())

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert walk(node.pk).status_code == 200
        return len(queries)

    walk()  # The first request of a session writes it down.
    before = count()
    for _ in range(4):
        more = OpportunityFactory(outcome=outcome, parent=node)
        EvidenceFactory(opportunity=more, heard=hear())
    assert count() == before


def test_a_reader_is_told_once_what_a_tree_is_and_changes_nothing(
    sign_in, stakeholder, grow, outcome, hear, member
):
    node = grow(reach={})["reach"]
    EvidenceFactory(
        opportunity=node, heard=hear(quote="I rang eleven people"), placed_by=member
    )
    client = sign_in(stakeholder)
    page = reverse("opportunities:tree", args=[outcome.workspace.slug, outcome.pk])

    first, second = client.get(page).text, client.get(page).text

    assert "This is an opportunity solution tree" in first
    assert "This is an opportunity solution tree" not in second
    for control in ("data-may-edit", "data-adds", "sharing/", "import/", "inbox/"):
        assert control not in first
    # One click from the tree to the words of a customer, another to the whole story.
    panel = f"{page}opportunities/{node.pk}/"
    assert panel in first
    told = client.get(panel).text
    assert "I rang eleven people" in told
    assert "panel__words" not in told and "panel__actions" not in told

"""From what waits to a node with its evidence, in a real browser."""

from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from opportunities.models import OtherEvidence
from opportunities.operations.evidence import add_other_evidence
from tests.browser.conftest import assert_good_for_all
from tests.factories.opportunities import OutcomeFactory
from tests.factories.snapshots import HeardOpportunityFactory, SnapshotFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def outcome(team):
    return OutcomeFactory(team=team, workspace=team.workspace)


@pytest.fixture
def hear(team, member):
    def hear(text):
        story = SnapshotFactory(
            interview__team=team, published=True, published_by=member
        )
        return HeardOpportunityFactory(snapshot=story, text=text)

    return hear


def test_what_waits_becomes_a_node_with_evidence(browser_page, member, hear, outcome):
    hear("I call everybody on the list and nobody answers")
    hear("Nobody answers when I call everybody")
    hear("What will next week cost?")
    slug = outcome.workspace.slug
    inbox = reverse("opportunities:inbox", args=[slug, outcome.pk])
    page = browser_page(member, path=inbox)
    panel = page.locator("#tree-panel")
    assert_good_for_all(page)

    page.get_by_label("Words").fill("nobody")
    page.get_by_role("button", name="Show").click()
    expect(panel.locator("[data-heard]")).to_have_count(2)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Place the ticked ones together").click()
    page.get_by_label("Where does it belong?").select_option("under:")
    page.get_by_label("How a new node says it").fill("Calling reaches nobody")
    assert_good_for_all(page)
    page.get_by_role("button", name="Place it").click()
    expect(panel.locator("[data-heard]")).to_have_count(1)

    page.get_by_role("link", name="Choose its place").click()
    page.get_by_text("Not for this tree now").click()
    page.get_by_label("Why set it aside?").fill("Another team’s")
    page.get_by_role("button", name="Set aside").click()
    expect(panel).to_contain_text("All is placed")

    node = outcome.opportunities.get()
    add_other_evidence(
        node,
        source=OtherEvidence.Source.ANALYTICS,
        basis=OtherEvidence.Basis.DONE,
        text="Nine calls in ten are answered",
        url="",
        observed_on="2026-11-02",
        is_against=True,
        by=member,
        client_id=uuid4(),
    )
    page.goto(reverse("opportunities:opportunity", args=[slug, outcome.pk, node.pk]))
    expect(panel).to_contain_text("Heard from 2 people")
    expect(panel).to_contain_text("People say one thing and do another")
    assert_good_for_all(page)
    page.goto(reverse("opportunities:segments", args=[slug, outcome.pk]))
    assert_good_for_all(page)

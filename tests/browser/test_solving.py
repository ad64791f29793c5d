"""A trio solves its target in real browsers: ideas alone and together, and the assumption map."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from opportunities.models import Idea
from tests.browser.conftest import assert_good_for_all
from tests.factories.opportunities import (
    EvidenceFactory,
    OpportunityFactory,
    OutcomeFactory,
)
from tests.factories.solving import (
    AssumptionFactory,
    IdeaRoundFactory,
    SolutionFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def target(team, member):
    target = OpportunityFactory(outcome=OutcomeFactory(team=team), is_target=True)
    EvidenceFactory(opportunity=target, placed_by=member)
    return target


def address(name, target):
    args = [target.workspace.slug, target.outcome_id, target.pk]
    return reverse(f"opportunities:{name}", args=args)


def test_ideas_stay_hidden_until_they_are_shared(
    browser_page, member, researcher, target
):
    IdeaRoundFactory(opportunity=target, started_by=member)
    own = browser_page(member, path=address("ideas", target))
    field = own.get_by_label("An idea", exact=True)
    field.fill("A list beside the phone")
    field.press("Enter")
    expect(own.get_by_text("only you see this")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    assert Idea.objects.count() == 1

    other = browser_page(researcher, path=address("ideas", target))
    expect(other.get_by_text("Hidden until you share them:")).to_be_visible()
    assert "beside the phone" not in other.content()
    other.get_by_role("button", name="Share everybody’s ideas").click()

    expect(other.get_by_text("A list beside the phone")).to_be_visible()
    assert_good_for_all(other)


def test_a_point_of_the_map_is_moved_by_keys_and_by_pointer(
    browser_page, member, target
):
    solution = SolutionFactory(opportunity=target)
    row = AssumptionFactory(solution=solution, importance=50, evidence_strength=60)
    page = browser_page(member, path=address("assumption_map", target))
    point = page.locator(f"[data-point='{row.pk}']")

    point.focus()
    point.press("ArrowUp")
    point.press("ArrowLeft")
    point.press("Enter")
    expect(point).to_have_attribute("data-importance", "55")
    expect(point).to_have_attribute("data-evidence", "55")

    box = page.locator(".belief-map__plot").bounding_box()
    point.hover()
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.1)
    page.mouse.up()

    expect(
        page.get_by_text("All hangs on it, weak evidence: test this")
    ).to_be_visible()
    row.refresh_from_db()
    assert (row.importance, row.evidence_strength) == (90, 20)
    page.get_by_label("What speaks for A1").select_option(label="Strong evidence")
    expect(point).to_have_attribute("data-evidence", "90")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(point).to_have_attribute("data-evidence", "20")
    assert_good_for_all(page)
    page.goto(page.url.removesuffix("map/"))
    assert_good_for_all(page)

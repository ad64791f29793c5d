"""A guide from its beginning to paper, in a real browser."""

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from interviews.models import Guide
from interviews.operations.guides import ensure_guide
from tests.browser.conftest import assert_accessible, assert_fits
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory

WEATHER = re.compile("Take.*What was the weather like")
TARGET = re.compile("Add.*the last time you could not see who is free")

pytestmark = pytest.mark.django_db(transaction=True)


def path(team, name, *more):
    return reverse(f"interviews:{name}", args=[team.workspace.slug, *more])


@pytest.fixture
def tree(team):
    outcome = OutcomeFactory(team=team, title="More shops fill an open shift")
    OpportunityFactory(outcome=outcome, text="I can't see who is free", is_target=True)
    ensure_guide(team=team)


def test_guide_is_begun_written_mended_and_taken_along(
    browser_page, member, team, tree
):
    page = browser_page(member, path=path(team, "guides"), width=1440)
    begin_guide(page)
    guide = team.guides.get(title="Is the problem there?")
    assert guide.kind == Guide.Kind.VALIDATION

    ask_for_stories(page)
    take_from_the_bank(page)
    page.goto(path(team, "guide", guide.pk))
    expect(page.get_by_role("link", name="What was the weather like?")).to_be_visible()
    assert_accessible(page)

    page.goto(path(team, "guide_versions", guide.pk))
    page.get_by_role("link", name="Version 1").click()
    page.get_by_role("button", name="Go back to this one").click()
    expect(page.get_by_text("reads as in version 1 again")).to_be_visible()
    page.goto(path(team, "guide_paper", guide.pk))
    page.emulate_media(media="print")
    expect(page.get_by_text("If they cannot recall it")).to_be_visible()
    expect(page.locator(".rail")).to_be_hidden()


def begin_guide(page):
    page.get_by_role("link", name="New guide").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Validation").click()
    dialog.get_by_label("What is it about?").fill("Is the problem there?")
    dialog.get_by_role("button", name="Start with a few prompts").click()
    expect(page.get_by_text("The solution stays hidden")).to_be_visible()


def ask_for_stories(page):
    """Goal, research question, its story; a closed prompt mended by the coach; an opener."""
    type_while_it_is_saved(page)
    page.get_by_role("link", name="Ask for the story").first.click()
    story = page.get_by_label("A new prompt for Story")
    expect(story).to_have_value("Tell me about the day you decided to stop planning.")
    page.get_by_role("button", name="Add", exact=True).nth(1).click()
    expect(page.get_by_role("link", name="the day you decided to stop")).to_be_visible()
    page.get_by_label("A new prompt for Story").fill("How often do you hire a cook?")
    page.get_by_role("button", name="Use this").first.click()
    expect(page.get_by_label("A new prompt for Story")).to_have_value(
        "Tell me about the last time you hired a cook."
    )
    expect(page.get_by_role("button", name="Use this")).to_have_count(0)
    page.get_by_label("A new prompt for Story").fill("Did you like it?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take it").first.click()
    expect(page.get_by_role("link", name="Did you like it?")).to_have_count(0)
    page.get_by_role("button", name=TARGET).click()
    expect(page.get_by_text("from your target opportunity")).to_have_count(0)


def type_while_it_is_saved(page):
    """What somebody types while the answer to a save is on its way is not lost."""
    page.route("**/guides/*/", lambda route: (time.sleep(0.5), route.continue_()))
    field = page.get_by_label("A new research question")
    field.fill("Why do shops stop planning?")
    page.get_by_label("Learning goal").click()
    page.keyboard.press("End")
    page.keyboard.type(" And what then?")
    # The answer is there: it brings an empty field for the next question.
    expect(field).to_have_value("")
    goal = page.get_by_label("Learning goal")
    expect(goal).to_have_value(re.compile("And what then"))
    page.unroute("**/guides/*/")
    field.click()
    expect(page.locator("save-state")).to_have_attribute("data-state", "saved")
    expect(goal).to_have_value(re.compile("And what then"))


def take_from_the_bank(page):
    page.get_by_role("link", name="Question bank").click()
    page.get_by_label("Words").fill("weather")
    expect(page.locator("[data-entry]:visible")).to_have_count(1)
    expect(page.locator("[data-count]")).to_have_text("1 question")
    page.get_by_role("button", name=WEATHER).click()
    expect(page.get_by_text("On “Is the problem there?”")).to_be_visible()
    page.get_by_label("Words").fill("")
    assert page.locator("[data-entry]:visible").count() > 120


def test_pages_of_guides_fit_a_phone_and_are_accessible(
    browser_page, member, team, tree
):
    guide = ensure_guide(team=team)
    page = browser_page(member, width=360, height=740, theme="dark", touch=True)

    for name, more in (
        ("guides", []),
        ("guide_new", []),
        ("guide", [guide.pk]),
        ("guide_versions", [guide.pk]),
        ("guide_paper", [guide.pk]),
        ("bank", []),
    ):
        page.goto(path(team, name, *more))
        assert_fits(page)
        assert_accessible(page)


def test_guide_works_without_a_script(browser_page, member, team, tree):
    page = browser_page(member, path=path(team, "guides"), script=False)

    page.get_by_role("link", name="New guide").click()
    page.get_by_label("What is it about?").fill("Leaving")
    page.get_by_role("button", name="Start with a few prompts").click()
    page.get_by_label("A new prompt for Thanks").fill("Whom did you tell?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Whom did you tell?")).to_be_visible()
    page.get_by_role("link", name="Question bank").click()
    page.get_by_label("Words").fill("weather")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("[data-entry]")).to_have_count(1)
    page.get_by_role("button", name=WEATHER).click()
    expect(page.get_by_text("It is on “Leaving”.")).to_be_visible()

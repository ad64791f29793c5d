"""A story page in a real browser: written, ordered, and told on the big screen."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from snapshots.models import StoryPage
from tests.browser.conftest import assert_good_for_all
from tests.factories.snapshots import HeardOpportunityFactory, MomentFactory
from tests.factories.stories import StoryPageFactory, StoryPassageFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story_page(team):
    """A draft with Ada, Ben and Cleo on it."""
    story_page = StoryPageFactory(team=team, question="What happens?")
    for name in ("Ada", "Ben", "Cleo"):
        passage = StoryPassageFactory(
            story_page=story_page,
            snapshot__interview__participant__name=name,
            snapshot__name=name,
            snapshot__quote=f"I am {name}.",
        )
        for title, feeling in (("Rings", 2), ("Texts", -2), ("Yes", 1)):
            MomentFactory(snapshot=passage.snapshot, title=title, feeling=feeling)
        HeardOpportunityFactory(snapshot=passage.snapshot)
    return story_page


def order_on(page):
    return page.locator("[data-place] .passage__name").all_text_contents()


def test_a_story_page_is_written_and_ordered_in_place(browser_page, member, story_page):
    path = reverse("snapshots:story", args=[story_page.workspace.slug, story_page.pk])
    page = browser_page(member, path=path, width=1440)
    assert_good_for_all(page)
    # Checking has changed the size; to be dragged, all of them are in sight.
    page.set_viewport_size({"width": 1440, "height": 2600})

    with page.expect_response("**/texts/question/"):
        page.get_by_label("Question").fill("Who comes at five?")
    with page.expect_response("**/passages/*/"):
        page.get_by_label("Why the story of Ben is here").fill("He was asleep")
    expect(page.locator("save-state")).to_have_attribute("data-state", "saved")

    page.locator("[data-grip]").first.focus()
    with page.expect_response("**/position/"):
        page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-place] .passage__name").first).to_have_text("Ben")
    expect(
        page.get_by_role("button", name=re.compile("story of Ada: drag"))
    ).to_be_focused()

    grips = page.locator("[data-grip]")
    start, end = (grips.nth(number).bounding_box() for number in (0, 1))
    with page.expect_response("**/position/"):
        page.mouse.move(start["x"] + 8, start["y"] + 8)
        page.mouse.down()
        page.mouse.move(end["x"] + 8, end["y"] + 8, steps=8)
        page.mouse.move(end["x"] + 8, end["y"] + 300, steps=8)
        page.mouse.up()
    expect(page.locator("[data-place] .passage__name").first).to_have_text("Ada")
    assert order_on(page) == ["Ada", "Ben", "Cleo"]
    fresh = StoryPage.objects.get()
    assert fresh.question == "Who comes at five?"
    names = [p.snapshot.name for p in fresh.passages.present()]
    assert names == ["Ada", "Ben", "Cleo"]

    page.locator("summary", has_text="remove the story of Ben").click()
    page.get_by_role("button", name="Take off this page").click()
    expect(page.locator("[data-place]")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-place]")).to_have_count(3)


def test_stories_are_told_step_by_step(browser_page, member, story_page):
    where = reverse("snapshots:presentation", args=[story_page.workspace.slug])
    path = f"{where}?story={story_page.pk}"
    page = browser_page(member, path=path, width=360, theme="dark")
    assert_good_for_all(page)
    shown = page.locator("[data-slide]:not([data-off])")
    expect(shown).to_contain_text("What happens?")

    page.keyboard.press("ArrowRight")
    expect(shown.get_by_role("heading", name="Ada")).to_be_visible()
    expect(page.get_by_text("I am Ada.")).to_be_hidden()
    page.keyboard.press(" ")
    expect(page.get_by_text("I am Ada.")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(shown.get_by_role("heading", name="Rings")).to_be_visible()
    page.mouse.click(300, 400)
    expect(shown.get_by_role("heading", name="Texts")).to_be_visible()
    assert_good_for_all(page)
    page.mouse.click(20, 400)
    expect(shown.get_by_role("heading", name="Rings")).to_be_visible()
    assert page.url.endswith("#story-1-3")

    page.reload()
    expect(shown.get_by_role("heading", name="Rings")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.keyboard.press("Home")
    expect(shown).to_contain_text("What happens?")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/snapshots/stories/\d+/$"))


def test_without_script_everything_stands_one_below_the_other(
    browser_page, member, story_page
):
    where = reverse("snapshots:presentation", args=[story_page.workspace.slug])
    page = browser_page(member, path=f"{where}?story={story_page.pk}", script=False)

    for name in ("Ada", "Ben", "Cleo"):
        expect(page.get_by_text(f"I am {name}.")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_hidden()

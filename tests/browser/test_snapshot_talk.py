"""A stakeholder and a writer talk about a page in a real browser: at its parts and at its foot."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from snapshots.models import Comment, Reaction, Reading
from snapshots.operations.comments import edit_comment, write_comment
from tests.browser.conftest import CUT_OFF, assert_good_for_all
from tests.factories.snapshots import (
    HeardOpportunityFactory,
    MomentFactory,
    SnapshotFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(team, member):
    snapshot = SnapshotFactory(
        interview__team=team,
        context="Bakery manager, two shops in York.",
        published=True,
        published_by=member,
    )
    for title, feeling in (("Rings", 2), ("Texts", -2), ("Yes", 2)):
        MomentFactory(snapshot=snapshot, title=title, feeling=feeling)
    HeardOpportunityFactory(snapshot=snapshot)
    return snapshot


@pytest.fixture
def path(story):
    return reverse("snapshots:snapshot", args=[story.workspace.slug, story.pk])


def tell(page, event="commented"):
    """What the event stream would bring; the live server of the tests has none."""
    page.evaluate(
        "(event) => document.querySelector('live-region').dispatchEvent("
        "new CustomEvent(`live:${event}`, {bubbles: true, detail: {}}))",
        event,
    )


def test_a_reader_asks_at_a_part_and_the_writer_answers(
    browser_page, member, stakeholder, story, path
):
    member.user.name = "Ida Holm"
    member.user.save()
    page = browser_page(stakeholder, path=path, width=1440)
    expect(page.get_by_text("tells one real customer’s story")).to_be_visible()

    # Pointing at a part shows where to press; the talk opens beside it and takes the focus.
    page.locator("#part-quote").hover()
    page.get_by_role("button", name="Talk about the quote").click()
    beside = page.locator("#part-talk")
    expect(beside.get_by_role("heading", name="About the quote")).to_be_visible()
    assert_good_for_all(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    beside.get_by_role("button", name="This moved me").click()
    pressed = beside.get_by_role("button", name="This moved me, 1 person")
    expect(pressed).to_have_attribute("aria-pressed", "true")

    # An @ offers members; the keyboard is enough. Nothing moves under the pointer meanwhile.
    text = beside.get_by_label("Your comment or question")
    send = beside.get_by_role("button", name="Send")
    text.press_sequentially("how often, @ida")
    expect(beside.get_by_role("option", name="Ida Holm")).to_be_visible()
    place = send.bounding_box()
    with page.expect_response(lambda answer: "q=Ida+Holm" in answer.url):
        page.keyboard.press("Enter")
    expect(text).to_have_value("how often, @Ida Holm ")
    expect(beside.get_by_role("listbox", include_hidden=True)).to_be_hidden()
    assert send.bounding_box() == place
    beside.get_by_label("I ask the team").check()
    send.click()
    expect(beside.get_by_text("open question")).to_be_visible()
    expect(text).to_have_value("")
    # What was begun is there again when the talk is opened again, and the focus came back.
    text.fill("And then")
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    mark = page.get_by_role("button", name="the quote: 1 open question 1 comment")
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(text).to_have_value("And then")
    page.keyboard.press("Escape")

    other = browser_page(member, path=path, width=1440)
    foot = other.locator("#comments")
    foot.get_by_text("Answer this question").click()
    foot.get_by_label("Your answer").fill("Every Sunday.")
    foot.get_by_role("button", name="Send").first.click()
    expect(foot.get_by_text("answered", exact=True)).to_be_visible()
    assert Comment.objects.filter(parent__isnull=False).count() == 1
    assert Reaction.objects.get().part == "quote"
    assert_good_for_all(other, within="#comments")


def test_what_others_say_comes_in_without_moving_what_i_write(
    browser_page, member, stakeholder, story, path
):
    for number in range(12):
        write_comment(snapshot=story, text=f"Said {number}", by=member)
    write_comment(snapshot=story, text="Said again. " + "x" * 3900, by=member)
    page = browser_page(stakeholder, path=path, width=1024)
    field = page.locator("#comments").get_by_label("Your comment or question")
    field.fill("Half a sen")
    field.evaluate("field => field.setSelectionRange(4, 4)")
    long = page.locator(".comment", has_text="Said again").locator(".comment__text")
    folded = long.bounding_box()["height"]
    page.get_by_text("Show all").click()
    assert long.bounding_box()["height"] > 3 * folded
    page.get_by_text("Show less").click()
    field.focus()
    before = page.evaluate("scrollY")

    write_comment(snapshot=story, text="Just now", by=member)
    with page.expect_response("**/comments/**"):
        tell(page)
    expect(page.get_by_text("Just now")).to_be_attached()

    expect(field).to_be_focused()
    expect(field).to_have_value("Half a sen")
    assert field.evaluate("field => field.selectionStart") == 4
    assert abs(page.evaluate("scrollY") - before) < 2


def test_what_was_changed_in_another_tab_is_shown_before_it_is_replaced(
    browser_page, stakeholder, story, path
):
    comment = write_comment(snapshot=story, text="Wel", by=stakeholder)
    page = browser_page(stakeholder, path=path, width=1024)
    foot = page.locator("#comments")
    foot.get_by_text("Edit").click()
    field = foot.get_by_label("Your comment", exact=True)
    field.fill("Or not")
    edit_comment(comment=comment, text="Well", version=1, by=stakeholder)

    foot.get_by_role("button", name="Save").click()
    expect(foot.get_by_text("changed elsewhere meanwhile")).to_be_visible()
    expect(foot.locator(".comment__text")).to_have_text("Well")
    expect(field).to_have_value("Or not")
    foot.get_by_role("button", name="Save").click()

    expect(foot.locator(".comment__text")).to_have_text("Or not")


def test_a_field_tells_when_it_is_full_and_the_page_when_it_is_offline(
    browser_page, stakeholder, story, path
):
    page = browser_page(stakeholder, path=path, width=1024)
    CUT_OFF.add(page)
    foot = page.locator("#comments")
    field = foot.get_by_label("Your comment or question")
    field.fill("x" * 3000)
    expect(foot.get_by_text("of 4,000 characters")).to_be_hidden()
    field.fill("x" * 3990)
    expect(foot.get_by_text("Room for 10 of 4,000 characters")).to_be_visible()

    page.context.set_offline(True)
    foot.get_by_role("button", name="Send").click()
    offline = page.get_by_text("You seem to be offline")
    expect(offline).to_be_visible()
    expect(field).to_have_value("x" * 3990)
    page.context.set_offline(False)
    expect(offline).to_be_hidden()
    foot.get_by_role("button", name="Send").click()
    expect(field).to_have_value("")
    assert Comment.objects.get().text == "x" * 3990


def test_a_page_counts_as_read_after_a_while_before_ones_eyes(
    browser_page, stakeholder, story, path
):
    page = browser_page(stakeholder)
    with page.expect_response("**/readings/", timeout=20_000):
        page.goto(path)

    assert Reading.objects.get().membership == stakeholder
    page.reload()
    expect(page.get_by_text("tells one real customer’s story")).to_have_count(0)


def test_without_script_one_reads_asks_and_reacts_at_the_foot(
    browser_page, stakeholder, member, story, path
):
    write_comment(snapshot=story, text="A remark", by=member)
    page = browser_page(stakeholder, path=path, width=360, script=False)

    page.get_by_label("about", exact=True).first.select_option(label="the quote")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="I have heard this too").click()
    assert Reaction.objects.get().part == "quote"
    page.get_by_label("Your comment or question").fill("Where?")
    page.get_by_role("button", name="Send").last.click()
    expect(page.locator(".comment__text", has_text="Where?")).to_be_visible()
    assert Comment.objects.get(text="Where?").part == "quote"
    page.get_by_role("button", name="I have read this").click()
    assert Reading.objects.exists()

"""The page of one interview in a real browser: written by two, read by others, with and without script."""

import json

import pytest
import redis
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from snapshots.models import QuickFact, Snapshot
from snapshots.operations.parts import add_part, write_text
from snapshots.operations.publishing import publish_snapshot
from snapshots.operations.sharing import create_share_link
from tests.browser.conftest import CUT_OFF, assert_fits, assert_good_for_all
from tests.factories.interviews import AttendanceFactory, NoteFactory
from tests.factories.snapshots import MomentFactory, SnapshotFactory

pytestmark = pytest.mark.django_db(transaction=True)

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"


@pytest.fixture
def draft(team, member):
    snapshot = SnapshotFactory(
        interview__team=team,
        interview__participant__name=f"Sarah {LONG_NAME}",
        interview__participant__workspace=team.workspace,
        context="Bakery manager, two shops in York.",
        story_title="A baker calls in sick on Tuesday at five",
    )
    AttendanceFactory(interview=snapshot.interview, membership=member)
    NoteFactory(interview=snapshot.interview, text="Eleven messages", author=member)
    for title, feeling in (("Rings", 2), ("Looks", 1), ("Texts", -2), ("Yes", 2)):
        MomentFactory(snapshot=snapshot, title=title, feeling=feeling)
    QuickFact.objects.create(
        workspace=team.workspace, snapshot=snapshot, position=0, label="Team", text="18"
    )
    heard = "I want a button that shows who is free"
    add_part(snapshot=snapshot, kind="opportunities", by=member, text=heard)
    add_part(snapshot=snapshot, kind="insights", by=member, text="Tried five apps.")
    return snapshot


@pytest.fixture
def story(draft, member):
    return publish_snapshot(snapshot=draft, by=member)


@pytest.fixture
def path(draft):
    return reverse("snapshots:snapshot", args=[draft.workspace.slug, draft.pk])


def tell(page):
    """What the event stream would bring; the live server of the tests has none."""
    page.evaluate(
        "document.querySelector('live-region').dispatchEvent("
        "new CustomEvent('live:changed', {bubbles: true, detail: {}}))"
    )


def test_the_editor_is_accessible_and_fits(browser_page, member, path):
    page = browser_page(member, path=path, width=1440)

    assert_good_for_all(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("#new-moments summary").click()
    page.get_by_role("button", name="Notes", exact=True).click()
    assert_good_for_all(page)


def test_what_readers_see_is_accessible_and_fits(
    browser_page, member, stakeholder, story, path
):
    _link, token = create_share_link(target=story, by=member)
    page = browser_page(stakeholder)
    library = reverse("snapshots:library", args=[story.workspace.slug])

    for address in (path, library, f"{path}print/", f"/s/{token}/", f"{path}pdf/"):
        page.goto(address)
        assert_good_for_all(page)


def test_a_part_saves_itself_and_says_so(browser_page, member, draft, path):
    page = browser_page(member, path=path)

    with page.expect_response("**/texts/quote/"):
        page.get_by_label("Memorable quote").fill("I had my coat on.")

    expect(page.locator("save-state")).to_have_attribute("data-state", "saved")
    draft.refresh_from_db()
    assert draft.quote == "I had my coat on."


def test_what_another_changes_appears_and_what_i_type_stays(
    browser_page, member, researcher, draft, path
):
    page = browser_page(member, path=path)
    quote = page.get_by_label("Memorable quote")
    CUT_OFF.add(page)
    page.route("**/texts/quote/", lambda route: route.abort())
    quote.fill("Half a sentence")

    write_text(
        snapshot=draft, field="context", text="Changed", version=1, by=researcher
    )
    write_text(snapshot=draft, field="quote", text="Theirs", version=1, by=researcher)
    tell(page)

    expect(page.get_by_label("Who they are, in a line")).to_have_value("Changed")
    expect(quote).to_have_value("Half a sentence")
    expect(quote).to_be_focused()


def test_two_who_change_the_same_words_see_both_and_choose(
    browser_page, member, researcher, draft, path
):
    page = browser_page(member, path=path)
    write_text(snapshot=draft, field="quote", text="Theirs", version=1, by=researcher)

    page.get_by_label("Memorable quote").fill("Mine")
    trouble = page.locator(".trouble")
    expect(trouble).to_contain_text("Theirs")
    expect(page.get_by_label("Memorable quote")).to_have_value("Mine")
    assert Snapshot.objects.get().quote == "Theirs"

    trouble.get_by_role("button", name="Keep mine").click()
    expect(trouble).to_have_count(0)
    assert Snapshot.objects.get().quote == "Mine"


def test_theirs_can_be_taken(browser_page, member, researcher, draft, path):
    page = browser_page(member, path=path)
    write_text(snapshot=draft, field="quote", text="Theirs", version=1, by=researcher)

    page.get_by_label("Memorable quote").fill("Mine")
    page.get_by_role("link", name="Take theirs").click()

    expect(page.get_by_label("Memorable quote")).to_have_value("Theirs")
    expect(page.locator(".trouble")).to_have_count(0)


def test_a_lost_connection_loses_no_word(browser_page, member, draft, path):
    page = browser_page(member, path=path)
    CUT_OFF.add(page)
    page.route("**/texts/quote/", lambda route: route.abort())
    page.get_by_label("Memorable quote").fill("Kept")
    expect(page.locator("save-state")).to_have_attribute("data-state", "failed")

    page.unroute("**/texts/quote/")
    expect(page.locator("save-state")).to_have_attribute(
        "data-state", "saved", timeout=20_000
    )
    assert Snapshot.objects.get().quote == "Kept"


def test_parts_are_added_moved_and_removed_by_keyboard(
    browser_page, member, draft, path
):
    page = browser_page(member, path=path)

    page.locator("#new-insights summary").press("Enter")
    page.locator("#new-insights textarea").fill("Each wanted fixed shifts.")
    page.locator("#new-insights button").press("Enter")
    boxes = page.locator("[id^=part-insights-][id$=-box] textarea")
    expect(boxes).to_have_count(2)
    expect(page.locator("#new-insights textarea")).to_have_value("")

    menu = page.get_by_text("Move or remove: Each wanted fixed shifts.")
    menu.locator("..").press("Enter")
    page.get_by_role("button", name="Move up").last.press("Enter")
    expect(boxes.first).to_have_value("Each wanted fixed shifts.")
    assert [i.text[:4] for i in draft.insights.all()] == ["Each", "Trie"]


def test_a_note_is_sent_to_its_place(browser_page, member, draft, path):
    page = browser_page(member, path=path)

    page.get_by_role("button", name="Notes", exact=True).click()
    page.locator("#notes").get_by_text("Send to").click()
    page.locator("#notes").get_by_role("button", name="Moments").click()

    expect(page.locator(".moments [name=title]").last).to_have_value("Eleven messages")
    expect(page.locator("#notes")).to_be_visible()


def test_the_editor_works_without_script(browser_page, member, draft, path):
    page = browser_page(member, path=path, script=False)

    page.get_by_label("Memorable quote").fill("Plain and simple")
    page.locator("#part-quote").get_by_role("button", name="Save").click()
    page.locator("#new-facts summary").click()
    page.locator("#new-facts").get_by_label("Label of the fact").fill("Plan")
    page.locator("#new-facts").get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Publish").click()

    draft.refresh_from_db()
    assert (draft.quote, draft.is_published) == ("Plain and simple", True)
    assert draft.quick_facts.last().label == "Plan"


def test_a_shared_page_needs_no_script_and_nothing_from_elsewhere(
    browser_page, member, story
):
    _link, token = create_share_link(target=story, by=member)
    page = browser_page(script=False, width=320)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"/s/{token}/")

    assert_fits(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        story.participant.pseudonym
    )
    page.get_by_role("button", name="Download as PDF").click()
    expect(page.get_by_text("The PDF is being made.")).to_be_visible()
    host = page.url.split("/s/")[0]
    assert [url for url in asked if not url.startswith(host)] == []


def test_the_printed_page_is_one_sheet(browser_page, member, story, path, tmp_path):
    import pypdf  # noqa: PLC0415 (only this test prints)

    page = browser_page(member, path=f"{path}print/")
    page.pdf(path=tmp_path / "print.pdf", format="A4", prefer_css_page_size=True)

    printed = pypdf.PdfReader(tmp_path / "print.pdf")
    assert len(printed.pages) == 1
    assert "By the time someone said yes" in printed.pages[0].extract_text()


def test_a_change_is_told_to_all_who_look(draft, member):
    listener = redis.Redis.from_url(settings.REDIS_URL).pubsub()
    listener.subscribe(f"earshot:snapshot:{draft.pk}")
    listener.get_message(timeout=2)

    write_text(snapshot=draft, field="quote", text="Told", version=1, by=member)

    message = listener.get_message(timeout=2)
    assert json.loads(message["data"])["part"] == "quote"
    listener.close()

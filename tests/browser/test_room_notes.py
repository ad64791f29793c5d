"""What is done with notes in the room besides writing them, and typing when all goes wrong."""

# Fixtures of the other file, which stand for themselves as arguments.
# ruff: noqa: F811
import pytest
from playwright.sync_api import expect

from interviews.models import Note
from interviews.operations.notes import add_note
from recruiting.operations.erasure import erase_participant
from tests.benchmarks.typing import Typist
from tests.browser.conftest import assert_accessible, session_cookie
from tests.browser.test_room import (  # noqa: F401 (fixtures)
    enter,
    ida,
    interview,
    notes_of,
    tomas,
    wait_for_notes,
    web,
    write,
)
from tests.loop.stack import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def notes(interview, ida):
    for number, text in enumerate(("One.", "Two.", "Three.")):
        client_id = f"00000000-0000-0000-0000-00000000000{number}"
        add_note(
            interview=interview, by=ida, client_id=client_id, kind="fact", text=text
        )


def shown(page):
    return page.locator("#notes [data-note] [data-text]").all_inner_texts()


def wait_for_order(page, *texts):
    wait_until(lambda: shown(page) == list(texts), f"{texts}, found {shown(page)}")


def test_notes_are_moved_marked_and_brought_back_by_keys_menu_and_mouse(
    enter,
    interview,
    notes,
    ida,
    tomas,
):
    mine, other = enter(ida), enter(tomas)
    said = mine.locator("[data-announcer]")

    mine.locator("#note-text").focus()
    mine.keyboard.press("ArrowUp")
    mine.keyboard.press("Alt+ArrowUp")
    wait_for_order(other, "One.", "Three.", "Two.")
    expect(said).to_have_text("Moved to place 2 of 3.")
    expect(mine.locator("#notes li").nth(1)).to_be_focused()
    mine.keyboard.press("s")
    expect(other.locator(".story__step")).to_contain_text("Three.")
    mine.keyboard.press("f")
    expect(other.locator(".come-back__item")).to_contain_text("Three.")

    mine.keyboard.press("4")
    expect(other.locator("#notes li").nth(1)).to_have_attribute("data-kind", "gap")
    expect(said).to_have_text("Kind of note: Gap.")
    expect(mine.locator("#notes li").nth(1)).to_be_focused()

    last = mine.locator("#notes li").last
    last.hover()
    last.locator("[data-menu]").click()
    assert_accessible(mine)
    mine.get_by_role("button", name="Feeling", exact=True).click()
    expect(last).to_have_attribute("data-kind", "feeling")
    last.hover()
    last.locator("[data-menu]").click()
    mine.get_by_role("button", name="Move up").click()
    wait_for_order(other, "One.", "Two.", "Three.")
    first = mine.locator("#notes li").first
    first.hover()
    first.locator("[data-grip]").drag_to(mine.locator("#notes li").last)
    wait_until(lambda: shown(other)[0] == "Two.", "the note that was dragged")

    mine.locator("#note-text").focus()
    write(mine, "5Can we see the others?")
    expect(other.get_by_text("They asked us")).to_be_visible()
    question = other.locator("#notes li").filter(has_text="Can we see")
    question.hover()
    expect(question.locator("[data-grip]")).to_have_count(0)
    assert Note.objects.get(text__startswith="Can we").is_their_question


def test_word_to_the_lead_appears_quietly_and_is_seen(
    enter,
    interview,
    ida,
    tomas,
):
    lead, observer = enter(ida), enter(tomas)
    lead.locator("#note-text").focus()

    observer.get_by_text("Nudge Ida").click()
    for word in ("Let them talk", "Ask what happened next"):
        observer.get_by_role("button", name=word).click()
        expect(lead.locator(".nudge").filter(has_text=word)).to_be_visible()
    expect(lead.locator("#note-text")).to_be_focused()
    lead.get_by_role("button", name="Put away: Let them talk").click()

    expect(observer.locator(".nudge-sent--seen")).to_contain_text("Let them talk")
    expect(lead.locator(".nudge")).to_have_count(1)
    assert_accessible(observer)


def test_paused_room_stands_still_and_then_catches_up(
    enter,
    interview,
    ida,
    tomas,
):
    page, other = enter(tomas), enter(ida)
    page.locator("summary", has_text="Settings of this room").click()
    pause = page.get_by_role("button", name="Pause live updates")
    pause.click()
    other.locator("#note-text").focus()
    write(other, "Unseen for now.")

    expect(page.locator("[data-live-waiting]")).to_contain_text("Waiting: 1")
    assert shown(page) == []
    pause.click()
    wait_for_order(page, "Unseen for now.")


def test_line_that_could_not_be_fetched_is_fetched_later(enter, interview, ida, tomas):
    page, other = enter(tomas, is_troubled=True), enter(ida)
    refused = []

    def refuse_three(route):
        if len(refused) == 3:
            return route.fallback()
        refused.append(route.request.url)
        return route.abort() if len(refused) == 1 else route.fulfill(status=503)

    page.route("**/notes/**", refuse_three)
    other.locator("#note-text").focus()
    write(other, "Heard over a weak connection.")
    wait_for_order(page, "Heard over a weak connection.")
    assert len(refused) == 3
    page.context.set_offline(True)
    write(other, "Heard without any.")
    wait_for_notes(interview, "Heard over a weak connection.", "Heard without any.")
    page.context.set_offline(False)

    wait_for_order(page, "Heard over a weak connection.", "Heard without any.")


def test_who_signs_out_is_asked_about_what_is_unsent_and_leaves_nothing(
    enter,
    interview,
    ida,
):
    page = enter(ida, is_troubled=True)
    asked = []
    page.on("dialog", lambda d: (asked.append(d.message), d.accept()))
    page.route("**/notes/", lambda route: route.abort())
    page.locator("#note-text").focus()
    write(page, "Never sent.")
    page.keyboard.type("Half")

    page.locator("form[data-signs-out]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/accounts/login/**")

    assert asked == [
        "Not saved yet: 2 notes. Sign out all the same, and delete them from this device?"
    ]
    left = page.evaluate("Object.keys(localStorage).filter(k => k.includes('draft'))")
    assert left == []
    assert notes_of(interview) == []


def test_person_who_is_forgotten_meanwhile_is_explained(
    enter,
    interview,
    notes,
    ida,
):
    page = enter(ida, is_troubled=True)
    erase_participant(interview.participant)
    page.locator("#note-text").focus()
    write(page, "One more word.")

    line = page.locator("[data-unsent] li")
    expect(line).to_contain_text("has asked to be forgotten")
    expect(line.get_by_role("button")).to_have_count(1)
    line.get_by_role("button", name="Throw it away").click()
    expect(line).to_have_count(0)
    assert {text for _, text in notes_of(interview)} == {""}


@pytest.mark.slow
def test_a_thousand_keystrokes_survive_what_may_go_wrong(
    web,
    chromium,
    interview,
    ida,
    tmp_path,
):
    session = session_cookie(ida.user, web)["value"]
    typist = Typist(
        chromium.browser_type, web, interview.workspace.slug, interview.pk, session,
        tmp_path,
    )  # fmt: skip

    found = typist.type_all(1_000)

    assert found["is_the_same_text"]
    for figure in ("notes_lost", "notes_doubled", "drafts_not_as_typed", "false_saved"):
        assert found[figure] == 0
    assert found["savings_dropped"]

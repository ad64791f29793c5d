"""A whole page written from what was said: once by mouse, once by keys alone; and no word is lost."""

from itertools import count

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from snapshots.models import Snapshot
from snapshots.operations.parts import write_text
from tests.browser.conftest import CUT_OFF, assert_good_for_all
from tests.factories.interviews import AttendanceFactory, NoteFactory
from tests.factories.snapshots import SnapshotFactory
from tests.loop.stack import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SAID = [
    ("quote", "I had already put my coat on"),
    ("fact", "Plans the rota on Sundays"),
    ("fact", "The phone rings"),
    ("feeling", "She texts them one by one"),
    ("fact", "I cannot tell who could come in"),
    ("gap", "Tried five apps last year"),
]


@pytest.fixture
def draft(team, member):
    snapshot = SnapshotFactory(
        interview__team=team,
        interview__participant__workspace=team.workspace,
        interview__participant__name="Sarah Whitcombe",
        quote="",
    )
    AttendanceFactory(interview=snapshot.interview, membership=member)
    for second, (kind, text) in enumerate(SAID):
        NoteFactory(
            interview=snapshot.interview,
            text=text,
            kind=kind,
            second=second,
            author=member,
        )
    return snapshot


@pytest.fixture
def path(draft):
    return reverse("snapshots:snapshot", args=[draft.workspace.slug, draft.pk])


def note(page, words):
    return page.locator(".notes-drawer__note", has_text=words)


def drag(page, what, where, *, shows=None, at=(0.5, 0.5)):
    """Drag until the page ``shows`` (a selector) where it would go; straight there without one."""
    what.scroll_into_view_if_needed()
    where.scroll_into_view_if_needed()
    wait_until(lambda: is_picked_up(page, what), "the drag")
    # The page makes room for the drawer, and again while something is dragged.
    end = where.bounding_box()
    x, y = end["x"] + end["width"] * at[0], end["y"] + end["height"] * at[1]
    page.mouse.move(x, y, steps=10 if shows else 1)
    nudges = count()

    def is_shown():
        # What lies below the pointer is looked at while it moves.
        page.mouse.move(x + next(nudges) % 2, y)
        return page.locator(shows).count() == 1

    if shows:
        wait_until(is_shown, shows)
    page.mouse.up()


def is_picked_up(page, what):
    """Press on it and pull; what is drawn anew at that moment lets go."""
    what.hover(trial=True)
    start = what.bounding_box()
    page.mouse.move(start["x"] + 12, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 2, start["y"] + 22, steps=4)
    page.evaluate("new Promise(requestAnimationFrame)")
    if page.locator(".is-dragged").count() == 1:
        return True
    page.mouse.up()
    return False


def test_a_page_is_written_by_mouse(browser_page, member, draft, path):
    page = browser_page(member, path=path, width=1440, height=1000)
    page.get_by_role("button", name="Notes", exact=True).click()
    # Its script has come.
    expect(page.locator("said-filter")).to_be_visible()

    # Let go beside every place, a note goes back.
    drag(page, note(page, "coat"), page.locator("#part-name"))
    quote = page.locator("#list-quote")
    drag(page, note(page, "coat"), quote, shows="#list-quote .is-dropped-here")
    expect(page.locator("[name=quote]")).to_have_value(SAID[0][1])
    for number, (words, kind) in enumerate(
        [
            ("rings", "moments"),
            ("one by one", "moments"),
            ("who could", "opportunities"),
        ]
    ):
        page.locator(".said-filter input").fill(words)
        note(page, words).get_by_text("Send to").first.click()
        note(page, words).locator(f"button[value={kind}]").click()
        expect(note(page, words).get_by_text("on the page")).to_be_visible()
        assert page.locator(".notes-drawer__note:visible").count() == 1, number
    page.locator(".said-filter input").fill("")

    moments = page.locator("#list-moments .part-box")
    heard = page.locator("#list-opportunities .part-box")
    heard.hover()
    grip = heard.locator("[data-grip]")
    drag(page, grip, moments.nth(1), shows="[data-moment].is-drop-target")
    expect(heard.locator("select")).to_have_value(
        moments.nth(1).get_attribute("data-moment")
    )
    moments.nth(1).hover()
    grip = moments.nth(1).locator("[data-grip]")
    first = "#list-moments .part-box:first-of-type.is-dropped-here"
    drag(page, grip, moments.first, shows=first, at=(0.1, 0.3))
    expect(moments.first.locator("[name=title]")).to_have_value(SAID[3][1])
    expect(page.locator("[data-announcer]")).to_have_text("Moved to place 1 of 2")
    assert [m.title for m in draft.moments.all()] == [SAID[3][1], SAID[2][1]]
    assert not draft.quick_facts.exists()


def test_a_page_is_written_by_keys_and_taken_back(browser_page, member, draft, path):
    page = browser_page(member, path=path)
    page.get_by_role("button", name="Notes", exact=True).press("Enter")
    expect(page.locator("said-filter")).to_be_visible()

    for words, key in [("coat", "q"), ("Sundays", "f"), ("rings", "m")]:
        note(page, words).locator("summary").press(key)
        expect(note(page, words).get_by_text("on the page")).to_be_visible()
    note(page, "one by one").locator("summary").press("m")
    note(page, "five apps").locator("summary").press("i")
    expect(page.locator("#list-insights textarea")).to_have_value(SAID[5][1])
    expect(note(page, "five apps").locator("summary")).to_be_focused()

    second = page.locator("#list-moments [name=title]").nth(1)
    second.press("Alt+ArrowUp")
    expect(page.locator("#list-moments [name=title]").first).to_have_value(SAID[3][1])
    expect(page.locator("#list-moments [name=title]").first).to_be_focused()
    expect(page.locator("[data-announcer]")).to_have_text("Moved to place 1 of 2")

    note(page, "coat").locator("summary").press("Control+z")
    expect(page.locator("#list-moments [name=title]").first).to_have_value(SAID[2][1])
    page.get_by_role("link", name="Who wrote what").press("Enter")
    dialog = page.get_by_role("dialog", name="Who wrote what")
    learned = dialog.locator(".history__step", has_text="Also learned")
    learned.get_by_role("button", name="Take back").press("Enter")
    expect(page.locator("#list-insights textarea")).to_have_count(0)
    expect(dialog).to_be_hidden()


def test_no_word_is_lost_with_the_tab(browser_page, member, researcher, draft, path):
    page = browser_page(member, path=path)
    CUT_OFF.add(page)
    page.context.set_offline(True)
    page.get_by_label("Memorable quote").fill("Typed without a network")
    page.locator("#new-insights summary").click()
    page.locator("#new-insights textarea").fill("Half an insight")
    expect(page.locator("save-state")).to_contain_text("kept on this device")
    page.wait_for_timeout(300)
    context = page.context
    page.close()
    context.set_offline(False)
    write_text(snapshot=draft, field="quote", text="Theirs", version=1, by=researcher)

    page = context.new_page()
    page.goto(path)

    trouble = page.locator("#list-quote .trouble")
    expect(trouble).to_contain_text("Theirs")
    expect(page.get_by_label("Memorable quote")).to_have_value(
        "Typed without a network"
    )
    expect(page.locator("#new-insights textarea")).to_have_value("Half an insight")
    assert Snapshot.objects.get().quote == "Theirs"

    trouble.get_by_role("button", name="Keep mine").click()
    expect(trouble).to_have_count(0)
    assert Snapshot.objects.get().quote == "Typed without a network"


def test_a_paste_far_too_long_is_said_and_kept(browser_page, member, draft, path):
    page = browser_page(member, path=path, width=360, theme="dark")
    quote = page.get_by_label("Memorable quote")

    quote.fill("x" * 10_000)
    expect(page.locator("#list-quote .trouble")).to_contain_text("10000 characters")
    tell = "new CustomEvent('live:changed', {bubbles: true, detail: {}})"
    page.evaluate(f"document.querySelector('live-region').dispatchEvent({tell})")
    assert len(quote.input_value()) == 10_000
    # Shortened while the answer that it is too long was on its way.
    held = []
    page.route("**/texts/quote/", lambda route: held.append(route), times=1)
    with page.expect_request("**/texts/quote/"):
        quote.fill("x" * 500)
    quote.fill("Short")
    with page.expect_response(lambda it: "/texts/quote/" in it.url and it.ok):
        held.pop().continue_()
    expect(page.locator("#list-quote .trouble")).to_have_count(0)
    expect(quote).to_have_value("Short")
    assert Snapshot.objects.get().quote == "Short"

    page.get_by_role("button", name="Notes", exact=True).click()
    assert_good_for_all(page)


def test_one_moment_after_the_other_is_written_by_keys(
    browser_page, member, draft, path
):
    page = browser_page(member, path=path, width=1440)
    page.locator("#new-moments summary").click()
    title = page.locator("#new-moments [name=title]")

    for words in ("The phone rings", "The oven is hot"):
        title.fill(words)
        title.press("Enter")
        expect(page.locator("#list-moments [name=title]").last).to_have_value(words)
        expect(title).to_be_focused()
        expect(title).to_have_value("")

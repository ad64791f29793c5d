"""The interview room in real browsers, before the web process that serves events as well."""

import os
import re
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from discovery.workspaces.permissions import Role
from interviews.models import Interview, NoteVersion
from interviews.operations.room import begin_interview
from tests.browser.conftest import (
    TROUBLED,
    assert_fits,
    assert_good_for_all,
    begins_to_listen,
    session_cookie,
    soonest,
)
from tests.factories.accounts import UserFactory
from tests.factories.interviews import AttendanceFactory, InterviewFactory
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import MembershipFactory
from tests.loop.stack import ROOT, free_port, wait_until
from tests.patience import crowding

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [(1440, "light"), (1440, "dark"), (768, "dark"), (360, "light")]


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker, tmp_path_factory):
    """The real web process on the tests' own database; returns its address."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@"
        f"/{database['NAME']}?host={database['HOST']}"
    )
    environment = {**os.environ, "DATABASE_URL": address, "SITE_URL": base}
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host"]
    command += ["127.0.0.1", "--port", str(port), "--workers", "1", "--no-ws"]
    command += ["--workers-kill-timeout", "2", "discovery.asgi:application"]
    with open(tmp_path_factory.mktemp("web") / "web.log", "w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    wait_until(lambda: answers(f"{base}/healthz"), "the web process", 30)
    yield base
    process.terminate()
    process.wait(timeout=20)


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


def person(workspace, team, name):
    return MembershipFactory(
        workspace=workspace, team=team, role=Role.MEMBER, user=UserFactory(name=name)
    )


@pytest.fixture
def ida(workspace, team):
    return person(workspace, team, "Ida Holm")


@pytest.fixture
def tomas(workspace, team):
    return person(workspace, team, "Tomas Vrba")


@pytest.fixture
def interview(workspace, team, ida, tomas):
    participant = ParticipantFactory(
        workspace=workspace,
        name="Priya Nair",
        company="Flowers, Leeds",
        attributes={"With us": "14 months"},
    )
    interview = InterviewFactory(
        team=team,
        participant=participant,
        learning_goal="What did she try in the week before she left?",
    )
    for member, part in ((ida, "lead"), (tomas, "note_taker")):
        AttendanceFactory(interview=interview, membership=member, part=part)
    return begin_interview(interview=interview, by=ida)


@pytest.fixture
def enter(web, browser_page, interview):
    """Open the room of the interview for a member, on the real web process."""

    def enter(member, is_troubled=False, **options):
        page = browser_page(**options)
        if is_troubled:
            TROUBLED.add(page)
        page.context.add_cookies([session_cookie(member.user, web)])
        room = reverse("interviews:room", args=[interview.workspace.slug, interview.pk])
        with begins_to_listen(page):
            page.goto(web + room)
        page.locator("note-composer[data-is-ready]").wait_for()
        return page

    return enter


def notes_of(interview):
    return list(interview.notes.for_room().values_list("kind", "text"))


def wait_for_notes(interview, *texts):
    wait_until(
        lambda: [text for _, text in notes_of(interview)] == list(texts),
        f"{texts}, found {notes_of(interview)}",
        20,
    )


KEPT_DRAFTS = """() => new Promise((resolve) => {
    const opening = indexedDB.open("earshot-room");
    opening.onsuccess = () => {
        const rows = opening.result.transaction("drafts").objectStore("drafts").getAll();
        rows.onsuccess = () => {
            opening.result.close();
            resolve(rows.result.map((draft) => draft.text));
        };
    };
})"""


def wait_until_kept(page, text):
    """Wait until the draft is on this device, where a closed tab leaves it."""
    wait_until(lambda: text in page.evaluate(KEPT_DRAFTS), f"“{text}” to be kept")


def write(page, text):
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_two_note_takers_see_each_others_notes_within_a_second(
    enter, interview, ida, tomas
):
    first, second = enter(ida), enter(tomas)
    first.locator("#note-text").focus()
    texts = (f"A queue of {number} people." for number in range(2, 9))

    def tell_the_second():
        text = next(texts)
        write(first, text)
        heard = second.locator("#notes").get_by_text(text)
        heard.wait_for()
        expect(heard.locator("..")).to_contain_text("Ida")

    assert soonest(tell_the_second, 1) < 1 * crowding()
    second.locator("#note-text").focus()
    write(second, "1I counted on my fingers.")
    first.locator("#notes").get_by_text("I counted on my fingers.").wait_for()
    assert ("fact", "A queue of 2 people.") in notes_of(interview)
    assert ("quote", "I counted on my fingers.") in notes_of(interview)


def test_changed_and_deleted_notes_change_for_the_others(enter, interview, ida, tomas):
    first, second = enter(ida), enter(tomas)
    first.locator("#note-text").focus()
    write(first, "Three of them.")
    second.locator("#notes").get_by_text("Three of them.").wait_for()

    first.locator("[data-edit]").click()
    first.locator(".note-editor textarea").fill("Four of them.")
    first.keyboard.press("Enter")
    second.locator("#notes").get_by_text("Four of them.").wait_for()
    first.locator("[data-note-action=delete] button").click()
    expect(second.locator("#notes li")).to_have_count(0)
    first.get_by_role("button", name="Undo").click()

    second.locator("#notes").get_by_text("Four of them.").wait_for()
    assert NoteVersion.objects.filter(note__interview=interview).count() == 2


def test_keys_choose_the_kind_and_numbers_stay_numbers(enter, interview, ida):
    page = enter(ida)
    page.locator("#note-text").focus()

    write(page, "3Went quiet.")
    write(page, "4Says cheap, buys dear.")
    write(page, "3 hours it took.")
    write(page, "40 euros.")
    page.keyboard.press("2")
    page.keyboard.press("Backspace")
    write(page, "nd attempt.")
    write(page, "5Can we see?")
    write(page, "Plain.")
    expect(page.locator("#notes [data-note]")).to_have_count(7)

    assert sorted(notes_of(interview)) == [
        ("fact", "Can we see?"),
        ("fact", "Plain."),
        ("feeling", "Went quiet."),
        ("gap", "2nd attempt."),
        ("gap", "3 hours it took."),
        ("gap", "40 euros."),
        ("gap", "Says cheap, buys dear."),
    ]


def test_key_outside_the_input_chooses_and_goes_there(enter, interview, ida):
    page = enter(ida)

    page.keyboard.press("1")
    page.keyboard.type("Words.")
    page.keyboard.press("Enter")

    wait_for_notes(interview, "Words.")
    assert notes_of(interview) == [("quote", "Words.")]


def test_nothing_typed_offline_is_lost(enter, interview, ida, tomas):
    page, other = enter(ida, is_troubled=True), enter(tomas)
    page.locator("#note-text").focus()
    page.context.set_offline(True)

    texts = [f"Note number {number}." for number in range(12)]
    for text in texts:
        write(page, text)
    page.keyboard.type("And half a")
    state = page.locator("save-state.composer__state")
    expect(state).to_contain_text("Not saved, kept on this device")
    expect(page.locator("[data-unsent] li")).to_have_count(12)
    assert interview.notes.count() == 0
    page.context.set_offline(False)
    page.keyboard.type(" sentence.")
    page.keyboard.press("Enter")

    wait_for_notes(interview, *texts, "And half a sentence.")
    expect(state).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    expect(page.locator("[data-unsent] li")).to_have_count(0)
    expect(other.locator("#notes li")).to_have_count(13)


def test_reload_keeps_the_draft_and_what_was_not_sent(enter, interview, ida):
    page = enter(ida, is_troubled=True)
    page.locator("#note-text").focus()
    page.route(
        "**/notes/",
        lambda route: (
            route.abort() if route.request.method == "POST" else route.continue_()
        ),
    )
    write(page, "Not sent yet.")
    page.keyboard.press("Alt+1")
    page.keyboard.type("In the middle of")
    wait_until_kept(page, "In the middle of")

    page.reload()

    text = page.locator("#note-text")
    expect(text).to_have_value("In the middle of")
    expect(page.locator("input[name=kind]:checked")).to_have_value("quote")
    expect(page.locator("[data-unsent] li")).to_contain_text("Not sent yet.")
    page.unroute("**/notes/")
    text.focus()
    text.press("End")
    write(page, " it")
    wait_for_notes(interview, "Not sent yet.", "In the middle of it")


@pytest.mark.parametrize("trouble", [500, 502, 413, "timeout", "lost answer"])
def test_trouble_of_the_server_loses_nothing(enter, interview, ida, trouble):
    page = enter(ida, is_troubled=True)
    page.locator("#note-text").focus()
    times = []

    def answer(route):
        if route.request.method != "POST" or len(times) >= 2:
            return route.continue_()
        times.append(trouble)
        if trouble == "lost answer":
            route.fetch()
            return route.abort()
        if trouble == "timeout":
            return route.abort("timedout")
        return route.fulfill(status=trouble, body="No.")

    page.route("**/notes/", answer)
    write(page, "Kept.")
    if trouble == 413:
        page.get_by_role("button", name="Change it").click()
        times.append("enough")
        expect(page.locator("#note-text")).to_have_value("Kept.")
        page.keyboard.press("Enter")

    expect(page.locator("#notes [data-note]")).to_have_count(1, timeout=20_000)
    wait_for_notes(interview, "Kept.")
    expect(page.locator("[data-unsent] li")).to_have_count(0)
    page.unroute_all(behavior="wait")


def test_expired_sign_in_keeps_the_queue_until_the_same_person_is_back(
    enter, interview, ida, tomas, web
):
    page = enter(ida, is_troubled=True)
    page.locator("#note-text").focus()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    write(page, "Written while signed out.")
    notice = page.locator(".composer__notice")
    expect(notice).to_contain_text("You are signed out.")
    assert interview.notes.count() == 0
    page.context.add_cookies([session_cookie(tomas.user, web)])
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(notice).to_contain_text("somebody else has signed in")
    assert interview.notes.count() == 0
    page.context.add_cookies([session_cookie(ida.user, web)])
    page.evaluate("dispatchEvent(new Event('focus'))")

    wait_for_notes(interview, "Written while signed out.")
    assert interview.notes.get().author == ida


def test_leaving_is_warned_of_only_while_something_is_unsent(enter, interview, ida):
    page = enter(ida, is_troubled=True)
    page.locator("#note-text").focus()
    warnings = []
    page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))

    write(page, "Saved.")
    expect(page.locator(".composer__state")).to_contain_text("Saved")
    page.reload()
    before = list(warnings)
    page.route("**/notes/", lambda route: route.abort())
    page.locator("#note-text").focus()
    write(page, "Not saved.")
    page.keyboard.type("half")
    page.reload()

    assert (before, warnings) == ([], ["beforeunload"])


def test_state_says_where_the_words_are_and_never_more(enter, interview, ida):
    page = enter(ida)
    state = page.locator(".composer__state [data-words]")
    page.locator("#note-text").focus()

    page.keyboard.type("Half")
    expect(state).to_have_text("Kept on this device")
    page.keyboard.press("Enter")
    expect(state).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    page.keyboard.type("x")
    expect(state).to_have_text("Kept on this device")
    page.keyboard.press("Backspace")
    expect(state).to_have_text("")


def test_closed_tab_gives_its_draft_to_the_next(enter, interview, ida):
    page = enter(ida)
    page.locator("#note-text").focus()
    page.keyboard.type("Half a thought")
    wait_until_kept(page, "Half a thought")
    context, url = page.context, page.url
    page.close()

    again = context.new_page()
    again.goto(url)

    expect(again.locator("#note-text")).to_have_value("Half a thought")


def test_browser_that_keeps_nothing_is_told_so_and_still_saves(enter, interview, ida):
    page = enter(ida, is_troubled=True)
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {value: null})")
    page.reload()
    page.locator("#note-text").focus()

    write(page, "Saved all the same.")

    expect(page.locator(".composer__notice")).to_contain_text("cannot keep notes")
    wait_for_notes(interview, "Saved all the same.")
    page.context.set_offline(True)
    write(page, "Not saved.")
    expect(page.locator(".composer__state")).to_have_text("Not saved yet")


def test_note_of_a_room_left_behind_is_sent_from_the_next_page(
    enter, interview, ida, web
):
    page = enter(ida, is_troubled=True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#note-text").focus()
    page.route("**/notes/", lambda route: route.abort())
    write(page, "Left behind.")
    expect(page.locator(".composer__state")).to_contain_text("Not saved")
    page.unroute("**/notes/")

    page.goto(f"{web}/w/{ida.workspace.slug}/guides/")

    wait_for_notes(interview, "Left behind.")


def test_two_tabs_do_not_overwrite_each_others_drafts(enter, interview, ida):
    first = enter(ida)
    first.locator("#note-text").fill("First tab")
    second = first.context.new_page()
    wait_until_kept(first, "First tab")
    second.goto(first.url)
    are_held = "navigator.locks.query().then(({held}) => held.length > 1)"
    wait_until(lambda: second.evaluate(are_held), "a lock for each tab")
    second.locator("#note-text").fill("Second tab")
    wait_until_kept(second, "Second tab")

    first.reload()
    second.reload()

    expect(first.locator("#note-text")).to_have_value("First tab")
    expect(second.locator("#note-text")).to_have_value("Second tab")


def test_ten_megabytes_stay_in_the_input_and_can_be_split(enter, interview, ida):
    page = enter(ida)
    text = page.locator("#note-text")
    page.evaluate(
        "(size) => { const t = document.querySelector('#note-text');"
        " t.value = 'word '.repeat(size / 5); t.dispatchEvent(new Event('input', {bubbles: true})); }",
        250_000,
    )
    text.press("Enter")

    expect(page.locator(".composer__notice")).to_contain_text("This is too long")
    assert len(text.input_value()) == 250_000
    page.get_by_role("button", name="Split it into several notes").first.click()
    wait_until(lambda: interview.notes.count() == 3, "three notes")

    whole = " ".join(text for _, text in notes_of(interview))
    assert whole == ("word " * 50_000).strip()


def test_prompts_are_ticked_off_for_everybody(enter, interview, ida, tomas):
    first, second = enter(ida), enter(tomas)

    first.get_by_role("button", name="Asked: How did your week start?").click()

    expect(second.locator(".prompt--asked")).to_contain_text("How did your week start?")
    expect(first.locator(".prompt--next")).to_contain_text("Where were you?")


def test_recording_is_agreed_and_the_interview_ends_for_everybody(
    enter, interview, ida, tomas
):
    first, second = enter(ida), enter(tomas)

    first.get_by_text("Ask to record").click()
    first.get_by_role("button", name="They agreed").click()
    expect(second.get_by_text("Recording agreed")).to_be_visible()
    first.locator("#note-text").fill("The last words.")
    warnings = []
    first.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))
    first.get_by_role("button", name="End interview").click()

    wait_until(
        lambda: Interview.objects.get(pk=interview.pk).state == "held", "the end"
    )
    wait_for_notes(interview, "The last words.")
    expect(second.get_by_role("button", name="End interview")).to_have_count(0)
    assert warnings == []


def test_stale_change_from_another_device_keeps_both(enter, interview, ida):
    laptop = enter(ida)
    laptop.locator("#note-text").focus()
    write(laptop, "As first written.")
    laptop.locator("#notes [data-edit]").wait_for()
    phone = enter(ida, is_troubled=True, width=360, height=740)
    phone.context.set_offline(True)
    for page, text in ((phone, "From the phone."), (laptop, "From the laptop.")):
        page.locator("#notes .note__text").click()
        page.locator("#notes [data-edit]").click()
        page.locator(".note-editor textarea").fill(text)
        page.keyboard.press("Enter")
    laptop.locator("#notes").get_by_text("From the laptop.").wait_for()
    wait_for_notes(interview, "From the laptop.")
    phone.context.set_offline(False)

    wait_for_notes(interview, "From the laptop.", "From the phone.")
    expect(phone.get_by_text("written on another device")).to_be_visible()
    phone.get_by_role("button", name="Keep both").click()
    expect(phone.get_by_text("written on another device")).to_have_count(0)


def test_note_can_be_added_without_script(web, browser_page, interview, ida):
    page = browser_page(script=False)
    page.context.add_cookies([session_cookie(ida.user, web)])
    room = reverse("interviews:room", args=[interview.workspace.slug, interview.pk])
    page.goto(web + room)

    page.locator("#note-text").fill("By hand.")
    page.get_by_role("button", name="Add the note").click()

    expect(page.locator("#notes")).to_contain_text("By hand.")


def test_phone_shows_notes_first_and_the_rest_as_tabs(enter, ida):
    page = enter(ida, width=360, height=740, touch=True)

    expect(page.locator("#note-text")).to_be_in_viewport()
    expect(page.locator(".room__part--guide")).to_be_hidden()
    page.get_by_role("tab", name="Guide").click()
    expect(page.locator(".room__part--guide")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".room__part--person")).to_be_visible()
    assert_fits(page)


def test_room_is_accessible_and_fits(enter, ida):
    page = enter(ida, width=1440)
    page.locator("#note-text").focus()
    write(page, "I usually do the books on Sundays.")
    page.locator(".hint").wait_for()

    assert_good_for_all(page, sizes=SIZES)


def test_guide_is_edited_in_place_accessible_and_fits(enter, ida, web):
    page = enter(ida, width=360)
    page.goto(f"{web}/w/{ida.workspace.slug}/guides/")
    page.get_by_role("link", name="Our first guide").click()

    page.get_by_label("A new prompt for Story").fill("Did you like it?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It can be answered with yes or no.")).to_be_visible()
    page.get_by_role("link", name="Did you like it?").click()
    page.get_by_label("Prompt", exact=True).fill("What did you do with it?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="What did you do with it?")).to_be_visible()
    page.get_by_role("button", name="Move up: What did you do with it?").click()

    assert_good_for_all(page)

"""The whole loop, from "yes, I'd talk to you" to a decision on the tree, by five people."""

import re
import time

import icalendar
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.loop.stack import wait_until
from tests.patience import crowding

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("loop")]

PARTICIPANT = "priya@shop.example"


def link_in(message, path):
    """The address below ``path`` that stands in the plain part of a mail."""
    text = message.get_body(("plain",)).get_content()
    return re.search(rf"https?://\S*{path}\S+", text)[0]


def calendar_in(message):
    part = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_content())
    assert part.get_param("method") == str(calendar["METHOD"])
    return str(calendar["METHOD"]), calendar.events[0]


def test_loop_from_yes_to_decision(stack, meet):
    ren = meet("ren@lumen.example")
    mara = meet("mara@lumen.example")
    priya = meet(width=360, zone="Asia/Kolkata")

    tomas = meet("tomas@lumen.example")
    sam = meet("sam@lumen.example")

    prepare_to_listen(ren, mara)
    sign_up(ren, priya)
    book(stack, priya)
    move(stack, priya)
    listen(mara, tomas)
    write(mara)
    read(stack, mara, sam, meet(width=360))
    decide(mara, tomas, sam)


def test_participant_needs_no_script(stack, meet):
    """Sign up, pick, go back, press twice, cancel: all by plain forms, on a small phone."""
    zoe = meet(width=320, script=False)
    address = stack.query("SELECT slug FROM recruiting_optinpage")[0][0]
    zoe.go(f"/join/{address}/")
    say_yes(zoe, "Zoë 🥐 لمى", "zoe@shop.example")
    zoe.sees("We have sent you a mail with your own link.")

    zoe.go(link_in(stack.mailbox.wait_for("zoe@shop.example", ""), "/book/"))
    zoe.page.locator("a.day").nth(1).click()
    zoe.page.locator("a.time").first.click()
    zoe.page.get_by_role("button", name=re.compile("^Book ")).click()
    zoe.sees("It is booked")
    zoe.page.go_back()
    if (again := zoe.page.get_by_role("button", name=re.compile("^Book "))).count():
        again.click()
    zoe.sees("It is booked")
    booked = "SELECT count(*) FROM interviews_interview i JOIN recruiting_participant p"
    booked += " ON p.id = i.participant_id WHERE p.email = 'zoe@shop.example'"
    assert stack.query(booked) == [(1,)]

    zoe.page.locator("summary").filter(has_text="I cannot come").click()
    zoe.press("Cancel the talk")
    zoe.sees("Your talk is cancelled")
    message = stack.mailbox.wait_for("zoe@shop.example", "Cancelled:")
    method, event = calendar_in(message)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_wrong_links_say_so(stack, meet):
    somebody = meet()
    for path in (
        "/book/1-0-" + "0" * 32,
        "/booking/x",
        "/you/1-2-3",
        "/s/guess",
        "/join/no",
    ):
        assert somebody.go(f"{path}/").status == 404
        assert somebody.page.get_by_role("heading").first.inner_text()


def prepare_to_listen(ren, mara):
    """The researcher opens the sign-up page; the trio says when it is free."""
    ren.go("/w/lumen/recruiting/")
    ren.press("Make our page")
    ren.look()
    for person in (ren, mara):
        person.go("/w/lumen/availability/")
        person.page.locator("form[action$='/availability/beginning/'] button").click()
        person.look()
    mara.go("/w/lumen/interviews/booking-page/")
    mara.page.locator("main form button").first.click()
    mara.page.locator("[name=heading]").wait_for()
    mara.look()


def sign_up(ren, priya):
    """The participant finds the page and says yes, on a phone."""
    ren.go("/w/lumen/recruiting/")
    address = ren.page.locator("input[readonly]").first.input_value()
    priya.go(address)
    priya.look()
    say_yes(priya, "Priya Nair", PARTICIPANT)
    priya.sees("We have sent you a mail with your own link.")
    priya.look()


def say_yes(person, name, email):
    person.page.get_by_label("Your name").fill(name)
    person.page.get_by_label("Your e-mail").fill(email)
    person.page.get_by_role("checkbox").first.check()
    person.page.wait_for_timeout(3000)  # nobody reads and fills this in less
    person.press("Yes, I’d talk to you")


def book(stack, priya):
    """The personal link leads to free times in the participant's own zone."""
    message = stack.mailbox.wait_for(PARTICIPANT, "")
    priya.go(link_in(message, "/book/"))
    priya.sees("UTC+5:30")
    priya.look()
    priya.page.locator("a.day").first.click()
    priya.page.locator("a.time").first.click()
    priya.look()
    priya.page.get_by_role("button", name=re.compile("^Book ")).click()
    priya.sees("It is booked")
    priya.look()
    method, event = calendar_in(stack.mailbox.wait_for(PARTICIPANT, "Booked:"))
    assert (method, event["SEQUENCE"]) == ("REQUEST", 0)


def move(stack, priya):
    """Another time: the same entry of the calendar, told to both sides."""
    priya.follow("Pick another time")
    priya.page.locator("a.day").last.click()
    priya.page.locator("a.time").last.click()
    priya.page.get_by_role("button", name=re.compile("^Move to ")).click()
    priya.sees("It is booked")
    _, first = calendar_in(stack.mailbox.to(PARTICIPANT)[1])
    _, event = calendar_in(stack.mailbox.wait_for(PARTICIPANT, "Moved:"))
    assert (event["UID"], event["SEQUENCE"]) == (first["UID"], 1)
    starts_at = stack.query("SELECT lower(during) FROM interviews_interview")[0][0]
    assert event.start == starts_at
    lead = stack.query(
        "SELECT u.email FROM interviews_attendance a JOIN accounts_user u"
        " ON u.id = a.user_id WHERE a.part = 'lead'"
    )[0][0]
    _, theirs = calendar_in(stack.mailbox.wait_for(lead, "Moved:"))
    assert theirs["SEQUENCE"] == 1
    # The reminders of the first time are void; those of the second are waiting.
    sequences = stack.query(
        "SELECT DISTINCT sequence FROM interviews_reminder WHERE settled_at IS NULL"
    )
    assert sequences == [(1,)]


def listen(mara, tomas):
    """Two of the trio write into one room and see each other's notes."""
    mara.go("/w/lumen/interviews/")
    mara.look()
    mara.page.get_by_role("link", name="Priya Nair").first.click()
    mara.look()
    # Nobody has said yet what they want to learn, and no talk starts without it.
    mara.page.get_by_text("Change what it is for").click()
    goal = "How do shops notice who owes them money?"
    mara.page.get_by_label("What you want to learn").fill(goal)
    mara.press("Save")
    mara.sees(goal)
    mara.follow("Open the room")
    # It is planned for another day, so she is asked.
    mara.page.locator("summary").filter(has_text="Start").click()
    mara.press("Start now")
    tomas.go(mara.page.url)
    note(mara, "1", "I just stood there and counted on my fingers.")
    note(tomas, "2", "Sunday 1 Nov: three hours, gave up at invoice 14.")
    began = time.monotonic()
    mara.sees("gave up at invoice 14")
    tomas.sees("counted on my fingers")
    assert time.monotonic() - began < 2 * crowding()
    mara.look()
    mara.press("End interview")
    mara.page.wait_for_url("**/debrief/")
    look_back(mara, tomas)


def look_back(mara, tomas):
    """The debrief: both write at once, and neither loses a word; then on to the snapshot."""
    tomas.go(mara.page.url)
    surprise = mara.page.get_by_label("What surprised you most?")
    surprise.fill("She counted on her fingers, with six people waiting.")
    story = tomas.page.get_by_label("The story in one line")
    story.fill("A queue of six on Monday")
    story.blur()
    expect(mara.page.get_by_label("The story in one line")).to_have_value(
        "A queue of six on Monday"
    )
    mara.look()
    mara.page.get_by_role("button", name="Done, write the snapshot").first.click()
    mara.page.wait_for_url("**/snapshots/for/**")
    mara.look()


def note(person, kind, text):
    box = person.page.get_by_label("What did you hear?")
    box.focus()
    person.page.keyboard.press(f"Alt+{kind}")
    box.type(text)
    box.press("Enter")
    person.sees(text)


def write(mara):
    """The snapshot: a quote out of the notes, the story's moments, a need, published."""
    page = mara.page
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/snapshots/\d+/"))
    mara.press("Notes")
    drawer = page.locator("#notes")
    heard = drawer.get_by_role("listitem").filter(has_text="fingers")
    heard.get_by_text("Send to").click()
    heard.get_by_role("button", name="Quote", exact=True).click()
    expect(page.locator("[name=quote]")).to_have_value(re.compile("fingers"))
    if drawer.is_visible():
        mara.press("Close the notes", drawer)
    title = page.locator("[name=story_title]")
    title.fill("A queue of six on Monday")
    title.blur()
    for moment, feeling in (
        ("Opens the shop", "1"),
        ("The queue", "-2"),
        ("Home", "0"),
    ):
        add(page, "moments", {"title": moment}, feeling)
    add(page, "opportunities", {"text": "I can't tell what a customer still owes me"})
    mara.look()
    mara.press("Publish")
    page.get_by_text("Published").first.wait_for()


# What stands on the page, without what is only being typed at the end of a kind.
WRITTEN = """() => [...document.querySelectorAll("#sheet textarea, #sheet input")]
    .filter(box => !box.closest("[data-new]")).map(box => box.value)"""


def add(page, kind, fields, feeling=None):
    """Open the small form at the end of a kind of part, fill it in and send it."""
    form = page.locator(f"#new-{kind}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for name, words in fields.items():
        form.locator(f"[name={name}]").fill(words)
    if feeling is not None:
        form.locator("[name=feeling]").select_option(feeling)
    form.get_by_role("button", name="Add").click()
    words = next(iter(fields.values()))
    wait_until(lambda: words in page.evaluate(WRITTEN), f"“{words}” on the page")


def read(stack, mara, sam, outsider):
    """A PDF of one page, a link for somebody outside, a comment from a stakeholder."""
    page = mara.page
    with page.expect_download(timeout=60_000) as download:
        mara.press("PDF", page.locator("#pdf"))
    pdf = PdfReader(download.value.path())
    assert len(pdf.pages) == 1
    assert "counted on my fingers" in pdf.pages[0].extract_text().replace("\n", " ")

    story = page.url
    mara.follow("Share")
    mara.follow("Write down their yes")
    page.locator("[name=purpose]").select_option("quote")
    page.locator("[name=text]").fill("You may tell what I said.")
    mara.press("Save")
    page.wait_for_url(re.compile(r"/participants/\d+/$"))
    mara.go(story)
    mara.follow("Share")
    mara.press("Create link")
    address = page.locator(".new-link input").input_value()
    outsider.go(address)
    outsider.sees("counted on my fingers")
    assert "Priya" not in outsider.page.content()
    outsider.look()

    sam.go("/w/lumen/snapshots/")
    sam.look()
    card = sam.page.locator(".snapshot-card", has_text="fingers")
    card.get_by_role("link").first.click()
    sam.page.get_by_label("Your comment or question").fill("How often is that?")
    sam.press("Send")
    sam.sees("How often is that?")
    mara.go(sam.page.url)
    mara.sees("How often is that?")
    sam.look()


def decide(mara, tomas, sam):
    """The need stands on the tree with its story; a decision leads back to the quote."""
    page = mara.page
    mara.go("/w/lumen/tree/new/")
    page.get_by_role("textbox", name="Outcome").fill(
        "More shops close the books within a day"
    )
    mara.press("Start the tree")
    page.wait_for_url(re.compile(r"/tree/\d+/"))
    tree = page.url.split("#")[0].split("?")[0]
    tomas.go(f"{tree}opportunities/")
    tomas.page.locator("main [name=text]").fill("I lose track of who has paid")
    tomas.page.locator("main form [type=submit], main form button").first.click()
    mara.go(f"{tree}inbox/")
    mara.follow("Choose its place")
    page.get_by_label("Where does it belong?").select_option("under:")
    mara.press("Place it")
    mara.sees("All is placed")
    mara.go(tree)
    mara.sees("I lose track of who has paid")
    mara.sees("I can't tell what a customer still owes me")
    mara.look()

    opportunity = page.locator("[data-on=opportunity]", has_text="still owes me")
    mara.go(f"{tree}opportunities/{opportunity.first.get_attribute('data-pk')}/")
    mara.sees("counted on my fingers")
    mara.follow("Decide")
    page.get_by_label("We decide to").fill("try a list of debts in three shops")
    mara.press("Decide")
    mara.sees("try a list of debts in three shops")
    sam.go("/w/lumen/insights/")
    sam.sees("try a list of debts in three shops")
    sam.page.locator("summary", has_text="The story of 1 person").click()
    sam.sees("counted on my fingers")
    sam.look()
    for person in (mara, tomas, sam):
        person.go("/w/lumen/")
        person.look()

"""Before and after a talk in a real browser: the brief and its ticks, the debrief by two."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from interviews.models import Debrief
from interviews.operations.debriefs import open_debrief, write_answer
from tests.browser.conftest import assert_good_for_all
from tests.factories.interviews import (
    AttendanceFactory,
    GuideFactory,
    InterviewFactory,
    NoteFactory,
    QuestionFactory,
)
from tests.factories.workspaces import MembershipFactory
from tests.loop.stack import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def address(interview, name):
    return reverse(f"interviews:{name}", args=[interview.workspace.slug, interview.pk])


def tell(page, event):
    """What the event stream would bring; the live server of the tests has none."""
    page.evaluate(
        "event => document.querySelector('live-region').dispatchEvent("
        "new CustomEvent(`live:${event}`, {bubbles: true, detail: {}}))",
        event,
    )


def surprises(debrief):
    debrief.refresh_from_db()
    return debrief.surprises


def test_brief_makes_ready_for_a_talk(browser_page, member, team):
    interview = InterviewFactory(
        team=team,
        learning_goal="Usability test of the new rota",
        meeting_url="https://meet.example/a-very-long-address-of-a-call-that-has-no-end",
    )
    other = MembershipFactory(workspace=team.workspace, team=team)
    AttendanceFactory(interview=interview, membership=member)
    AttendanceFactory(interview=interview, membership=other, part="observer")
    guide = GuideFactory(team=team, is_current=True, research_questions=["Who pays?"])
    QuestionFactory(guide=guide, is_scary=True)
    page = browser_page(member, path=address(interview, "plan"))

    assert_good_for_all(page)

    page.get_by_text("Change what it is for").click()
    place = page.get_by_role("textbox", name="Where")
    place.fill("Room 3, half ty")
    page.get_by_role("button", name="Thank-you agreed").click()
    expect(page.get_by_text("3 of 8 ready")).to_be_visible()
    expect(page.get_by_role("button", name="Thank-you agreed")).to_be_focused()
    interview.ticks.all().delete()
    tell(page, "plan")
    expect(page.get_by_text("2 of 8 ready")).to_be_visible()
    # What somebody is typing stays, whatever the others do.
    expect(place).to_have_value("Room 3, half ty")
    assert_good_for_all(page)

    page.get_by_role("button", name="Hand over the lead").click()
    expect(page.locator("#people")).to_contain_text("Nobody takes notes")
    page.get_by_role("button", name="Make it a usability").click()
    expect(page.get_by_text("This reads like")).to_have_count(0)
    interview.refresh_from_db()
    assert interview.kind == "usability"
    assert interview.attendances.get(part="lead").membership == other


def test_debrief_is_written_by_two_who_lose_no_word(browser_page, member, team):
    interview = InterviewFactory(team=team, held=True, ended_at=now() - timedelta(minutes=5))  # fmt: skip
    NoteFactory(interview=interview, kind="gap", text="Says never, did it twice.")
    debrief = open_debrief(interview=interview, by=member)
    other = MembershipFactory(workspace=team.workspace, team=team)
    path = address(interview, "debrief")
    mine = browser_page(member, path=path)
    surprise = mine.get_by_label("What surprised you most?")

    assert_good_for_all(mine)
    expect(mine.get_by_role("timer")).to_have_text(re.compile(r"14:\d\d"))

    # Theirs appears while I type elsewhere.
    surprise.press_sequentially("She laughed")
    surprise.press("Enter")
    write_answer(
        debrief=debrief, answer="story", text="Six in a queue", version=1, by=other
    )
    tell(mine, "debrief")
    expect(mine.get_by_label("The story in one line")).to_have_value("Six in a queue")
    expect(surprise).to_be_focused()
    expect(surprise).to_have_value("She laughed\n")

    # The same answer at once: both texts are shown, and both can be kept.
    surprise.press_sequentially("at the till.")
    wait_until(lambda: surprises(debrief).endswith("at the till."), "what was typed")
    write_answer(
        debrief=debrief,
        answer="surprises",
        text="He did not.",
        version=debrief.surprises_version,
        by=other,
    )
    surprise.press_sequentially(" Twice.")
    trouble = mine.locator(".trouble")
    expect(trouble).to_contain_text("He did not.")
    expect(surprise).to_have_value("She laughed\nat the till. Twice.")
    assert_good_for_all(mine)
    write_answer(
        debrief=debrief, answer="story", text="Six, twice", version=2, by=other
    )
    tell(mine, "debrief")
    expect(mine.get_by_label("The story in one line")).to_have_value("Six, twice")
    expect(surprise).to_have_value("She laughed\nat the till. Twice.")
    trouble.get_by_role("button", name="Keep both").click()
    expect(trouble).to_have_count(0)
    expect(surprise).to_have_value("He did not.\nShe laughed\nat the till. Twice.")

    mine.get_by_label("Name", exact=True).fill("Sam Okoro")
    mine.get_by_role("button", name="Nominate").click()
    expect(mine.get_by_text("Sam Okoro is nominated.")).to_be_visible()
    expect(mine.get_by_label("Name", exact=True)).to_have_value("")

    # Going on waits for the last words.
    mine.get_by_label("What will you follow up?").fill("Send her the list.")
    mine.get_by_role("button", name="Done, write the snapshot").first.click()
    mine.wait_for_url("**/snapshots/for/**")
    debrief = Debrief.objects.get()
    assert debrief.is_done
    assert debrief.follow_up == "Send her the list."


def test_debrief_needs_no_script(browser_page, member, team):
    interview = InterviewFactory(team=team, held=True)
    page = browser_page(member, path=address(interview, "debrief"), script=False)

    page.get_by_label("What did not fit?").fill("Says never, did it twice.")
    page.locator("#answer-contradictions").get_by_role("button", name="Save").click()
    expect(page.get_by_label("What did not fit?")).to_have_value(
        "Says never, did it twice."
    )
    page.get_by_label("They could not recall").check()
    page.locator(".debrief__memory").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Done, write the snapshot").last.click()

    debrief = Debrief.objects.get()
    assert debrief.could_not_recall
    assert debrief.is_done

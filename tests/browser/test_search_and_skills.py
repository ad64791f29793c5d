"""From the palette to the place where somebody said it; and one's own skills, on a phone."""

import pytest

from interviews.operations.skills import review_skills
from tests.browser.conftest import assert_accessible
from tests.factories.interviews import AttendanceFactory, InterviewFactory, NoteFactory
from tests.factories.recruiting import ParticipantFactory

HEARD = "I had already put my coat on."


@pytest.fixture
def talk(team, member):
    person = ParticipantFactory(workspace=team.workspace, name="Priya Nair")
    talk = InterviewFactory(team=team, participant=person, held=True)
    AttendanceFactory(interview=talk, membership=member)
    NoteFactory(interview=talk, author=member, kind="quote", text=HEARD)
    for text in ("On Monday she sat in the kitchen.", "Her sister rang her phone."):
        NoteFactory(interview=talk, author=member, text=text)
    return talk


def test_words_lead_from_the_palette_to_their_place(browser_page, member, talk):
    page = browser_page(member, path=f"/w/{talk.workspace.slug}/help/", width=1440)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type("my coat")
    page.locator("#result-everything").wait_for()

    page.keyboard.press("Enter")

    page.locator("mark", has_text="coat").wait_for()
    assert_accessible(page)
    page.get_by_role("searchbox").fill("kitch")
    page.locator("mark", has_text="kitchen").wait_for()
    page.get_by_role("searchbox").fill("coat")
    page.locator("mark", has_text="coat").wait_for()
    page.locator(".hit__link").first.click()
    page.wait_for_url("**/room/#note-*")
    # The room fetches its parts; nothing of it may be cut off by the end.
    page.wait_for_load_state("networkidle")
    note = page.locator(f"[id='{page.url.split('#')[1]}']")
    assert HEARD.rstrip(".") in note.inner_text()


def test_skills_are_read_on_a_phone(browser_page, member, talk):
    review_skills(interview=talk)

    page = browser_page(
        member, path=f"/w/{talk.workspace.slug}/skills/", width=360, theme="dark"
    )

    page.get_by_text("With Priya Nair").first.click()
    page.get_by_text("On Monday she sat in the kitchen.").wait_for()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360

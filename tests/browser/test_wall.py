"""The wall in a real browser: searched while one types, narrowed, and pages chosen by key."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from snapshots.operations.parts import add_part
from tests.browser.conftest import assert_fits, assert_good_for_all
from tests.factories.interviews import InterviewFactory
from tests.factories.snapshots import MomentFactory, SnapshotFactory

pytestmark = pytest.mark.django_db(transaction=True)

LEAVE_STYLES = """() => document.querySelectorAll("[id]").forEach(({ style }) => {
    style.insetBlockStart = "1px";
    style.insetBlockStart = "";
})"""


@pytest.fixture
def path(team, member):
    """A wall with two stories of one person and one of another."""
    sarah = None
    for name, quote, audience in (
        ("Sarah Whitcombe", "I had put my coat on.", "user"),
        ("Sarah Whitcombe", "Nobody looks at the rota.", "user"),
        ("Łukasz Wiśniewski", "I put the phone under the pillow.", "customer"),
    ):
        again = {"participant": sarah} if name.startswith("Sarah") and sarah else {
            "participant__name": name,
            "participant__audience": audience,
            "participant__workspace": team.workspace,
        }  # fmt: skip
        talk = InterviewFactory(team=team, held=True, **again)
        sarah = sarah or talk.participant
        page = SnapshotFactory(
            interview=talk, quote=quote, published=True, published_by=member
        )
        for title, feeling in (("The phone rings", 1), ("The oven", -2)):
            MomentFactory(snapshot=page, title=title, feeling=feeling)
        add_part(
            snapshot=page, kind="opportunities", by=member, text="I can't reach anybody"
        )
    return reverse("snapshots:library", args=[team.workspace.slug])


def test_the_wall_is_searched_narrowed_and_chosen_from(browser_page, stakeholder, path):
    page = browser_page(stakeholder, path=path, width=1440)
    cards = page.locator(".snapshot-card")
    expect(cards).to_have_count(3)
    assert_good_for_all(page)

    page.get_by_label("Words on the page").press_sequentially("pillows ")
    expect(cards).to_have_count(1)
    expect(cards.locator("mark")).to_have_text("pillow")
    cards.get_by_role("link").focus()
    page.keyboard.press("x")
    expect(page.get_by_text("1 page chosen")).to_be_visible()

    page.get_by_role("link", name="Clear all").click()
    expect(cards).to_have_count(3)
    expect(page.get_by_label("Words on the page")).to_have_value("")
    expect(page.get_by_label("Choose Łukasz Wiśniewski’s page")).to_be_checked()

    # A script that places things leaves a style behind; that must not go into what is drawn anew.
    page.evaluate(LEAVE_STYLES)
    page.locator("#filter-audience").press("ArrowDown")
    page.get_by_role("link", name="End user").press("Enter")
    expect(cards).to_have_count(2)
    expect(page.locator("#filter-audience")).to_be_focused()
    cards.first.get_by_role("link").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("2 pages chosen")).to_be_visible()
    assert page.url.endswith("?audience=user")

    with page.expect_navigation(url="**/presentation/?ids=*&ids=*"):
        page.get_by_role("button", name="Story time").click()


def test_a_person_over_time_is_good_for_all_and_fits_a_phone(
    browser_page, stakeholder, path, workspace
):
    person = workspace.snapshots.filter(name__startswith="Sarah").first().participant
    over_time = reverse("snapshots:person", args=[workspace.slug, person.pk])

    page = browser_page(stakeholder, path=over_time, width=1440, theme="dark")
    expect(page.get_by_role("heading", name="Heard again")).to_be_visible()
    assert_good_for_all(page)
    for address in (over_time, path):
        narrow = browser_page(stakeholder, path=address, width=360, theme="dark")
        assert_fits(narrow)
    assert_good_for_all(narrow)
    # An open menu lies over the cards, which wait until it is closed.
    narrow.locator("#filter-when").click()
    assert_fits(narrow)
    assert_good_for_all(narrow, within=".wall-filters")


def test_the_wall_works_without_script(browser_page, stakeholder, path):
    page = browser_page(stakeholder, path=path, script=False)

    page.get_by_label("Words on the page").fill("pillow")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".snapshot-card")).to_have_count(1)
    page.get_by_label("Choose Łukasz Wiśniewski’s page").check()
    page.get_by_role("button", name="Story time").click()
    assert "/presentation/?ids=" in page.url

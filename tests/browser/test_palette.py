import pytest

from tests.browser.conftest import assert_accessible
from tests.factories.recruiting import ParticipantFactory


@pytest.fixture
def page(browser_page, researcher):
    slug = researcher.workspace.slug
    ParticipantFactory(workspace=researcher.workspace, name="Priya Nair")
    return browser_page(researcher, path=f"/w/{slug}/help/")


def chosen(page):
    return page.locator('#palette [aria-selected="true"]').inner_text()


def test_a_person_is_found_and_opened_by_keys_alone(page):
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type("priya")
    page.locator("#palette .result", has_text="Priya Nair").wait_for()

    assert "Priya Nair" in chosen(page)
    assert_accessible(page, within="#palette")
    page.keyboard.press("Enter")

    page.wait_for_url("**/participants/*/")
    assert page.get_by_role("heading", level=1).inner_text() == "Priya Nair"


def test_arrows_choose_and_the_input_says_which(page):
    page.keyboard.press("Control+k")
    page.locator("#palette [role=option]").nth(1).wait_for()
    first = chosen(page)

    page.keyboard.press("ArrowDown")

    second = chosen(page)
    active = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    assert second != first
    assert page.locator(f"#{active}").inner_text() == second
    page.keyboard.press("ArrowUp")
    assert chosen(page) == first


def test_escape_closes_and_gives_the_focus_back(page):
    button = page.locator(".search-button")
    button.click()
    page.get_by_role("combobox").wait_for()

    page.keyboard.press("Escape")

    page.get_by_role("combobox").wait_for(state="hidden")
    assert button.evaluate("element => element === document.activeElement")


def test_without_script_search_is_a_page(browser_page, researcher):
    slug = researcher.workspace.slug
    ParticipantFactory(workspace=researcher.workspace, name="Priya Nair")
    page = browser_page(researcher, path=f"/w/{slug}/help/", script=False)

    page.locator(".search-button").click()

    page.wait_for_url("**/search/")
    page.get_by_role("searchbox").or_(page.locator("main input[name=q]")).first.fill(
        "priya"
    )
    page.keyboard.press("Enter")
    page.locator("main", has_text="Priya Nair").wait_for()

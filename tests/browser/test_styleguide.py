from tests.browser.conftest import assert_accessible, assert_good_for_all


def test_every_component_is_accessible_and_fits(browser_page):
    page = browser_page(path="/styleguide/")

    assert_good_for_all(
        page, sizes=[(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")]
    )


def test_dialog_opens_takes_the_focus_and_gives_it_back(browser_page):
    page = browser_page(path="/styleguide/")

    page.get_by_role("button", name="Open a dialog").click()
    dialog = page.get_by_role("dialog", name="Cancel this interview?")
    dialog.wait_for()
    assert_accessible(page, within="#example-dialog")
    page.keyboard.press("Escape")

    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "Open a dialog"


def test_question_mark_shows_the_keys(browser_page):
    page = browser_page(path="/styleguide/")

    page.keyboard.press("?")

    page.get_by_role("dialog", name="Keys").wait_for()
    assert_accessible(page, within="#keyboard-help")


def test_menu_is_walked_by_arrows_and_closed_by_escape(browser_page):
    page = browser_page(path="/styleguide/")
    page.locator("summary", has_text="What to do with it").focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    assert page.evaluate("document.activeElement.textContent.trim()") == "Move to"
    page.keyboard.press("Escape")
    assert page.get_by_role("link", name="Move to").is_hidden()

from discovery.home.templatetags.frame import icon_shapes
from tests.browser.conftest import assert_good_for_all

# Changes all that can change, and tells what then needs time: nobody here wants motion.
WHAT_MOVES = """() => {
    document.documentElement.dataset.theme = "dark";
    document.body.style.fontSize = "50px";
    const moving = document.getAnimations().map(({ effect }) => effect.target.className);
    delete document.documentElement.dataset.theme;
    document.body.style.fontSize = "";
    return moving;
}"""


def open_user_menu(page, member):
    page.locator(".rail summary", has_text=member.user.name).click()


def test_theme_is_shown_at_once_and_kept_on_the_user(browser_page, member):
    page = browser_page(member, path="/profile/")
    open_user_menu(page, member)

    with page.expect_response("**/profile/theme/"):
        page.locator("theme-toggle button", has_text="Dark").click()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    member.user.refresh_from_db()
    assert member.user.theme == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_theme_is_kept_without_script(browser_page, member):
    page = browser_page(member, path="/profile/", script=False)
    open_user_menu(page, member)

    page.locator("theme-toggle button", has_text="Dark").click()

    page.wait_for_url("**/profile/")
    member.user.refresh_from_db()
    assert member.user.theme == "dark"


def test_rail_of_a_phone_opens_from_the_bottom_bar(browser_page, member):
    page = browser_page(member, path="/profile/", width=360)
    assert page.locator(".rail").is_hidden()
    assert page.evaluate(WHAT_MOVES) == []

    page.get_by_role("button", name="More").click()

    page.locator(".rail").wait_for()
    assert_good_for_all(page, sizes=[(360, "light"), (360, "dark")])


def test_message_of_a_script_looks_like_one_of_the_server(browser_page, member):
    page = browser_page(member, path="/profile/")
    say = """(detail) => document.dispatchEvent(
        new CustomEvent("message:show", { detail }))"""

    for detail in [{"text": "Copied."}, {"text": "Taken.", "tone": "error"}]:
        page.evaluate(say, detail)

    strokes = """(parts) => parts.map(
        (part) => part.querySelector("svg path").getAttribute("d"))"""
    plain, trouble = page.locator("app-messages > .message").evaluate_all(strokes)
    assert page.locator(".message--info").inner_text().startswith("Copied.")
    assert page.locator(".message--error").inner_text().startswith("Taken.")
    assert plain in icon_shapes("check")
    assert trouble in icon_shapes("triangle-alert")

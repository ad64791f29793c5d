"""Somebody with a browser of their own, who looks critically at each page."""

from tests.browser.chromium import PATIENCE
from tests.browser.conftest import assert_good_for_all
from tests.loop.seed import PASSWORD


class Person:
    """One browser context; signed in if they have an ``email`` of the company."""

    def __init__(
        self,
        stack,
        chromium,
        email="",
        *,
        width=1280,
        zone="Europe/Berlin",
        script=True,
    ):
        self.stack = stack
        self.has_script = script
        self.context = chromium.new_context(
            viewport={"width": width, "height": 800},
            timezone_id=zone,
            locale="en-GB",
            java_script_enabled=script,
            reduced_motion="reduce",
            accept_downloads=True,
            base_url=stack.url,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.trouble = []
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        if email:
            self.sign_in(email)

    def sign_in(self, email):
        self.go("/accounts/login/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        self.page.wait_for_url("**/w/lumen/**")

    def go(self, url):
        response = self.page.goto(url)
        assert response.status < 500, url
        return response

    def press(self, name, within=None):
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def follow(self, name, within=None):
        (within or self.page).get_by_role("link", name=name).first.click()

    def sees(self, words):
        self.page.get_by_text(words).filter(visible=True).first.wait_for()

    def look(self):
        """The page is accessible, light in its own size and dark at 360 px, and threw nothing."""
        size = self.page.viewport_size
        if self.has_script:
            assert_good_for_all(
                self.page, sizes=[(size["width"], "light"), (360, "dark")]
            )
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme="light")
        assert self.trouble == []

"""Coming in, being looked after, and going out again, in a real browser."""

import re

import pytest
from django.core.cache import cache

from discovery.home.demo.build import build_demo
from discovery.mail.models import OutgoingEmail
from discovery.workspaces.models import Membership
from tests.browser.conftest import (
    assert_accessible,
    assert_fits,
    assert_good_for_all,
)
from tests.factories.workspaces import MembershipFactory

PASSWORD = "seven swans swim"
PAGES = [
    "/w/lumen-rota/",
    "/w/lumen-rota/settings/",
    "/w/lumen-rota/settings/members/",
    "/w/lumen-rota/settings/teams/",
    "/w/lumen-rota/settings/audit/",
    "/w/lumen-rota/notifications/",
    "/w/lumen-rota/search/?q=sarah",
    "/profile/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/sessions/",
]


@pytest.fixture(autouse=True)
def _no_attempts_yet(transactional_db):
    cache.clear()


@pytest.fixture
def person():
    return MembershipFactory(
        role="admin",
        user__email="mara@example.com",
        user__name="Mara Lind",
        user__password=PASSWORD,
    )


def sign_in(page):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_way_in_is_for_everybody(browser_page):
    page = browser_page()
    for path in (
        "/accounts/login/",
        "/accounts/login/code/",
        "/accounts/password/reset/",
    ):
        page.goto(path)
        assert_good_for_all(page)


def test_password_and_out_again_without_script(browser_page, person):
    page = browser_page(script=False)
    sign_in(page)

    assert page.get_by_role("heading", level=1).inner_text().endswith("Mara")
    page.locator(".rail__foot summary").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.url.endswith("/accounts/login/")


def test_code_from_the_mail_opens_the_door(browser_page, person):
    page = browser_page(path="/accounts/login/")
    page.get_by_role("link", name="Send me a code").click()
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").wait_for()
    assert_accessible(page)
    email = OutgoingEmail.objects.get(template="account_login_code")
    page.get_by_label("Code").fill(
        re.search(r"^([A-Z0-9-]{6,})$", email.text, re.MULTILINE)[1]
    )
    page.get_by_role("button", name="Continue").click()

    page.wait_for_url(re.compile(f"/w/{person.workspace.slug}/"))


def test_passkey_signs_in_without_a_password(browser_page, person):
    page = browser_page()
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    key.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    person.user.refresh_from_db()
    assert person.user.authenticator_set.filter(type="webauthn").count() == 1

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url(re.compile(f"/w/{person.workspace.slug}/"))


def test_theme_is_kept(browser_page, person):
    page = browser_page(person, path="/profile/")
    page.locator(".rail__foot summary").click()
    with page.expect_response(re.compile("/profile/theme/")):
        page.get_by_role("button", name="Dark").click()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_member_is_changed_in_place(browser_page, person):
    other = MembershipFactory(workspace=person.workspace, user__name="Ida Halvorsen")
    page = browser_page(person, path=f"/w/{person.workspace.slug}/settings/members/")
    page.get_by_role("link", name=re.compile("Change ?: Ida")).click()
    row = page.locator(f"#member-{other.pk}")
    row.get_by_label("Role").select_option("stakeholder")
    row.get_by_role("button", name="Save").click()
    row.get_by_text("Stakeholder").wait_for()

    other.refresh_from_db()
    assert other.role == "stakeholder"


def test_home_and_settings_of_the_demo_are_for_everybody(browser_page):
    build_demo()
    grace = Membership.objects.get(user__email="grace@lumen.example")
    page = browser_page(grace)
    for path in PAGES:
        page.goto(path)
        assert_good_for_all(page)
        page.set_viewport_size({"width": 1024, "height": 900})
        assert_fits(page)

    for who in ("henrik", "ola"):
        reader = Membership.objects.get(user__email=f"{who}@lumen.example")
        page = browser_page(reader, path="/w/lumen-rota/", width=360)
        assert_accessible(page)
        assert_fits(page)

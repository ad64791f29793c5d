"""Headless Chromium for the journeys: `browser_page()` opens a page on the live server.

    def test_booking(browser_page, member):
        page = browser_page(member, path="/w/acme/", width=360, theme="dark")
        assert_accessible(page)

Each call is a fresh context (its own cookies). Without a member nobody is signed in.
A page fails its test when the browser reports an error of ours: a script that throws, a
file that is missing, or something that the content security policy has refused. It refuses
`page.wait_for_function` as well, whenever what it waits for is not so at once: locators,
`expect` and `wait_until` (tests/loop/stack.py) wait without `eval`.
"""

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests.browser.chromium import PATIENCE
from tests.browser.visits import Visits

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
# Pages whose connection a test cuts: that requests fail is then what it is about.
CUT_OFF = set()
# Pages whose network or server a test takes away: what then fails to load is expected.
TROUBLED = set()
# Somebody went on to another page before the answer came. htmx reports all that fails twice:
# first this way, and then by a name that says what it was.
GONE_ON = ("htmx:afterRequest", "htmx:sendAbort")
AXE_TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
# What comes a moment later, as fonts and the tree do, has to be there first. Only what is wrong comes
# back: the rest of axe's answer is a megabyte. And it needs no copies of our style sheets and
# sounds, which our policy rightly refuses.
RUN_AXE = """async ([within, tags]) => {
    await document.fonts.ready;
    const frame = () => new Promise(requestAnimationFrame);
    const isMoving = () => document.getAnimations().some((motion) =>
        motion.playState === "running"
        && motion.effect?.getComputedTiming().endTime !== Infinity);
    do await frame(); while (isMoving());
    const options = { runOnly: tags, resultTypes: ["violations"], preload: false };
    return (await axe.run(within ?? document, options)).violations;
}"""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def visits(live_server):
    return Visits(live_server.thread.httpd)


@pytest.fixture
def browser_page(chromium, live_server, visits, settings):
    """Open pages: ``browser_page(membership, path=, width=, height=, theme=, touch=, script=)``."""
    settings.ALLOWED_HOSTS = ["*"]
    contexts, errors = [], []

    def open_page(
        membership=None,
        *,
        path="",
        width=1280,
        height=900,
        theme="light",
        touch=False,
        script=True,
        language="en-GB",
        time_zone="Europe/London",
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            has_touch=touch,
            java_script_enabled=script,
            locale=language,
            timezone_id=time_zone,
            # Nothing moves: screenshots and clicks need no waiting.
            reduced_motion="reduce",
            base_url=live_server.url,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if membership is not None:
            context.add_cookies([session_cookie(membership.user, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: note_error(page, message, errors))
        if path:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    visits.wait_until_over()
    assert errors == []


def begins_to_listen(page):
    """Around what opens a page: wait until the web process tells it what others do."""
    return page.expect_response(lambda answer: "/events/" in answer.url)


def soonest(act, seconds, tries=4):
    """Return the shortest time that ``act()`` took; stop as soon as one is within ``seconds``.

    The suite keeps all cores busy, so the best of a few tells what the machine can do.
    """
    taken = []
    while len(taken) < tries and min(taken, default=seconds) >= seconds:
        began = time.monotonic()
        act()
        taken.append(time.monotonic() - began)
    return min(taken)


def note_error(page, message, errors):
    """Keep what the console calls an error, except refusals that a test has asked for."""
    if page in TROUBLED and message.text.startswith(("Failed to load", "htmx:")):
        return
    if page in CUT_OFF and message.text.startswith(("htmx:", "Failed to load")):
        return
    if message.text.startswith(GONE_ON):
        return
    is_status = message.text.startswith("Failed to load resource: the server responded")
    # Events are served by the web process, not by the live server of the tests.
    is_expected = is_status and ("/static/" not in message.location.get("url", ""))
    if message.type == "error" and not is_expected:
        errors.append(f"{message.text} ({message.location.get('url', '')})")


def session_cookie(user, url):
    """A cookie of a session in which ``user`` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session.session_key,
        "url": url,
    }


def assert_accessible(page, *, within=None):
    """Let axe-core look at the page, or at the element that the selector ``within`` finds."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    violations = page.evaluate(RUN_AXE, [within, AXE_TAGS])
    found = [
        f"{violation['id']}: {violation['help']}: "
        + " | ".join(node["html"][:160] for node in violation["nodes"][:4])
        for violation in violations
    ]
    assert found == []


def assert_fits(page):
    """Nothing is wider than the window, so that nobody has to scroll sideways."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0


def assert_good_for_all(page, *, sizes=((1440, "light"), (360, "dark")), within=None):
    """Accessible and not too wide, in each of the ``sizes`` with its theme, one after another."""
    for width, theme in sizes:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        assert_accessible(page, within=within)

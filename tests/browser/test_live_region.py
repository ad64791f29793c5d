"""What <live-region> does where events are not to be had: the live server has none."""

from tests.loop.stack import wait_until

LISTEN = """(channel) => {
    window.heard = [];
    window.EventSource = class extends EventSource {
        constructor(url) {
            super(url);
            this.addEventListener("error", () => (window.isRefused = true));
        }
    };
    const region = document.createElement("live-region");
    region.setAttribute("channel", channel);
    region.innerHTML = "<button data-live-pause>Pause</button>";
    region.addEventListener("live:poll", () => heard.push("poll"));
    region.addEventListener("live:waiting", (e) => heard.push(`waiting ${e.detail.count}`));
    document.querySelector("main").append(region);
}"""


def open_region(browser_page, member):
    page = browser_page(member)
    page.clock.install()
    page.goto(f"/w/{member.workspace.slug}/recruiting/")
    page.evaluate(LISTEN, "tree:1")
    with page.expect_response("**/events/**") as refusal:
        page.clock.run_for(200)
    assert refusal.value.status == 404
    wait_until(lambda: page.evaluate("window.isRefused"), "the refusal")
    return page


def test_without_events_it_polls_every_fifteen_seconds(browser_page, member):
    page = open_region(browser_page, member)

    page.clock.run_for(14_000)
    before = page.evaluate("heard.length")
    page.clock.run_for(17_000)

    assert before == 0
    assert page.evaluate("heard") == ["poll", "poll"]


def test_while_paused_it_only_counts_and_then_catches_up_once(browser_page, member):
    page = open_region(browser_page, member)

    page.locator("[data-live-pause]").click()
    page.clock.run_for(31_000)
    page.locator("[data-live-pause]").click()

    assert page.evaluate("heard") == [
        "waiting 1",
        "waiting 2",
        "poll",
        "waiting 0",
    ]

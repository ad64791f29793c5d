"""A recording on its way through a bad connection, and then heard, in a real browser."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from interviews.models import (
    Recording,
    RecordingUpload,
    Redaction,
    Transcript,
    Utterance,
)
from tests.browser.conftest import CUT_OFF, assert_accessible, assert_fits
from tests.factories.interviews import InterviewFactory
from tests.factories.recordings import RecordingFactory, wav
from tests.loop.stack import wait_until
from tests.patience import crowding

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def interview(member, team):
    return InterviewFactory(
        team=team, held=True, recording_agreed_at=now(), recording_agreed_by=member
    )


@pytest.fixture
def talk(tmp_path):
    """Two minutes, in several pieces."""
    path = tmp_path / "Talk of Monday.wav"
    path.write_bytes(wav(120, rate=16_000))
    return path


class BadConnection:
    """Breaks every second piece, and after ``most`` pieces lets nothing through at all."""

    def __init__(self, most):
        self.pieces, self.most, self.kept = 0, most, []

    def __call__(self, route):
        if route.request.method != "PATCH":
            return route.continue_()
        self.pieces += 1
        if self.pieces > self.most:
            return self.kept.append(route)
        return route.abort() if self.pieces % 2 else route.continue_()


def choose(page, talk):
    page.set_input_files("recording-upload input[type=file]", talk)
    page.get_by_role("button", name="Send").click()


def redact(recording, member):
    transcript = Transcript.objects.create(
        workspace=recording.workspace,
        interview=recording.interview,
        recording=recording,
        name="talk.vtt",
        source="vtt",
        added_by=member,
    )
    words = Utterance.objects.create(
        workspace=recording.workspace,
        transcript=transcript,
        position=0,
        starts_ms=0,
        ends_ms=60_000,
        text="Then I ran to the shop.",
    )
    Redaction.objects.create(
        workspace=recording.workspace,
        transcript=transcript,
        utterance=words,
        starts_at=0,
        ends_at=4,
        starts_ms=20_000,
        ends_ms=40_000,
        made_by=member,
    )


def test_recording_arrives_over_a_bad_connection_and_is_heard(
    browser_page, member, interview, talk
):
    path = reverse(
        "interviews:recordings", args=[interview.workspace.slug, interview.pk]
    )
    page = browser_page(member, path=path, width=1440)
    CUT_OFF.add(page)
    page.route("**/uploads/", lambda route: route.fulfill(status=412))
    choose(page, talk)
    expect(page.locator("[data-trouble]")).to_contain_text("Please reload the page")
    page.unroute("**/uploads/")
    connection = BadConnection(most=4)
    page.route("**/recordings/uploads/**", connection)
    assert_accessible(page)

    choose(page, talk)
    # Two pieces come through, two break; then the way is shut, and somebody closes the lid.
    expect(page.locator("[data-name]")).to_have_text("Talk of Monday.wav")
    expect(page.locator("recording-upload [data-words]")).to_contain_text("of 3.7 MB")
    expect(page.locator("recording-upload [data-state]")).to_contain_text(
        "No connection"
    )
    while not connection.kept:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("[data-state]")).to_contain_text("Paused")
    expect(page.get_by_role("button", name="Continue")).to_be_focused()
    assert_accessible(page)
    received = RecordingUpload.objects.get().received
    assert 0 < received < talk.stat().st_size

    page.reload()
    page.unroute("**/recordings/uploads/**")
    expect(page.get_by_role("list", name="Files on their way")).to_contain_text(
        "Choose the same file again"
    )
    pieces = []
    page.on("request", lambda r: r.method == "PATCH" and pieces.append(r))
    choose(page, talk)

    expect(page.locator("recording-player")).to_be_visible(timeout=15_000)
    assert pieces[0].headers["upload-offset"] == str(received)
    recording = Recording.objects.get()
    assert (recording.duration_ms, recording.size) == (120_000, talk.stat().st_size)
    with recording.file.open() as file:
        assert file.read() == talk.read_bytes()

    redact(recording, member)
    listen(page)
    small = browser_page(member, path=path, width=360, theme="dark")
    expect(small.get_by_role("button", name="Play")).to_be_visible()
    assert_accessible(small)
    assert_fits(small)


def test_rules_for_recordings_are_read_by_everybody(browser_page, admin, interview):
    RecordingFactory(interview=interview, name="Talk of Monday.wav")
    path = reverse("interviews:recording_settings", args=[interview.workspace.slug])
    page = browser_page(admin, path=path, width=360, theme="dark")

    expect(page.get_by_role("link", name="Talk of Monday.wav")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_clip_plays_its_own_seconds_only(browser_page, member, interview):
    recording = RecordingFactory(
        interview=interview, content=wav(30), duration_ms=30_000
    )
    path = reverse(
        "interviews:recordings", args=[interview.workspace.slug, interview.pk]
    )
    page = browser_page(member, path=path)
    player = f"#recording-{recording.pk} recording-player"
    expect(page.locator(f"{player} [data-time]")).to_have_text("0:00 / 0:30")

    # As the page of a highlight has it.
    page.evaluate(
        f"""() => {{
            const player = document.querySelector("{player}");
            const clip = player.cloneNode(true);
            clip.dataset.from = 10_000;
            clip.dataset.to = 11_500;
            player.replaceWith(clip);
        }}"""
    )
    time = page.locator(f"{player} [data-time]")
    expect(time).to_have_text("0:00 / 0:01")
    page.get_by_role("button", name="Play").click()
    place = f"document.querySelector('{player}').ms"
    wait_until(lambda: page.evaluate(place) >= 11_500, "the end of the clip")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert page.evaluate(place) < 11_500 + 700 * crowding()


def listen(page):
    page.reload()
    time = page.locator("[data-time]")
    expect(time).to_have_text("0:00 / 2:00")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(time).not_to_have_text("0:00 / 2:00")
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.evaluate("document.querySelector('recording-player').seek(1_000)")
    # Ten seconds on, and ten more would be within what was redacted.
    page.get_by_role("button", name="Forward 10 seconds").click()
    expect(time).to_have_text("0:11 / 2:00")
    page.keyboard.press("ArrowRight")
    expect(time).to_have_text("0:40 / 2:00")
    page.get_by_role("button", name="Captions").click()
    expect(page.locator("[data-caption]")).to_have_text("Then I ran to the shop.")
    page.get_by_label("Speed").select_option("2")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 2
    assert_accessible(page)
    heard = page.evaluate(
        """() => new Promise((resolve) => {
            const player = document.querySelector("recording-player");
            player.addEventListener("playing-at", (event) => resolve(event.detail.ms), { once: true });
            player.seek(70_500);
        })"""
    )
    assert heard == 70_500
    # Where one stopped is remembered on this device.
    page.reload()
    expect(time).to_have_text("1:10 / 2:00")

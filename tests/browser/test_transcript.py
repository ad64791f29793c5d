"""From a file of the call tool to a quote with its clip, and words that are gone for good."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from playwright.sync_api import expect

from interviews.models import Highlight, Utterance
from tests.browser.conftest import assert_accessible, assert_fits
from tests.factories.interviews import AttendanceFactory, InterviewFactory
from tests.factories.recordings import RecordingFactory, wav

pytestmark = pytest.mark.django_db(transaction=True)

TALK = [
    ("Mara Lindt", "Tell me about last Tuesday."),
    ("Priya Nair", "My boss Karl rang at six. I was alone 🥐 in the shop."),
    ("Mara Lindt", "And then?"),
    ("Priya Nair", "I counted on my fingers who could come."),
] * 6


def as_zoom():
    cues = (
        f"{n}\n00:00:{n:02d}.000 --> 00:00:{n:02d}.900\n{who}: {words}\n"
        for n, (who, words) in enumerate(TALK)
    )
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


@pytest.fixture
def interview(team, member):
    interview = InterviewFactory(team=team, held=True, participant__name="Priya Nair")
    AttendanceFactory(interview=interview, membership=member)
    sound = wav(seconds=30)
    RecordingFactory(
        interview=interview,
        file=default_storage.save("recordings/talk.wav", ContentFile(sound)),
        content_type="audio/wav",
        size=len(sound),
        duration_ms=30_000,
    )
    return interview


def test_talk_is_brought_read_quoted_and_redacted(browser_page, interview, member):
    path = reverse(
        "interviews:recordings", args=[interview.workspace.slug, interview.pk]
    )
    page = browser_page(member, path=path, width=1440)
    file = {"name": "zoom.vtt", "mimeType": "text/vtt", "buffer": as_zoom()}
    page.set_input_files("#transcript-file", file)
    page.get_by_role("button", name="Add it").click()
    assert_accessible(page)
    page.get_by_label("Mara Lindt").select_option("Somebody else of the team")
    page.get_by_role("button", name="That is right").click()
    expect(page.locator("#share-title")).to_be_visible()

    page.wait_for_selector("transcript-reader:defined")
    # A line is kept by keyboard, a selection with the mouse.
    for key in "jjh":
        page.keyboard.press(key)
    expect(page.locator("#u1 mark")).to_have_text(TALK[1][1])
    select(page, "#u5", "I was alone 🥐")
    page.get_by_role("button", name="Keep as quote").click()
    expect(page.locator("#u5 mark")).to_have_text("I was alone 🥐")
    quotes = list(Highlight.objects.values_list("text", flat=True))
    assert quotes == [TALK[1][1], "I was alone 🥐"]

    # What is redacted is gone everywhere, and its second is left out.
    select(page, "#u1", "Karl")
    page.keyboard.press("r")
    expect(page.locator("[data-elsewhere]")).to_contain_text(
        "They stand in 1 other place"
    )
    expect(page.get_by_role("link", name="Delete the recording")).to_be_visible()
    page.get_by_role("button", name="Redact for good").click()
    expect(page.locator("#u1 .blot")).to_have_text("████")
    expect(page.locator("#kept-quotes")).not_to_contain_text("Karl")
    assert Utterance.objects.filter(text__contains="Karl").count() == 5

    # Find, play from a line, and see it lit.
    page.keyboard.press("/")
    page.keyboard.type("fingers")
    expect(page.locator("[data-count]")).to_have_text("1 of 6")
    page.keyboard.press("Escape")
    page.locator("#u11 .line__at").click()
    expect(page.locator("#u11")).to_have_class("line is-current is-playing")
    page.reload()
    skips = page.locator("recording-player").get_attribute("data-skips")
    assert skips.startswith("[[1")
    assert_accessible(page)

    page.locator("#kept-quotes a").nth(1).click()
    expect(page.locator("recording-player")).to_have_attribute("data-from", "5450")
    assert_accessible(page)

    # Whoever signs out leaves no names of files and no places in talks on the device.
    page.evaluate("localStorage.setItem('upload:/a/', 'priya.mp4|1|1')")
    page.evaluate("localStorage.setItem('player:7', '12.5')")
    page.locator("form[data-signs-out]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    kept = page.evaluate(
        "Object.keys(localStorage).filter(k => /upload|player/.test(k))"
    )
    assert kept == []


def test_transcript_on_a_phone_and_without_script(browser_page, interview, member):
    path = reverse(
        "interviews:transcripts", args=[interview.workspace.slug, interview.pk]
    )
    page = browser_page(member, path=path, width=360, height=740, theme="dark")
    page.locator("#transcript-words").fill(as_zoom().decode())
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name="That is right").click()
    expect(page.locator("#u0")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)

    plain = browser_page(member, path=page.url, width=360, script=False)
    plain.locator("#u3 .line__at").click()
    plain.get_by_label("The words").fill("I counted on my fingers")
    plain.get_by_role("button", name="Keep as quote").click()
    expect(plain.locator(".quote--large")).to_have_text("I counted on my fingers")
    assert_fits(plain)


def select(page, line, words):
    """Select words of a line, as dragging over them does."""
    page.evaluate(
        """([line, words]) => {
          const text = document.querySelector(`${line} .line__text`);
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            text.scrollIntoView({ block: "center" });
            getSelection().setBaseAndExtent(
              walker.currentNode, at, walker.currentNode, at + words.length);
          }
        }""",
        [line, words],
    )
    expect(page.locator("[data-bar]")).to_be_visible()

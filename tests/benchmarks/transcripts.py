"""Transcripts: how fast they are read, opened, scrolled and searched.

A two-hour talk of 20,000 words, and files of 20 MB. The page is measured on the server alone, and
in headless Chromium before the real web process: until its words stand there, while all of it
scrolls by, and until a word is found.
"""

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import sync_playwright

from interviews.operations.transcripts import add_transcript
from interviews.transcripts import read_transcript
from interviews.transcripts.times import write_clock, write_short
from tests.benchmarks.figures import Figure
from tests.browser.chromium import CHROMIUM_FLAGS
from tests.factories.interviews import AttendanceFactory, InterviewFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory, WorkspaceFactory
from tests.loop.stack import ROOT, free_port, wait_until

ROUNDS = 7
WORDS_OF_TWO_HOURS = 20_000
LARGE = 20_000_000
WORDS = [
    "and",
    "then",
    "I",
    "looked",
    "at",
    "my",
    "phone",
    "again",
    "because",
    "nobody",
    "had",
    "answered",
    "me",
    "since",
    "the",
    "morning",
    "when",
    "Ben",
    "was",
    "ill",
    "so",
    "I",
    "wrote",
    "to",
    "all",
    "of",
    "them",
    "one",
    "by",
    "one",
    "until",
    "somebody",
    "said",
    "yes",
]
SPEAKERS = ["Anna Smith", "Priya Nair"]


def run():
    yield from _reading()
    member, transcript = _talk()
    yield from _server(member, transcript)
    yield from _browser(member, transcript)


def _reading():
    cues = list(_cues(words=WORDS_OF_TWO_HOURS))
    large = list(_cues(size=LARGE))
    for kind, write in WRITERS.items():
        small = write(cues).encode()
        milliseconds = _best(read_transcript, small, f"a.{kind.split('_')[-1]}") * 1000
        yield Figure(f"read_two_hours_{kind}", milliseconds, "ms")
        content = write(large).encode()[:LARGE]
        if kind.endswith("json"):
            content = content[: content.rindex(b"},") + 1] + b"]"
        seconds = _best(read_transcript, content, f"a.{kind.split('_')[-1]}", rounds=3)
        yield Figure(f"read_20_mb_{kind}", len(content) / 1e6 / seconds, "MB/s")


def _best(act, *arguments, rounds=ROUNDS):
    """The processor's seconds: reading waits for nothing, and neighbours should not count."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        act(*arguments)
        times.append(time.process_time() - started)
    return min(times)


def _cues(words=None, size=None):
    """``(starts_ms, ends_ms, speaker, text)`` until there are so many words or bytes."""
    chance = random.Random(1)  # noqa: S311
    clock, speaker, counted, written = 0, SPEAKERS[0], 0, 0
    while counted < words if words else written < size:
        if chance.random() < 0.25:
            speaker = chance.choice(SPEAKERS)
        said = chance.choices(WORDS, k=chance.randint(6, 18))
        text = " ".join(said) + chance.choice([".", ",", ""])
        length = len(said) * (360 if words else 36)
        yield clock, clock + length, speaker, text
        clock += length
        counted += len(said)
        written += len(text) + 60


def _zoom(cues):
    return "WEBVTT\n\n" + "".join(
        f"{n}\n{write_clock(start)} --> {write_clock(end)}\n{who}: {text}\n\n"
        for n, (start, end, who, text) in enumerate(cues, 1)
    )


def _teams(cues):
    return "WEBVTT\n\n" + "".join(
        f"8f6a2c1e/{n}-0\n{write_clock(start)} --> {write_clock(end)}\n<v {who}>{text}</v>\n\n"
        for n, (start, end, who, text) in enumerate(cues, 1)
    )


def _srt(cues):
    return "".join(
        f"{n}\n{write_clock(start, ',')} --> {write_clock(end, ',')}\n{who}: {text}\n\n"
        for n, (start, end, who, text) in enumerate(cues, 1)
    )


def _otter(cues):
    return "".join(f"{who}  {write_short(s)}\n{text}\n\n" for s, _, who, text in cues)


def _json(cues):
    return json.dumps(
        [
            {"speaker": w, "start": s / 1000, "end": e / 1000, "text": t}
            for s, e, w, t in cues
        ]
    )


WRITERS = {
    "zoom_vtt": _zoom,
    "teams_vtt": _teams,
    "srt": _srt,
    "otter_txt": _otter,
    "json": _json,
}


def _talk():
    own = uuid4()
    workspace = WorkspaceFactory(slug=f"bench-{own}")
    team = TeamFactory(workspace=workspace)
    member = MembershipFactory(
        workspace=workspace,
        role="member",
        team=team,
        user__email=f"bench-{own}@example.com",
    )
    interview = InterviewFactory(
        team=team,
        held=True,
        participant__name="Priya Nair",
        calendar_uid=f"{own}@earshot.test",
    )
    AttendanceFactory(interview=interview, membership=member)
    content = _zoom(_cues(words=WORDS_OF_TWO_HOURS)).encode()
    transcript = add_transcript(
        interview=interview, name="two hours.vtt", data=content, by=member
    )
    return member, transcript


def _path(transcript):
    return reverse(
        "interviews:transcript", args=[transcript.workspace.slug, transcript.pk]
    )


def _server(member, transcript):
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    path = _path(transcript)
    client.get(path)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        response = client.get(path)
        times.append(time.perf_counter() - started)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    yield Figure("page_server", statistics.median(times) * 1000, "ms")
    yield Figure("page_size", len(response.content) / 1000, "kB")
    yield Figure("page_queries", len(seen), "queries")


def _browser(member, transcript):
    base, process = _web()
    # Within Playwright's loop Django would refuse its queries.
    cookie, path = _cookie(member.user, base), _path(transcript)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
            )
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_cookies([cookie])
            yield from _in_chromium(context.new_page(), base + path)
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=20)


READABLE = """() => new Promise((done) => {
  const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
  const look = () => paint() ? done(paint().startTime) : requestAnimationFrame(look);
  look();
})"""
SCROLL = """(pixels) => new Promise((done) => {
  const frames = [];
  let before;
  const step = (now) => {
    if (before !== undefined) frames.push(now - before);
    before = now;
    scrollBy(0, pixels);
    const isEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    if (isEnd) done(frames);
    else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
FIND = """() => new Promise((done) => {
  const field = document.querySelector("#find");
  field.value = "phone";
  const started = performance.now();
  field.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
})"""


def _in_chromium(page, url):
    page.goto(url)
    opened, ready = [], []
    for _ in range(ROUNDS):
        page.goto(url, wait_until="load")
        opened.append(page.evaluate(READABLE))
        timing = (
            "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
        )
        ready.append(page.evaluate(timing))
    yield Figure("browser_readable", statistics.median(opened), "ms")
    yield Figure("browser_ready", statistics.median(ready), "ms")
    page.wait_for_timeout(500)
    frames = page.evaluate(SCROLL, 120)
    yield Figure("scroll_frames", len(frames), "frames")
    yield Figure("scroll_rate", 1000 * len(frames) / sum(frames), "frames/s")
    yield Figure("scroll_p95_frame", sorted(frames)[int(len(frames) * 0.95)], "ms")
    slow = sum(1 for frame in frames if frame > 34)
    yield Figure("scroll_frames_dropped", 100 * slow / len(frames), "%")
    yield Figure(
        "find", statistics.median(page.evaluate(FIND) for _ in range(ROUNDS)), "ms"
    )
    yield Figure("found", page.evaluate("CSS.highlights.get('found').size"), "places")


def _web():
    """The real web process on this database; its address and the process."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "SITE_URL": base}
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host"]
    command += ["127.0.0.1", "--port", str(port), "--workers", "1", "--no-ws"]
    command += ["--workers-kill-timeout", "2", "discovery.asgi:application"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: _answers(f"{base}/healthz"), "the web process", 30)
    return base, process


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


def _cookie(user, url):
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

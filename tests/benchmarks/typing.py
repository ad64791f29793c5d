"""Somebody who types on and on while everything else goes wrong, in a real browser.

Three of ten savings are dropped: the connection breaks before or after the server has saved, it
answers 500, 502 or 413, or does not answer at all; tabs are closed in the middle of a word without
being asked, the browser is killed, the connection is gone for a while. At the end the notes of the
server, joined, have to be what was typed. Wherever "Saved" is shown, the server is asked at once.
"""

import os
import random
import re
import signal
import string
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Error, sync_playwright

from interviews.models import Note
from tests.browser.chromium import CHROMIUM_FLAGS

DROPPED = 0.3
# Every so many notes something worse happens, in turn.
BETWEEN_BLOWS = 7
BLOWS = ["closed tab", "offline", "killed browser", "reload"]
PATIENCE = 240


def type_through_trouble(port, room, keystrokes):
    """For the benchmark: figures by their names."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        typist = Typist(
            playwright.chromium,
            f"http://127.0.0.1:{port}",
            room.slug,
            room.interview,
            room.people[0][1],
            folder,
        )
        return typist.type_all(keystrokes)


class Typist:
    def __init__(self, chromium, base, slug, interview, session, folder, seed=7):
        self._chromium, self._base = chromium, base
        self._room = base + reverse("interviews:room", args=[slug, interview])
        self._interview, self._session, self._folder = interview, session, folder
        self._chance = random.Random(seed)
        self._context = self._page = None
        self._is_offline = False
        self.texts, self.blows = [], 0
        self.dropped = self.posts = 0
        self.lost_while_typing = self.false_saved = self.looked = 0

    def type_all(self, keystrokes):
        started, typed = time.monotonic(), 0
        self._open()
        while typed < keystrokes:
            text = self._words(len(self.texts), min(80, keystrokes - typed))
            self._type(text)
            self.texts.append(text)
            typed += len(text) + 1
        self._end_trouble()
        self._wait_until_saved()
        seconds = time.monotonic() - started
        self._context.close()
        return {**self._figures(typed), "seconds": seconds}

    def _words(self, number, length):
        words = "".join(self._chance.choices(string.ascii_lowercase + "   ", k=length))
        # Sorted by its number, whatever way it came.
        return f"Note {number:05}: {words.strip()}x".replace("  ", " ")

    def _type(self, text):
        half = len(text) // 2
        self._page.keyboard.type(text[:half])
        if len(self.texts) % BETWEEN_BLOWS == BETWEEN_BLOWS - 1:
            self._strike(BLOWS[self.blows % len(BLOWS)])
            self.blows += 1
            self._look_for(text[:half])
        self._page.keyboard.type(text[half:])
        self._page.keyboard.press("Enter")
        self._take_back_refused()
        if len(self.texts) % 3 == 0:
            self._check_state(len(self.texts) + 1)

    def _strike(self, blow):
        if blow == "closed tab":
            page = self._context.new_page()
            self._page.close(run_before_unload=False)
            self._visit(page)
        elif blow == "killed browser":
            # What was typed is on the disk within 300 ms; a browser holds it until then.
            time.sleep(0.4)
            self._kill()
            self._open()
        elif blow == "reload":
            self._page.reload()
            self._enter()
        else:
            self._is_offline = not self._is_offline
            self._context.set_offline(True)
            self._page.wait_for_timeout(1_500)
            self._is_offline = False
            self._context.set_offline(False)

    def _open(self):
        self._context = self._chromium.launch_persistent_context(
            self._folder,
            executable_path="/usr/bin/chromium",
            args=CHROMIUM_FLAGS,
            base_url=self._base,
            reduced_motion="reduce",
        )
        self._context.set_default_timeout(60_000)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self._session}
        self._context.add_cookies([{**cookie, "url": self._base}])
        self._context.route(re.compile(r"/notes/$"), self._meddle)
        self._visit(self._context.pages[0])

    def _visit(self, page):
        self._page = page
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(self._room)
        self._enter()

    def _enter(self):
        page = self._page
        page.locator("note-composer[data-is-ready]").wait_for()
        page.locator("#note-text").focus()
        page.keyboard.press("Control+End")

    def _kill(self):
        _end(_processes_of(self._folder))
        with suppress(Error):
            self._context.close()

    def _meddle(self, route):
        if route.request.method != "POST":
            route.continue_()
            return
        self.posts += 1
        with suppress(Error):
            if self._chance.random() >= DROPPED:
                route.continue_()
                return
            self.dropped += 1
            self._drop(route)

    def _drop(self, route):
        trouble = self._chance.choice(
            [500, 502, 413, "timedout", "connectionreset", "lost answer"]
        )
        if trouble == "lost answer":
            route.fetch()
            route.abort("connectionreset")
        elif isinstance(trouble, str):
            route.abort(trouble)
        else:
            route.fulfill(status=trouble, body="No.")

    def _take_back_refused(self):
        """A note that was called too long comes back to be sent again, as somebody would do."""
        button = self._page.locator("[data-unsent] [data-choice=edit]:visible")
        while button.count():
            button.first.click()
            self._page.keyboard.press("Enter")

    def _look_for(self, expected):
        found = self._page.locator("#note-text").input_value()
        if found != expected:
            self.lost_while_typing += 1
            self._page.locator("#note-text").fill(expected)

    def _check_state(self, entered):
        """What is called saved is with the server: asked right after the words were read."""
        if self._page.locator("#note-text").input_value():
            return
        words = self._page.locator(".composer__state [data-words]").text_content()
        self.looked += 1
        if words.startswith("Saved") and self._count() < entered:
            self.false_saved += 1

    def _end_trouble(self):
        self._context.unroute_all(behavior="ignoreErrors")

    def _wait_until_saved(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._take_back_refused()
            if self._count() >= len(self.texts) and not self._unsent():
                return
            self._page.evaluate("dispatchEvent(new Event('focus'))")
            self._page.wait_for_timeout(300)

    def _unsent(self):
        return self._page.locator("[data-unsent] li").count()

    def _count(self):
        connection.close_if_unusable_or_obsolete()
        return self._notes().count()

    def _notes(self):
        return Note.objects.filter(interview=self._interview, text__startswith="Note 0")

    def _figures(self, typed):
        there = sorted(self._notes().values_list("text", flat=True))
        wanted, found = "".join(self.texts), "".join(there)
        return {
            "keystrokes": typed,
            "savings": self.posts,
            "savings_dropped": self.dropped,
            "blows": self.blows,
            "characters_typed": len(wanted),
            "characters_kept": len(found),
            "notes_lost": len(set(self.texts) - set(there)),
            "notes_doubled": len(there) - len(set(there)),
            "drafts_not_as_typed": self.lost_while_typing,
            "is_the_same_text": float(wanted == found),
            "times_looked_at_saved": self.looked,
            "false_saved": self.false_saved,
        }


def _processes_of(folder):
    """The processes of the browser that was started on this folder."""
    parents, lines = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                pid = int(entry.name)
                lines[pid] = (entry / "cmdline").read_bytes().decode(errors="replace")
                stat = (entry / "stat").read_text()
                parents[pid] = int(stat.rpartition(")")[2].split()[1])
    ours = {pid for pid, line in lines.items() if f"--user-data-dir={folder}" in line}
    for _ in range(4):
        ours |= {pid for pid, parent in parents.items() if parent in ours}
    return ours


def _end(pids):
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

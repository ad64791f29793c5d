"""Two people edit a page: how soon each sees the other's change, and 1,000 changes over a bad line.

The web server runs as in production (granian, two processes). ``PAGES`` pages are open with two
people each, who hold an event stream open and write in turns; a change has arrived when the other
has been told of it and has fetched the page anew. Then two edit one page ``CHANGES`` times while
every fifth request or answer is lost (tests/snapshots/page_clients.py).
"""

import asyncio
import http.client
import json
import os
import random
import time
import uuid
from contextlib import suppress
from urllib.parse import urlencode

from django.db import connection

from interviews.models import Interview
from interviews.operations.room import end_interview
from snapshots.operations.drafts import create_draft
from snapshots.operations.parts import add_part
from tests.benchmarks.figures import Figure
from tests.benchmarks.notes import spread, web_server
from tests.benchmarks.room_clients import TOKEN, Connection
from tests.benchmarks.room_seed import fill_rooms
from tests.snapshots.page_clients import (
    Forms,
    PageClient,
    Watcher,
    edit_together,
    words_seen,
)

PAGES = int(os.environ.get("PAGES", "4"))
SECONDS = int(os.environ.get("SECONDS", "30"))
PAUSE = 1.5
CHANGES = int(os.environ.get("CHANGES", "1000"))


def run():
    pages = [open_page(room) for room in fill_rooms(PAGES + 1, 2)]
    connection.close()
    with web_server() as port:
        *busy, shared = pages
        heard = Together(port, busy)
        asyncio.run(heard.write_and_listen(SECONDS))
        yield Figure("changes_sent", heard.sent, "changes")
        yield Figure("changes_that_did_not_arrive", heard.missing, "changes")
        yield from spread("change_answered", heard.answered)
        yield from spread("change_told", heard.told)
        yield from spread("change_visible_to_the_other", heard.shown)
        if CHANGES:
            for name, value in edit_over_a_bad_line(port, shared).items():
                yield Figure(name, value, "")


def open_page(room):
    """A page about the talk of a room, with some of everything on it."""
    interview = Interview.objects.get(pk=room.interview)
    member = interview.attendances.first().membership
    end_interview(interview=interview, by=member)
    interview.refresh_from_db()
    snapshot = create_draft(interview=interview, by=member)
    for number in range(4):
        add_part(snapshot=snapshot, kind="moments", by=member, title=f"M{number}")
        add_part(snapshot=snapshot, kind="opportunities", by=member, text=f"O{number}")
        add_part(snapshot=snapshot, kind="insights", by=member, text=f"I{number}")
    return f"/w/{room.slug}/snapshots/{snapshot.pk}/", snapshot, room.people


class Together:
    """Everybody on every page at once; times are seconds from sending to the other's screen."""

    def __init__(self, port, pages):
        self._port, self._pages = port, pages
        self._began = {}
        self.answered, self.told, self.shown = [], [], []
        self.sent = 0

    @property
    def missing(self):
        return len(self._began)

    async def write_and_listen(self, seconds):
        seats = [
            (path, page.pk, *person)
            for path, page, people in self._pages
            for person in people
        ]
        listening = [asyncio.create_task(self._listen(*seat)) for seat in seats]
        await asyncio.sleep(3)
        until = time.monotonic() + seconds
        await asyncio.gather(*(self._write(*seat, until) for seat in seats))
        await asyncio.sleep(3)
        for task in listening:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _write(self, path, _pk, member, session, until):
        """One writes the quote, the other the story, so that nobody is refused."""
        asking = Connection(self._port, session)
        _, _, body = await asking.ask("GET", path)
        people = next(people for where, _, people in self._pages if where == path)
        field = "quote" if people[0][0] == member else "story_title"
        await asyncio.sleep(random.uniform(0, PAUSE))
        while time.monotonic() < until:
            address, fields = Forms(body.decode()).found[field]
            tag = f"tag-{uuid.uuid4().hex}"
            began = self._began[tag] = time.perf_counter()
            fields = {**fields, field: f"She had her coat on. {tag}"}
            status, _, body = await asking.ask("POST", address, fields)
            self.answered.append(time.perf_counter() - began)
            if status != 200:
                raise RuntimeError(f"A change was answered with {status}.")
            self.sent += 1
            await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
        asking.close()

    async def _listen(self, path, pk, member, session):
        stream, fetching = (Connection(self._port, session) for _ in range(2))
        await fetching.ask("GET", path)
        since = time.time_ns() // 1_000_000 - 1_000
        workspace = path.split("/snapshots/")[0]
        events = f"{workspace}/events/?channel=snapshot:{pk}&since={since}"
        async for line in stream.listen(events):
            if not line.startswith(b"data: {") or b'"changed"' not in line:
                continue
            if json.loads(line[6:])["by"] != member:
                heard_at = time.perf_counter()
                _, _, body = await fetching.ask("GET", path)
                self._note_seen(body.decode(), heard_at)

    def _note_seen(self, body, heard_at):
        for tag in [tag for tag in self._began if tag in body]:
            began = self._began.pop(tag)
            self.told.append(heard_at - began)
            self.shown.append(time.perf_counter() - began)


def edit_over_a_bad_line(port, page):
    """Two on one page, a thousand changes, every fifth request or answer lost."""
    path, snapshot, people = page
    rng, watcher = random.Random(4), Watcher(snapshot)
    clients = [
        PageClient(asking(port, session), path, watcher, rng) for _, session in people
    ]
    ours, theirs = edit_together(clients, CHANGES, rng)
    for how, part, request in watcher.lost:
        print(f"{part}: {how} by {request}")
    return {
        "requests_over_a_bad_line": sum(client.asked for client in clients),
        "changes_of_the_page": watcher.changes,
        "changes_given_up_by_choice": sum(client.given_up for client in clients),
        "changes_lost_in_silence": len(watcher.lost),
        "pages_differ": int(words_seen(ours) != words_seen(theirs)),
    }


def asking(port, session):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    head = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "HX-Request": "true",
        "X-CSRFToken": TOKEN,
    }

    def ask(method, path, fields):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, path, urlencode(fields or {}), {**head, **form})
        answer = line.getresponse()
        return answer.status, answer.read().decode()

    return ask

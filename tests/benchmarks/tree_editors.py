"""Twenty people on one tree: each listens, fetches what has changed, and moves nodes now and then,
as static/js/tree/sync.js does. Times are seconds from sending a move to the others' screens."""

import asyncio
import json
import random
import time
import uuid
from contextlib import suppress

from tests.benchmarks.room_clients import Connection

GATHER_FOR = 0.12


class Line(Connection):
    """A connection of the tree's scripts, which are answered in JSON."""

    def request(self, method, path, fields=None):
        written = super().request(method, path, fields)
        return written.replace(b"\r\n", b"\r\nAccept: application/json\r\n", 1)

    async def move(self, tree, node, parent):
        fields = {"parent": parent, "after": "", "client_id": str(uuid.uuid4())}
        path = f"{tree.url}opportunities/{node}/position/"
        began = time.perf_counter()
        status, _, body = await self.ask("POST", path, fields)
        if status != 200:
            raise RuntimeError(f"A move was answered with {status}: {body[:200]}")
        return began, time.perf_counter(), json.loads(body)["revision"]


class Editors:
    def __init__(self, port, tree, leaves, parents, pause):
        self._port, self._tree, self._pause = port, tree, pause
        self._leaves, self._parents = leaves, parents
        self._began, self._arrived = {}, []
        self.answered = []

    @property
    def shown(self):
        """How long each move took to each screen of another."""
        return [
            at - self._began[revision][0]
            for revision, at, member in self._arrived
            if revision in self._began and self._began[revision][1] != member
        ]

    @property
    def missing(self):
        others = len(self._tree.people) - 1
        return len(self._began) * others - len(self.shown)

    async def move_and_listen(self, seconds):
        people = self._tree.people
        listening = [asyncio.create_task(self._listen(*each)) for each in people]
        begins = time.monotonic() + 8
        moving = (self._move(*each, begins, begins + seconds) for each in people)
        await asyncio.gather(*moving)
        await asyncio.sleep(3)
        for task in listening:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _move(self, member, session, begins, until):
        line = Line(self._port, session)
        await asyncio.sleep(begins - time.monotonic())
        await asyncio.sleep(random.uniform(0, self._pause))
        while time.monotonic() < until:
            node, parent = random.choice(self._leaves), random.choice(self._parents)
            began, ended, revision = await line.move(self._tree, node, parent)
            self._began[revision] = (began, member)
            self.answered.append(ended - began)
            await asyncio.sleep(random.uniform(0.5, 1.5) * self._pause)
        line.close()

    async def _listen(self, member, session):
        stream, fetching = (Line(self._port, session) for _ in range(2))
        await asyncio.sleep(random.uniform(0, 5))
        _, _, body = await fetching.ask("GET", f"{self._tree.url}changes/?since=0")
        known = json.loads(body)["revision"]
        since = time.time_ns() // 1_000_000 - 1_000
        base = self._tree.url.split("/tree/")[0]
        channel = f"tree:{self._tree.outcome.pk}"
        quiet_at = 0
        events = stream.listen(f"{base}/events/?channel={channel}&since={since}")
        async for written in events:
            if not written.startswith(b"data: {") or b'"changed"' not in written:
                continue
            if json.loads(written[6:])["revision"] <= known:
                continue
            # The first of several is fetched at once, the others together a moment later.
            await asyncio.sleep(max(quiet_at - time.monotonic(), 0))
            quiet_at = time.monotonic() + GATHER_FOR
            path = f"{self._tree.url}changes/?since={known}"
            _, _, body = await fetching.ask("GET", path)
            newest, now = json.loads(body)["revision"], time.perf_counter()
            self._arrived += [
                (each, now, member) for each in range(known + 1, newest + 1)
            ]
            known = newest

"""People in rooms, as plain sockets: each listens to the room's events, writes notes now and then,
and fetches the line of each note that it hears of, as the browser does."""

import asyncio
import json
import random
import re
import time
import uuid
from contextlib import suppress
from urllib.parse import urlencode

TOKEN = "t" * 32
TAG = re.compile(rb"note-tag-([0-9a-f]{32})")
ALONE = 150
ARRIVE_WITHIN = 10  # seconds, in which everybody comes in


class Connection:
    """One connection that is kept open, with one request on it at a time."""

    def __init__(self, port, session):
        self._port = port
        self._cookie = f"sessionid={session}; csrftoken={TOKEN}"
        self._turn = asyncio.Lock()
        self._streams = None

    async def ask(self, method, path, fields=None):
        """The status, the headers and the body of an answer."""
        async with self._turn:
            reader, writer = await self._open()
            writer.write(self.request(method, path, fields))
            return await _read_answer(reader)

    async def listen(self, path):
        """The lines of an event stream, for ever."""
        reader, writer = await self._open()
        writer.write(self.request("GET", path))
        while line := await reader.readline():
            yield line

    async def _open(self):
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        return self._streams

    def request(self, method, path, fields=None):
        body = urlencode(fields or {}).encode()
        head = [
            f"{method} {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Cookie: {self._cookie}",
            "HX-Request: true",
            f"X-CSRFToken: {TOKEN}",
        ]
        if method == "POST":
            head.append("Content-Type: application/x-www-form-urlencoded")
            head.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*head, "", ""]).encode() + body

    def close(self):
        if self._streams:
            self._streams[1].close()


async def _read_answer(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in head[1:] if line)
    headers = {name.lower(): value for name, _, value in pairs}
    status = int(head[0].split()[1])
    if "content-length" in headers:
        return status, headers, await reader.readexactly(int(headers["content-length"]))
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return status, headers, body


def note_fields(tag):
    text = f"On Monday the delivery did not come, so she called. note-tag-{tag}"
    return {"kind": "quote", "text": text, "client_id": str(uuid.uuid4()), "second": 60}


async def measure_alone(port, rooms):
    """One person in an empty house: what a note costs, what reading one and what nothing costs."""
    room = rooms[0]
    connection = Connection(port, room.people[0][1])
    notes = f"/w/{room.slug}/interviews/{room.interview}/notes/"
    times = {"request_alone": [], "note_server_time": [], "line_server_time": []}
    for number in range(ALONE + 20):
        _, _, _ = await _timed(times["request_alone"], connection, "GET", "/healthz")
        fields = note_fields(uuid.uuid4().hex)
        status, headers, body = await _timed(
            times["note_server_time"], connection, "POST", notes, fields
        )
        if status != 201:
            raise RuntimeError(f"A note was answered with {status}: {body[:300]}")
        line = f"{notes}{headers['note-id']}/"
        await _timed(times["line_server_time"], connection, "GET", line)
        if number == 20:
            # Until here every process has warmed up.
            for each in times.values():
                each.clear()
    connection.close()
    return times


async def _timed(times, connection, *request):
    started = time.perf_counter()
    answer = await connection.ask(*request)
    times.append(time.perf_counter() - started)
    return answer


class Rooms:
    """Everybody at once. ``told`` and ``shown`` are seconds from sending to the others' screens."""

    def __init__(self, port, rooms, pause):
        self._port, self._rooms, self._pause = port, rooms, pause
        self._began, self._due = {}, {}
        self._told_at = {}
        self.answered, self.told, self.shown = [], [], []
        self.sent = 0

    @property
    def missing(self):
        """How many screens have not shown a note that the server had taken."""
        return sum(self._due.values())

    async def listen_and_write(self, seconds):
        people = [(room, *person) for room in self._rooms for person in room.people]
        listening = [asyncio.create_task(self._listen(*each)) for each in people]
        begins = time.monotonic() + ARRIVE_WITHIN + 4
        writing = (self._write(*each, begins, begins + seconds) for each in people)
        await asyncio.gather(*writing)
        await asyncio.sleep(3)
        for task in listening:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _write(self, room, member, session, begins, until):
        connection = Connection(self._port, session)
        path = f"/w/{room.slug}/interviews/{room.interview}/notes/"
        await self._arrive(connection, path)
        await asyncio.sleep(begins - time.monotonic())
        await asyncio.sleep(random.uniform(0, self._pause))
        while time.monotonic() < until:
            tag = uuid.uuid4().hex
            self._began[tag] = time.perf_counter()
            self._due[tag] = len(room.people) - 1
            status, _, _ = await connection.ask("POST", path, note_fields(tag))
            self.answered.append(time.perf_counter() - self._began[tag])
            if status != 201:
                raise RuntimeError(f"A note was answered with {status}.")
            self.sent += 1
            await asyncio.sleep(random.uniform(0.5, 1.5) * self._pause)
        connection.close()

    async def _listen(self, room, member, session):
        stream, fetching = (Connection(self._port, session) for _ in range(2))
        notes = f"/w/{room.slug}/interviews/{room.interview}/notes/"
        await self._arrive(fetching, notes)
        since = time.time_ns() // 1_000_000 - 1_000
        channel = f"interview:{room.interview}"
        path = f"/w/{room.slug}/events/?channel={channel}&since={since}"
        tasks = set()
        async for line in stream.listen(path):
            if not line.startswith(b"data: {") or b'"note"' not in line:
                continue
            told = json.loads(line[6:])
            if told["by"] == member:
                # The answer has brought it already.
                continue
            task = asyncio.create_task(self._fetch(room, fetching, told["id"]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async def _arrive(self, connection, path):
        """Look at the notes once: the first request of a session in a process writes it down."""
        await asyncio.sleep(random.uniform(0, ARRIVE_WITHIN))
        await connection.ask("GET", path)

    async def _fetch(self, room, connection, pk):
        heard_at = time.perf_counter()
        path = f"/w/{room.slug}/interviews/{room.interview}/notes/{pk}/"
        _, _, body = await connection.ask("GET", path)
        found = TAG.search(body)
        tag = found and found[1].decode()
        # Not those that were written before everybody came.
        if tag in self._began:
            self.told.append(heard_at - self._began[tag])
            self.shown.append(time.perf_counter() - self._began[tag])
            self._due[tag] -= 1

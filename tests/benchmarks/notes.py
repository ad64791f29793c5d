"""A note from one screen to the others: fifty rooms of four at once; and 20,000 keystrokes.

The web server runs as in production (granian, two processes). Two hundred people hold an event
stream open and write a note every twelve seconds each; a note has arrived when another of the
room has been told of it and has fetched its line. What the same request costs without us, and what
an event takes without a note, is measured in the same run. ``KEYSTROKES=0`` leaves the typing out.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from tests.benchmarks.figures import Figure
from tests.benchmarks.room_clients import Rooms, measure_alone
from tests.benchmarks.room_seed import fill_rooms
from tests.benchmarks.typing import type_through_trouble
from tests.loop.stack import ROOT, free_port

ROOMS, PEOPLE = 50, 4
SECONDS_BETWEEN_NOTES = 12
SECONDS = int(os.environ.get("SECONDS", "60"))
KEYSTROKES = int(os.environ.get("KEYSTROKES", "20000"))
PROCESSES = 2


def run():
    rooms = fill_rooms(ROOMS, PEOPLE)
    connection.close()
    with web_server() as port:
        alone = asyncio.run(measure_alone(port, rooms))
        for name, times in alone.items():
            yield from spread(name, times)
        heard = Rooms(port, rooms, SECONDS_BETWEEN_NOTES)
        asyncio.run(heard.listen_and_write(SECONDS))
        yield Figure("notes_sent", heard.sent, "notes")
        yield Figure("notes_a_second", heard.sent / SECONDS, "notes/s")
        yield Figure("notes_that_did_not_arrive", heard.missing, "notes")
        yield from spread("note_answered", heard.answered)
        yield from spread("note_told", heard.told)
        yield from spread("note_on_other_screens", heard.shown)
        if KEYSTROKES:
            for name, value in type_through_trouble(port, rooms[0], KEYSTROKES).items():
                yield Figure(f"typing_{name}", value, "")


def spread(name, seconds):
    """The median, and what 95 and 99 of a hundred stay below, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100)
    for label, cut in (("p50", 50), ("p95", 95), ("p99", 99)):
        yield Figure(f"{name}_{label}", cuts[cut - 1] * 1000, "ms")


@contextmanager
def web_server(port=None):
    """The web server of the container image, on this port or one of its own."""
    port = port or free_port()
    command = [sys.executable, "-m", "granian", "--interface=asgi", "--loop=uvloop"]
    command += ["--host=127.0.0.1", f"--port={port}", f"--workers={PROCESSES}"]
    command += ["--no-ws", "--backlog=8192", "--backpressure=20000"]
    command += ["--workers-kill-timeout=5", "--log-level=warning"]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "SITE_URL": address,
        "SECRET_KEY": settings.SECRET_KEY,
        "LOCAL_MODE": "1",
    }
    process = subprocess.Popen(
        [*command, "discovery.asgi:application"], cwd=ROOT, env=environment
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The web server did not start.")

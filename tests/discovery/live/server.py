"""The real web server on the test database, for tests of what only it can do."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


class WebServer:
    """granian with our ASGI front, as in production, with one worker."""

    def __init__(self, **variables):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        database = connection.settings_dict
        where = f"host={quote(str(database['HOST']))}" if database["HOST"] else ""
        url = f"postgres://{database['USER']}@/{database['NAME']}?{where}"
        self.env = {**os.environ, "DATABASE_URL": url, "DEBUG": "1", **variables}
        self.process = None
        self._connections, self.answers = [], []

    def start(self):
        command = [sys.executable, "-m", "granian", "--interface=asgi", "--no-ws"]
        command += [f"--port={self.port}", "--workers-kill-timeout=3"]
        self.process = subprocess.Popen(
            [*command, "discovery.asgi:application"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 30
        while self._status("/healthz") != 200:
            assert time.monotonic() < until
            time.sleep(0.1)

    def stop(self):
        """Ask it to end and return the seconds it took."""
        started_at = time.monotonic()
        self.process.terminate()
        self.process.wait(20)
        seconds = time.monotonic() - started_at
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for opened in [*self.answers, *self._connections]:
            opened.close()
        return seconds

    def request(self, method, path, body=None, headers=None):
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        self._connections.append(client)
        client.request(method, path, body, headers or {})
        self.answers.append(client.getresponse())
        return self.answers[-1]

    def _status(self, path):
        try:
            return self.request("GET", path).status
        except OSError:
            return None


class EventStream:
    """An open event stream, read line by line."""

    def __init__(self, server, path, session, last_event_id=None):
        headers = {"Cookie": f"sessionid={session}", "Accept": "text/event-stream"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        self.response = server.request("GET", path, headers=headers)

    def next_event(self, patience=40):
        """The next event as a dict of its fields; empty at the end of the stream."""
        event = {}
        until = time.monotonic() + patience
        while line := self.response.readline().decode():
            if line == "\n" and event:
                return event
            # Pings keep the connection alive for ever.
            assert time.monotonic() < until, "no event, only pings"
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                event[name] = value
        return event

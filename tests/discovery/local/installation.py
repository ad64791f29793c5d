"""A real ``python -m discovery.local start`` in a folder of its own, for tests to maltreat."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

from discovery.local.place import Place
from discovery.local.processes import leftovers
from tests.patience import crowding

ROOT = Path(__file__).resolve().parents[3]
# What a developer's shell may hold and a bare machine does not.
NOT_INHERITED = {
    *("DATABASE_URL", "REDIS_URL", "DEBUG", "LOCAL_MODE", "SECRET_KEY", "SITE_URL"),
    *(
        "EMAIL_HOST",
        "EMAIL_PORT",
        "MEDIA_ROOT",
        "TEST_DATABASE_NAME",
        "SECRET_KEY_FILE",
    ),
}


@contextmanager
def open_folder():
    """A folder that, as root, the database's user can walk into; pytest's own are closed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


class Installation:
    """One place, its process, and what it printed."""

    def __init__(self, folder):
        self.place = Place(folder)
        self.log = Path(folder).parent / "start.log"
        self.process = None

    def start(self, *options, **variables):
        """Start and wait until it says that all is healthy; return the seconds it took."""
        env = _bare_environment() | variables
        command = [sys.executable, "-m", "discovery.local", "start", "--no-demo"]
        command += ["--offline", f"--data={self.place.folder}", *options]
        started_at = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT
            )
        while "Ctrl-C stops it." not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() - started_at < 240 * crowding(), self.output
            time.sleep(0.05)
        return time.monotonic() - started_at

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def output(self):
        return self.log.read_text()

    @property
    def address(self):
        return self._runtime["address"]

    @property
    def _runtime(self):
        return json.loads(self.place.runtime_file.read_text())

    def query(self, statement):
        """Run a statement on the installation's own database; return its rows, if it has any."""
        with psycopg.connect(
            self._runtime["environment"]["DATABASE_URL"]
        ) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def ready(self):
        status, text = self.get("/readyz")
        return status, json.loads(text)

    def get(self, path):
        connection = http.client.HTTPConnection(self.address.split("//")[1], timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def manage(self, *arguments):
        """Run bin/manage's program and return what it printed."""
        command = [sys.executable, "-m", "discovery.local", "manage"]
        command += [f"--data={self.place.folder}", *arguments]
        answer = subprocess.run(
            command, cwd=ROOT, env=_bare_environment(), capture_output=True, text=True
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.strip()

    def stop(self, number=signal.SIGTERM):
        """Ask it to end and return the seconds it took."""
        started_at = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(60)
        return time.monotonic() - started_at

    def processes(self):
        return leftovers(self.place)

    def clean_up(self):
        if self.is_running:
            self.stop(signal.SIGKILL)
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)


def _bare_environment():
    return {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}

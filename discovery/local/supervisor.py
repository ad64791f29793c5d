"""One command's worth of Earshot: every process of it, started, watched and stopped."""

import hashlib
import http.client
import os
import signal
import socket
import sys
import time

from discovery.home.demo.logins import DEMO_LOGINS, DEMO_PASSWORD
from discovery.local.console import step, tail, tell
from discovery.local.place import MARK, PlaceError
from discovery.local.processes import Child
from discovery.local.services import (
    ROOT,
    Services,
    inherited_environment,
    manage,
)

LONGEST_START = 120
SECONDS_TO_STOP = 6
HOST = "127.0.0.1"


class Stopped(BaseException):
    """Somebody asked us to stop."""


class Supervisor:
    """Starts everything in one place, and keeps it running until it is told to stop."""

    def __init__(self, place, *, port=None, with_demo=True):
        self.place = place
        self.services = Services(place)
        self.with_demo = with_demo
        self.port = port
        self.children = []
        self.command = None

    def run(self):
        started_at = time.monotonic()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        try:
            self._start()
            self._say_where(time.monotonic() - started_at)
            self._look_after()
        except Stopped:
            pass
        finally:
            self._stop()

    def _start(self):
        with step("Starting PostgreSQL and Valkey"):
            self.services.start()
            self.services.wait_until_ready()
        self._find_port()
        self._prepare_database()
        with step("Starting web server, worker and mail catcher"):
            for child in self.children:
                child.start()
            self._wait_until_healthy()

    def _find_port(self):
        port = self.port or _free_port(8000)
        if not _is_free(port):
            raise PlaceError(f"Port {port} is taken; choose another with --port.")
        address = os.environ.get("SITE_URL") or f"http://localhost:{port}"
        found = {**self.services.environment(), "SITE_URL": address}
        mail_port = _free_port(8025)
        if "EMAIL_HOST" not in os.environ:
            found |= {"EMAIL_HOST": HOST, "EMAIL_PORT": str(mail_port)}
        self.port, self.address = port, address
        self.place.write_runtime({"address": address, "environment": found})
        self.env = {**inherited_environment(), **found, MARK: str(self.place.folder)}
        self.children = [self._catcher(mail_port), self._web(), self._worker()]

    def _child(self, name, command, log):
        return Child(name, command, env=self.env, log=self.place.logs / f"{log}.log")

    def _catcher(self, port):
        module = ROOT / "discovery" / "local" / "catcher.py"
        options = [f"--port={port}", f"--folder={self.place.mails}"]
        return self._child(
            "Mail catcher", [sys.executable, "-P", module, *options], "catcher"
        )

    def _web(self):
        workers = os.environ.get("WEB_WORKERS", "2")
        options = [f"--host={HOST}", f"--port={self.port}", f"--workers={workers}"]
        options += [
            "--interface=asgi",
            "--loop=uvloop",
            "--no-ws",
            "--log-level=warning",
        ]
        # More than the open event streams of a worker; without the timeout they would
        # hold up the end (stack.md section 3).
        options += [
            "--backlog=8192",
            "--backpressure=20000",
            "--workers-kill-timeout=3",
        ]
        command = [sys.executable, "-m", "granian", *options]
        return self._child(
            "Web server", [*command, "discovery.asgi:application"], "web"
        )

    def _worker(self):
        schedule = self.place.folder / "beat"
        schedule.mkdir(exist_ok=True)
        options = ["--beat", f"--schedule={schedule / 'schedule'}", "--concurrency=2"]
        options += ["--without-gossip", "--without-mingle", "--loglevel=WARNING"]
        command = [sys.executable, "-m", "celery", "--app=discovery.celery", "worker"]
        return self._child("Worker", [*command, *options], "worker")

    def _prepare_database(self):
        """Migrate when the migrations have changed, and load the demo the first time."""
        stamp = self.place.folder / "migrated"
        wanted = _fingerprint_of_migrations()
        is_known = stamp.exists() and stamp.read_text() == wanted
        if not (is_known and self.services.postgres):
            with step("Migrating the database"):
                self._run_to_end("migrate", "--no-input")
            stamp.write_text(wanted)
        if self.with_demo and not self._demo_note.exists():
            with step("Loading the demo workspace"):
                self._load_demo()

    @property
    def _demo_note(self):
        return self.place.folder / "demo-loaded"

    def _load_demo(self):
        try:
            self._run_to_end("demo")
        except PlaceError as error:
            # Killed between the demo and our note of it; or an empty Earshot, which is still
            # one, and the next start tries again.
            if "there already" not in str(error):
                tell(str(error))
                return
        self._demo_note.touch()

    def _run_to_end(self, *arguments):
        """Run a management command and return what it printed."""
        name = arguments[0]
        child = self._child(name, manage(*arguments), name)
        child.log.unlink(missing_ok=True)
        self.command = child
        child.start()
        while child.is_running:
            time.sleep(0.02)
        if child.process.returncode:
            raise PlaceError(f"manage.py {name} failed:\n{tail(child.log)}")
        return child.log.read_text(errors="replace")

    def _wait_until_healthy(self):
        until = time.monotonic() + LONGEST_START
        while (missing := _what_is_missing(self.port)) and time.monotonic() < until:
            for child in self._all_children:
                child.look_after(tell)
            time.sleep(0.05)
        if missing:
            raise PlaceError(f"Not healthy after {LONGEST_START} s: {missing}")

    @property
    def _all_children(self):
        return [*(service.child for service in self.services.own), *self.children]

    def _say_where(self, seconds):
        tell(f"\nEarshot is running, {seconds:.1f} s after the start.\n")
        tell(f"  Open      {self.address}/")
        tell(f"  Mails     {self.address}/local/mail/")
        tell(f"  Logs      {self.place.logs}\n")
        if self._demo_note.exists():
            _say_logins()
        else:
            self._say_setup_link()
        tell("Ctrl-C stops it.")

    def _say_setup_link(self):
        try:
            tell(self._run_to_end("setup_link"))
        except PlaceError as error:
            tell(str(error))

    def _look_after(self):
        while True:
            for child in self._all_children:
                child.look_after(tell)
            time.sleep(0.3)

    def _stop(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        started_at = time.monotonic()
        children = [*self.children, self.command] if self.command else self.children
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop(SECONDS_TO_STOP - (time.monotonic() - started_at))
        self.services.stop(seconds=3)
        self.place.runtime_file.unlink(missing_ok=True)
        tell(f"Stopped in {time.monotonic() - started_at:.1f} s.")


def _say_logins():
    tell("Sign in to the demo as one of these:\n")
    for email, who in DEMO_LOGINS:
        tell(f"  {email:<22} {who}")
    tell(f"\nEverybody's password is {DEMO_PASSWORD}\n")


def _stop(number, frame):
    raise Stopped


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port(first):
    return next(port for port in range(first, first + 1000) if _is_free(port))


def _fingerprint_of_migrations():
    """Changes whenever a migration, ours or a library's, may have been added or changed."""
    fingerprint = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for pattern in ("*/migrations/*.py", "discovery/*/migrations/*.py"):
        for path in sorted(ROOT.glob(pattern)):
            fingerprint.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return fingerprint.hexdigest()


def _what_is_missing(port):
    """What /readyz says is not ready yet; nothing when all is."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        answer = connection.getresponse()
        return "" if answer.status == 200 else answer.read(500).decode()
    except (OSError, http.client.HTTPException) as error:
        return f"web server: {error}"
    finally:
        connection.close()

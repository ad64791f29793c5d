"""The children of the supervisor: they die with it, and come back when they die alone."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from discovery.local.place import MARK
from discovery.local.users import options_for

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 5 * 1024 * 1024
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30
SECONDS_OF_GOOD_HEALTH = 60

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Child:
    """One process in a session of its own.

    ``stop_signal`` asks it to end, and is also what the kernel sends it when we are killed;
    its whole group is killed afterwards, since a killed parent leaves its own children behind.
    """

    def __init__(
        self, name, command, *, env, log, user=None, stop_signal=signal.SIGTERM
    ):
        self.name = name
        self.command = [str(part) for part in command]
        self.env = env
        self.log = Path(log)
        self.user = user
        self.stop_signal = stop_signal
        self.process = None
        self._started_at = 0.0
        self._pause = FIRST_PAUSE
        self._start_again_at = None

    def start(self):
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=self._die_with_parent,
                **options_for(self.user),
            )
        self._started_at = time.monotonic()
        self._start_again_at = None

    def _die_with_parent(self):
        """In the child, after its user is set: setting the user would clear this again."""
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if _libc:
            _libc.prctl(PR_SET_PDEATHSIG, int(self.stop_signal))

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def look_after(self, tell):
        """Start the process again if it has ended, the later the more often it ends."""
        if self.is_running:
            return
        if self._start_again_at is None:
            self._kill_group()
            if time.monotonic() - self._started_at > SECONDS_OF_GOOD_HEALTH:
                self._pause = FIRST_PAUSE
            self._start_again_at = time.monotonic() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            tell(f"{self.name} ended ({self._how_it_ended()}), see {self.log}")
        elif time.monotonic() >= self._start_again_at:
            self.start()
            tell(f"{self.name} started again")

    def _how_it_ended(self):
        code = self.process.returncode
        return f"killed by signal {-code}" if code < 0 else f"exit code {code}"

    def ask_to_stop(self):
        if self.is_running:
            self.process.send_signal(self.stop_signal)

    def stop(self, seconds):
        """Wait for it to end, then kill whatever is left of its group."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._kill_group()

    def _kill_group(self):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def leftovers(place):
    """The processes of this place that an earlier run left behind.

    They are known by the variable that each child gets, never by a number in a file: after a
    restart of the machine the number may be somebody else's.
    """
    mark = f"{MARK}={place.folder}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = mark in (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if is_ours and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def clear_leftovers(place, seconds=10):
    """Give what is left of an earlier run time to end by itself, then end it."""
    asked = False
    until = time.monotonic() + seconds
    while pids := leftovers(place):
        if time.monotonic() > until:
            _signal_all(pids, signal.SIGKILL)
        elif not asked:
            # SIGINT: for PostgreSQL the fast and clean way to end.
            _signal_all(pids, signal.SIGINT)
            asked = True
        time.sleep(0.05)


def _signal_all(pids, number):
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)

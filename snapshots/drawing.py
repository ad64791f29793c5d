"""The process that draws, as the others see it: one question, one answer, never a wait without end."""

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from tempfile import gettempdir

from django.conf import settings

SECONDS = 30
# A process is replaced after so many pages, lest a leak of a library grow.
MOST_PAGES = 200
# Isolated from whatever the environment says, it has to be told where we are.
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from snapshots.pdf_process.main import main; main()"
)


class PdfFailed(Exception):
    """Nothing was made; ``failure`` is one of ``Rendering.Failure``."""

    def __init__(self, failure, detail=""):
        super().__init__(f"{failure}: {detail}")
        self.failure = failure


class DrawingProcess:
    """A warm child process, one for each worker process, started when first needed."""

    def __init__(self):
        self._lock = threading.Lock()
        self._child = None
        self._pages = 0

    def ask(self, request, *, continues=False):
        """Send a request and return the answer and what was made, or raise ``PdfFailed``.

        One that ``continues`` needs what the same process has kept of those before.
        """
        words = json.dumps(request).encode()
        with self._lock:
            try:
                answer, made = self._try(words, continues)
            except BrokenPipeError as error:
                # Killed, by the system or by a page before: once more, with a new process.
                if continues:
                    raise PdfFailed("broken", str(error)) from error
                answer, made = self._try_for_the_last_time(words)
        if failure := answer.get("failure"):
            raise PdfFailed(failure, answer.get("detail", ""))
        return answer, made

    def _try_for_the_last_time(self, words):
        try:
            return self._try(words, continues=False)
        except BrokenPipeError as error:
            raise PdfFailed("broken", str(error)) from error

    def _try(self, words, continues):
        child = self._running(continues)
        self._pages += 1
        deadline = time.monotonic() + SECONDS
        try:
            _write(child.stdin, len(words).to_bytes(8, "big") + words, deadline)
            return self._read_answer(child, deadline)
        except TimeoutError as error:
            self.stop()
            raise PdfFailed("too_slow") from error
        except OSError as error:
            self.stop()
            raise BrokenPipeError(str(error)) from error

    def stop(self):
        if self._child:
            self._child.kill()
            self._child.wait()
            self._child.stdin.close()
            self._child.stdout.close()
            self._child = None

    def _running(self, continues):
        is_worn = self._pages >= MOST_PAGES and not continues
        if is_worn or (self._child and self._child.poll() is not None):
            self.stop()
        if self._child is None:
            self._pages = 0
            self._child = subprocess.Popen(  # noqa: S603 (nothing of it comes from outside)
                [sys.executable, "-I", "-c", PROGRAM, str(settings.BASE_DIR)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # No secret of ours: only where fontconfig may keep its cache.
                env={
                    "LC_ALL": "C.UTF-8",
                    "HOME": gettempdir(),
                    "PATH": "/usr/bin:/bin",
                    # fontTools writes the time into fonts that it changes.
                    "SOURCE_DATE_EPOCH": "1",
                },
                bufsize=0,
            )
            os.set_blocking(self._child.stdin.fileno(), False)
        return self._child

    def _read_answer(self, child, deadline):
        size = int.from_bytes(_read(child.stdout, 8, deadline), "big")
        answer = json.loads(_read(child.stdout, size, deadline))
        return answer, _read(child.stdout, answer["size"], deadline)


def _write(stream, words, deadline):
    """All of ``words`` before ``deadline``, or a TimeoutError: who does not read is hanging."""
    left = memoryview(words)
    while left:
        patience = deadline - time.monotonic()
        if patience <= 0 or not select.select([], [stream], [], patience)[1]:
            raise TimeoutError
        left = left[stream.write(left) or 0 :]


def _read(stream, size, deadline):
    """Exactly ``size`` bytes before ``deadline``, or a TimeoutError or EOFError."""
    parts = bytearray()
    while len(parts) < size:
        patience = deadline - time.monotonic()
        if patience <= 0 or not select.select([stream], [], [], patience)[0]:
            raise TimeoutError
        part = stream.read(size - len(parts))
        if not part:
            raise BrokenPipeError("The drawing process ended.")
        parts += part
    return bytes(parts)


drawing_process = DrawingProcess()
atexit.register(drawing_process.stop)

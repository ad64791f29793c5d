"""What turns a recording into text: an address like OpenAI's, or a program of this machine.

Both are named by the environment, and neither is there unless somebody has set it up. What
they answer is bounded in size and time, and read as data: segments of text with their times.
"""

import http.client
import json
import os
import resource
import secrets
import shlex
import shutil
import signal
import ssl
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from interviews.transcripts import TranscriptUnreadable, read_transcript

MOST_SECONDS = 4 * 3600
# An engine works in silence until it has it all.
PATIENCE = 3600
PATIENCE_FOR_REASONS = 10
LONGEST_ANSWER = 64 * 1024 * 1024
BLOCK = 256 * 1024
# Worth trying again later, as it may not be the recording's fault.
TRY_AGAIN = {408, 409, 425, 429, 500, 502, 503, 504}


class EngineFailed(Exception):
    """No text came; ``reason`` says why: large, busy, refused, answer, program or away."""

    def __init__(self, reason, may_try_again=False):
        super().__init__(reason)
        self.reason = reason
        self.may_try_again = may_try_again


class Address:
    """Speaks ``POST <url>/audio/transcriptions`` as OpenAI and its many likenesses do."""

    def __init__(self, url, key="", model="", timeout=PATIENCE):
        self._url, self._key, self._model = urlsplit(url), key, model
        self._timeout = timeout

    def transcribe(self, file, *, name, content_type, size):
        """Return segments; the file is sent as it is read, never held in memory."""
        head, tail = self._form(name, content_type)
        connection = self._connection()
        try:
            connection.putrequest("POST", f"{self._url.path}/audio/transcriptions")
            for header, value in self._headers(len(head) + size + len(tail)).items():
                connection.putheader(header, value)
            connection.connect()
            try:
                _send(connection, head, file, tail)
            except OSError as error:
                raise self._early(connection) from error
            return self._read(connection.getresponse())
        except (OSError, http.client.HTTPException) as error:
            raise EngineFailed("away", may_try_again=True) from error
        finally:
            connection.close()

    def _early(self, connection):
        """Why a service would hear no more: it may have said so before it hung up."""
        connection.sock.settimeout(PATIENCE_FOR_REASONS)
        self._read_status(connection.getresponse())
        # All is well, it says, and has not heard the end.
        return EngineFailed("away", may_try_again=True)

    def _connection(self):
        host, port = self._url.hostname, self._url.port
        if self._url.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(
                host, port, timeout=self._timeout, context=context
            )
        return http.client.HTTPConnection(host, port, timeout=self._timeout)

    def _headers(self, length):
        headers = {
            "Content-Type": f"multipart/form-data; boundary={self._boundary}",
            "Content-Length": str(length),
            "Accept": "application/json",
        }
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return headers

    def _form(self, name, content_type):
        """What stands before and after the file in a multipart form."""
        self._boundary = secrets.token_hex(16)
        fields = {
            "model": self._model,
            "response_format": "verbose_json",
            "timestamp_granularities[]": "segment",
        }
        head = "".join(
            f'--{self._boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in fields.items()
        )
        # The name is ours: what people call their files is nobody else's business.
        head += (
            f'--{self._boundary}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="{name}"\r\nContent-Type: {content_type}\r\n\r\n'
        )
        return head.encode(), f"\r\n--{self._boundary}--\r\n".encode()

    def _read(self, answer):
        self._read_status(answer)
        return read_json(_bounded(answer))

    def _read_status(self, answer):
        if answer.status == 413:
            raise EngineFailed("large")
        if answer.status in TRY_AGAIN:
            raise EngineFailed("busy", may_try_again=True)
        if answer.status != 200:
            # Also a redirect: the recording goes to the address that was set, and nowhere else.
            raise EngineFailed("refused")


def _send(connection, head, file, tail):
    connection.endheaders(head)
    while block := file.read(BLOCK):
        connection.send(block)
    connection.send(tail)


class Program:
    """Runs ``command FILE`` without a shell and reads JSON segments or WebVTT from its output."""

    def __init__(self, command, folder=None, timeout=MOST_SECONDS):
        self._command = shlex.split(command)
        # For what may be large; the usual place is memory in a container.
        self._folder = folder
        self._timeout = timeout

    def transcribe(self, file, *, name, content_type, size):
        """Return segments; where the file lies in a bucket, the program gets a copy."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            path = Path(str(file.name))
            if not (path.is_absolute() and path.is_file()):
                path = Path(folder) / name
                with open(path, "wb") as copy:
                    shutil.copyfileobj(file, copy, BLOCK)
            with tempfile.TemporaryFile(dir=folder) as output:
                self._run(path, folder, output)
                output.seek(0)
                return read_output(_bounded(output))

    def _run(self, path, folder, output):
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": os.environ.get("HOME", folder),
            "LANG": "C.UTF-8",
            "TMPDIR": folder,
        }
        try:
            process = subprocess.Popen(  # noqa: S603 - what the admin has set, without a shell
                [*self._command, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=environment,
                start_new_session=True,
                preexec_fn=_limit,
            )
        except OSError as error:
            raise EngineFailed("program") from error
        try:
            code = process.wait(self._timeout)
        except subprocess.TimeoutExpired as error:
            raise EngineFailed("program") from error
        finally:
            _end(process)
        if code:
            raise EngineFailed("program")


def _limit():
    """In the child: bounded processor time and files, no core dump, behind everything else."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = 16 * 1024**3
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    os.nice(10)


def _end(process):
    """End the program with everything that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _bounded(source):
    answer = source.read(LONGEST_ANSWER + 1)
    if len(answer) > LONGEST_ANSWER:
        raise EngineFailed("answer")
    return answer


def read_output(output):
    """The segments of what a program has written: WebVTT or JSON."""
    if output.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        try:
            said = read_transcript(output, "engine.vtt").said
        except TranscriptUnreadable as error:
            raise EngineFailed("answer") from error
        return [
            {
                "start_ms": words.starts_ms,
                "end_ms": words.ends_ms,
                "speaker": words.speaker,
                "text": words.text,
            }
            for words in said
        ]
    return read_json(output)


def read_json(answer):
    """The segments of an answer: ``{"segments": [{"start", "end", "text"}]}`` in seconds."""
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise EngineFailed("answer") from error
    segments = found.get("segments") if isinstance(found, dict) else found
    if segments is None and isinstance(found.get("text"), str):
        segments = [{"text": found["text"]}]
    if not isinstance(segments, list):
        raise EngineFailed("answer")
    read = [_segment(segment) for segment in segments]
    return [segment for segment in read if segment["text"]]


def _segment(segment):
    if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
        raise EngineFailed("answer")
    speaker = segment.get("speaker")
    return {
        "start_ms": _milliseconds(segment.get("start")),
        "end_ms": _milliseconds(segment.get("end")),
        "speaker": speaker[:120] if isinstance(speaker, str) else "",
        "text": segment["text"].strip(),
    }


def _milliseconds(seconds):
    is_time = isinstance(seconds, int | float) and 0 <= seconds < 1e7
    return int(seconds * 1000) if is_time else None

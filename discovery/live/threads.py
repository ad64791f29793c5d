"""Django's WSGI handler behind an ASGI server, in a small pool of threads.

Measured (stack.md section 3): a page costs the same as under a WSGI server, while Django's own
ASGI handler costs half as much again. Bodies are read and files are written by the event
loop, so that a slow client holds no thread.
"""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from tempfile import SpooledTemporaryFile

LARGEST_BODY = 64 * 1024 * 1024
LARGEST_BODY_IN_MEMORY = 512 * 1024
FILE_CHUNK = 256 * 1024


class BodyCut(Exception):
    """The connection broke before the whole body had come."""


class FileAnswer:
    """Stands for ``wsgi.file_wrapper``: a file that the event loop will read and send."""

    def __init__(self, file, block_size=FILE_CHUNK):
        self.file = file


class Threads:
    """Answers HTTP requests with a WSGI application, at most ``count`` at a time."""

    def __init__(self, application, count):
        self._application = application
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="web")

    async def run(self, function, *args):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, partial(function, *args))

    async def __call__(self, scope, receive, send):
        try:
            # What says that it will be too large is refused before it is sent.
            is_huge = _announced(scope) > LARGEST_BODY
            body = None if is_huge else await _read_body(receive)
        except BodyCut:
            # Half a form is none, and nobody waits for an answer any more.
            return
        if body is None:
            await _send_plain(send, "413 Content Too Large", [], b"Too large.")
            return
        with body:
            loop = asyncio.get_running_loop()
            answer = Answer(partial(_send_from_thread, loop, send))
            await self.run(answer.ask, self._application, _environ(scope, body))
        if answer.file:
            await self._send_file(send, answer)
        elif not answer.has_streamed:
            await _send_plain(send, answer.status, answer.headers, answer.body)

    async def _send_file(self, send, answer):
        try:
            await send(_start(answer.status, answer.headers))
            while chunk := await asyncio.to_thread(answer.file.read, FILE_CHUNK):
                await send(_part(chunk, more=True))
            await send(_part(b""))
        finally:
            await self.run(answer.file.close)


class Answer:
    """What the WSGI application returned: a body, a file, or parts that were streamed."""

    def __init__(self, send_from_thread):
        self._send = send_from_thread
        self.status = ""
        self.headers = []
        self.body = b""
        self.file = None
        self.has_streamed = False

    def ask(self, application, environ):
        result = application(environ, self._start_response)
        if isinstance(result, FileAnswer):
            self.file = result.file
            return
        try:
            if getattr(result, "streaming", False):
                self._stream(result)
            else:
                self.body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()

    def _start_response(self, status, headers, exc_info=None):
        self.status, self.headers = status, headers

    def _stream(self, parts):
        self.has_streamed = True
        self._send(_start(self.status, self.headers))
        for part in parts:
            self._send(_part(part, more=True))
        self._send(_part(b""))


def _environ(scope, body):
    """The WSGI environment of an ASGI request (PEP 3333: text is bytes seen as Latin-1)."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileAnswer,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            # It would pass for the header with hyphens, which a proxy has vouched for.
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        value = raw_value.decode("latin-1")
        if name not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            name = f"HTTP_{name}"
        if name in environ:
            value = ("; " if name == "HTTP_COOKIE" else ",").join(
                [environ[name], value]
            )
        environ[name] = value
    if scope["method"] not in ("GET", "HEAD"):
        environ["CONTENT_LENGTH"] = str(body.seek(0, 2))
        body.seek(0)
    return environ


def _announced(scope):
    """The length of the body as its sender says; 0 if it does not."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() and len(length) < 19 else 0


async def _read_body(receive):
    """The whole body in memory or in a temporary file, or ``None`` if it is too large.

    Raises ``BodyCut`` if it ends before its end.
    """
    body = SpooledTemporaryFile(LARGEST_BODY_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    size, is_complete = 0, False
    while not is_complete:
        message = await receive()
        if message["type"] == "http.disconnect":
            body.close()
            raise BodyCut
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_BODY:
            body.close()
            return None
        body.write(part)
        is_complete = not message.get("more_body")
    body.seek(0)
    return body


def _send_from_thread(loop, send, message):
    # The server's ``send`` may return any awaitable; only a coroutine can cross threads.
    async def pass_on():
        await send(message)

    asyncio.run_coroutine_threadsafe(pass_on(), loop).result()


async def _send_plain(send, status, headers, body):
    await send(_start(status, headers))
    await send(_part(body))


def _start(status, headers):
    return {
        "type": "http.response.start",
        "status": int(status.split()[0]),
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in headers
        ],
    }


def _part(body, more=False):
    return {"type": "http.response.body", "body": body, "more_body": more}

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest

from discovery.live.threads import LARGEST_BODY, FileAnswer, Threads, _environ

SCOPE = {
    "method": "POST",
    "path": "/",
    "query_string": b"",
    "http_version": "1.1",
    "headers": [],
}


def ask(application, body=b""):
    """Send one POST through the threads and return the status and the body of the answer."""
    sent = []

    async def receive():
        nonlocal body
        part, body = body[:1_000_000], body[1_000_000:]
        return {"type": "http.request", "body": part, "more_body": bool(body)}

    async def send(message):
        sent.append(message)

    in_a_loop_of_its_own(Threads(application, 2)(SCOPE, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


def test_a_body_that_is_cut_in_half_reaches_nobody():
    asked, sent = [], []
    messages = [
        {"type": "http.request", "body": b"text=half", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    def application(environ, start_response):
        asked.append(environ)
        return digest(environ, start_response)

    in_a_loop_of_its_own(Threads(application, 1)(SCOPE, receive, send))

    assert (asked, sent) == ([], [])


def in_a_loop_of_its_own(coroutine):
    """Run it in another thread: in this one a browser test's loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()


def digest(environ, start_response):
    start_response("201 Created", [("Content-Type", "text/plain")])
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    return [hashlib.sha256(body).hexdigest().encode()]


def test_a_large_body_arrives_whole():
    body = bytes(range(256)) * 20_000

    assert ask(digest, body) == (201, hashlib.sha256(body).hexdigest().encode())


def test_a_huge_body_is_refused():
    assert ask(digest, bytes(LARGEST_BODY + 1))[0] == 413


def test_a_huge_body_is_refused_before_it_is_sent():
    headers = [(b"content-length", str(LARGEST_BODY + 1).encode())]
    sent = []

    async def receive():
        raise AssertionError("it was waited for")

    async def send(message):
        sent.append(message)

    scope = {**SCOPE, "headers": headers}
    in_a_loop_of_its_own(Threads(digest, 2)(scope, receive, send))

    assert sent[0]["status"] == 413


def test_a_streamed_answer_and_a_file_arrive_whole():
    class Stream:
        streaming = True

        def __iter__(self):
            return iter([b"one ", b"two"])

    def stream(environ, start_response):
        start_response("200 OK", [])
        return Stream()

    def file(environ, start_response):
        start_response("200 OK", [])
        return FileAnswer(BytesIO(b"x" * 600_000))

    assert ask(stream) == (200, b"one two")
    assert ask(file) == (200, b"x" * 600_000)


def test_an_application_that_fails_does_not_end_the_server():
    def fail(environ, start_response):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        ask(fail)


def test_a_header_with_an_underscore_is_dropped():
    scope = {
        "method": "GET",
        "path": "/Łódź",
        "query_string": b"",
        "http_version": "1.1",
        "headers": [
            (b"x_forwarded_proto", b"https"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
        ],
    }

    environ = _environ(scope, BytesIO())

    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/Łódź"

"""The endpoint of server-sent events, as an ASGI application."""

import asyncio
import json
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from discovery.live.hub import Connection, now_in_milliseconds
from discovery.numbers import read_number

PATH = re.compile(r"^/w/([-\w]+)/events/$")
MOST_CHANNELS = 20
SECONDS_BETWEEN_PINGS = 15
# A message about the membership asks at once; this catches what sends none, such as a
# session that was ended elsewhere.
SECONDS_BETWEEN_CHECKS = 60

AWAY = b"retry: 15000\nevent: away\ndata: {}\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Events:
    """Streams what happens on the channels that a member asked for and may hear.

    ``find_listener(session_key, workspace_slug, channels)`` is called in a thread and
    returns the key of the membership, or ``None`` for anybody who may not listen.
    """

    def __init__(self, hub, run_in_thread, find_listener, session_cookie):
        self._hub = hub
        self._run_in_thread = run_in_thread
        self._find_listener = find_listener
        self._session_cookie = session_cookie

    async def __call__(self, scope, receive, send):
        slug = PATH.match(scope["path"])[1]
        query = parse_qs(scope["query_string"].decode("latin-1"))
        channels = query.get("channel", [])
        who = (self._session_key(scope), slug, tuple(dict.fromkeys(channels)))
        membership_pk = None
        if scope["method"] == "GET" and 0 < len(channels) <= MOST_CHANNELS:
            membership_pk = await self._run_in_thread(self._find_listener, *who)
        if membership_pk is None:
            await _refuse(send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        heard = _last_event_id(scope)
        known = (_since(heard, query), heard)
        await self._stream(receive, send, who, membership_pk, known)

    async def _stream(self, receive, send, who, membership_pk, known):
        own_channel = f"membership:{membership_pk}"
        connection = Connection({*who[2], own_channel})
        leaving = asyncio.create_task(_wait_until_gone(receive, connection))
        try:
            if await self._hub.is_up():
                missed = self._hub.add(connection, *known)
                await _write(send, _hello(missed))
                for channel, text in missed or ():
                    if channel in who[2]:
                        await _write(send, text)
                await self._pass_on(send, connection, who, own_channel)
            if not await self._hub.is_up(patience=0.01):
                await _write(send, AWAY)
            await _write(send, b"", more=False)
        finally:
            leaving.cancel()
            self._hub.remove(connection)

    async def _pass_on(self, send, connection, who, own_channel):
        """Write messages and pings until the connection closes or the right to listen ends."""
        clock = asyncio.get_running_loop().time
        checked_at = clock()
        while connection.is_open:
            channel, text = await _next_message(connection)
            if channel == own_channel or clock() - checked_at > SECONDS_BETWEEN_CHECKS:
                checked_at = clock()
                if await self._run_in_thread(self._find_listener, *who) is None:
                    return
            if channel in who[2] or channel == "":
                await _write(send, text)

    def _session_key(self, scope):
        for name, value in scope["headers"]:
            if name == b"cookie":
                try:
                    morsel = SimpleCookie(value.decode("latin-1")).get(
                        self._session_cookie
                    )
                except CookieError:
                    return None
                if morsel:
                    return morsel.value
        return None


def _last_event_id(scope):
    return dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")


def _since(heard, query):
    """The moment up to which the browser knows everything, in milliseconds, or None.

    After a lost connection that is the last message it heard; before the first one it is
    when its page was drawn.
    """
    drawn = query.get("since", [""])[0]
    return read_number(heard.partition("-")[0] or drawn)


def _hello(missed):
    """The first event: what the browser missed follows, or it has to look at everything."""
    told = {"at": now_in_milliseconds(), "is_complete": missed is not None}
    return f"retry: 2000\nevent: hello\ndata: {json.dumps(told)}\n\n".encode()


async def _next_message(connection):
    """The next channel and text; a ping, on no channel, when nothing comes for a while."""
    try:
        message = await asyncio.wait_for(
            connection.messages.get(), SECONDS_BETWEEN_PINGS
        )
    except TimeoutError:
        return "", b": ping\n\n"
    return message or (None, b"")


async def _wait_until_gone(receive, connection):
    while (await receive())["type"] != "http.disconnect":
        pass
    connection.close()


async def _write(send, body, more=True):
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _refuse(send):
    """Answer 404 whatever the reason: even that a workspace exists is confidential."""
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await _write(send, b"", more=False)

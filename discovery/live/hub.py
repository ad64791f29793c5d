"""One Redis subscription per process, shared by all its open connections."""

import asyncio
import json
import logging
import time
from collections import defaultdict, deque
from itertools import count

import redis.asyncio as redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PREFIX = "earshot:"
LONGEST_BACKLOG = 200
# What a process remembers for browsers that come back, or whose page took a while to load.
MOST_REMEMBERED = 5_000
SECONDS_BETWEEN_ATTEMPTS = 2


class Connection:
    """What one browser asked for, and the messages that wait to be written to it."""

    def __init__(self, channels):
        self.channels = channels
        self.messages = asyncio.Queue()
        self.is_open = True

    def put(self, message):
        """Add a message; a browser that does not keep up is let go and fetches afresh."""
        if self.messages.qsize() >= LONGEST_BACKLOG:
            self.close()
        if self.is_open:
            self.messages.put_nowait(message)

    def close(self):
        self.is_open = False
        self.messages.put_nowait(None)


class Hub:
    """Hears everything that is published, and hands each message to those who asked for it.

    It subscribes by pattern, once: a connection then hears its channels from the moment it
    is added, without waiting for Redis, and there is nothing to unsubscribe from.
    """

    def __init__(self, url):
        self._url = url
        self._by_channel = defaultdict(set)
        self._task = None
        self._heard = asyncio.Event()
        self._numbers = count(1)
        self._recent = deque()
        # From this moment on, in milliseconds, everything that was published is remembered.
        self._complete_from = float("inf")

    async def is_up(self, patience=2):
        """Whether Redis answers; the first connection of a process starts the listening."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen_for_ever())
        try:
            await asyncio.wait_for(self._heard.wait(), patience)
        except TimeoutError:
            return False
        return True

    def add(self, connection, since=None, heard=""):
        """Let a connection hear from now on; return the messages that it missed since a moment.

        ``None`` stands for "nobody knows": then it has to look at everything afresh. Several
        messages may share a millisecond, so only the very one that was ``heard`` is left out.
        """
        for channel in connection.channels:
            self._by_channel[channel].add(connection)
        if since is None or since < self._complete_from:
            return None
        return [
            (channel, text)
            for at, channel, text in self._recent
            if at >= since
            and channel in connection.channels
            and not text.startswith(b"id: %s\n" % heard.encode())
        ]

    def remove(self, connection):
        for channel in connection.channels:
            self._by_channel[channel].discard(connection)
            if not self._by_channel[channel]:
                del self._by_channel[channel]

    def close_all(self):
        for connection in {c for group in self._by_channel.values() for c in group}:
            connection.close()

    async def _listen_for_ever(self):
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as error:
                logger.warning("No live updates: %s", error)
            self._heard.clear()
            self._complete_from = float("inf")
            self.close_all()
            await asyncio.sleep(SECONDS_BETWEEN_ATTEMPTS)

    async def _listen(self):
        # Without retries: a silent reconnection would hide that messages were missed.
        client = redis.Redis.from_url(
            self._url,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=1,
            health_check_interval=15,
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.psubscribe(f"{PREFIX}*")
            # Redis has not confirmed it yet; a moment later it has.
            self._complete_from = now_in_milliseconds() + 250
            self._heard.set()
            while True:
                message = await pubsub.get_message(timeout=10)
                if message:
                    self._dispatch(message)

    def _dispatch(self, message):
        channel = message["channel"].decode().removeprefix(PREFIX)
        payload = {"channel": channel, **json.loads(message["data"])}
        at = payload.pop("at", None) or now_in_milliseconds()
        number = f"{at}-{next(self._numbers)}"
        text = f"id: {number}\ndata: {json.dumps(payload)}\n\n".encode()
        self._remember(at, channel, text)
        for connection in list(self._by_channel.get(channel, ())):
            connection.put((channel, text))

    def _remember(self, at, channel, text):
        self._recent.append((at, channel, text))
        if len(self._recent) > MOST_REMEMBERED:
            forgotten_at, _, _ = self._recent.popleft()
            self._complete_from = max(self._complete_from, forgotten_at)


def now_in_milliseconds():
    return time.time_ns() // 1_000_000

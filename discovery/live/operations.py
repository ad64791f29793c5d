import json
import logging
import time

import redis
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

_client = redis.Redis.from_url(
    settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5
)


def connection():
    """The one client of this process, for what lives in Valkey alone and may be lost."""
    return _client


def publish(channel, event, **payload):
    """Tell all who listen to ``channel`` that something changed, once it has committed.

    The payload says only what changed and its version; browsers fetch the part with their
    own rights. A lost message costs nothing: listeners also poll (architecture.md 18).
    """
    message = {"event": event, **payload}
    transaction.on_commit(lambda: _send(f"earshot:{channel}", message), robust=True)


def _send(channel, message):
    # When it was, so that a browser can be told what it missed since another moment.
    message = json.dumps({**message, "at": time.time_ns() // 1_000_000})
    try:
        _client.publish(channel, message)
    except redis.RedisError as error:
        logger.warning("No live update on %s: %s", channel, error)

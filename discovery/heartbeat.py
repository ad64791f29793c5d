"""The sign of life of the Celery workers, and what a worker does first."""

import logging
from functools import cache

import redis
from celery import signals
from django.conf import settings

from discovery.celery import app

logger = logging.getLogger(__name__)

KEY = "earshot:worker-lives"
# Celery beats every two seconds.
SECONDS_UNTIL_GONE = 15


@cache
def redis_client():
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5
    )


def has_worker():
    """Whether any worker has been heard of lately; never raises."""
    try:
        return bool(redis_client().exists(KEY))
    except redis.RedisError:
        return False


@signals.heartbeat_sent.connect
def _tell_that_a_worker_lives(**kwargs):
    try:
        redis_client().set(KEY, 1, ex=SECONDS_UNTIL_GONE)
    except redis.RedisError as error:
        logger.warning("No sign of life given: %s", error)


@signals.worker_ready.connect
def _sweep_at_once(**kwargs):
    """Settle what an earlier worker left in hand, without waiting for the clock."""
    app.send_task("mail.sweep_outbox")

"""Who is at work on a page, and in which part: known to Valkey alone, and forgotten in seconds.

A page is named by its channel, such as ``snapshot:7`` or ``tree:3``; those who listen to it hear
``present`` when somebody comes, goes or moves on.

Each open page of a member gives a sign every few seconds; the newest one of a person counts, so
that two tabs of one person are one person. Without Valkey nobody is seen, and everything else works.
"""

import json
import logging
import time

import redis

from discovery.live.operations import connection, publish

logger = logging.getLogger(__name__)

# A sign is good for so long, in seconds; the browser gives one every eight.
HERE_FOR = 20
MOST_TABS = 60
MOST_SIGNS, WITHIN = 40, 10


class TooManySigns(Exception):
    """More signs than any person or page needs."""


def give_sign(*, channel, by, tab, part):
    """Say that a member is at ``part`` ("" is the page), and tell the others if that is news.

    ``part`` is None for a page that is being left.
    """
    try:
        _count(by)
        key = _key(channel)
        field = f"{by.pk}:{tab}"
        before = people_at(channel)
        if part is None:
            connection().hdel(key, field)
        elif _has_room(key, field):
            sign = json.dumps({"part": part, "at": time.time()})
            connection().hset(key, field, sign)
            connection().expire(key, HERE_FOR)
        if people_at(channel) != before:
            publish(channel, "present")
    except redis.RedisError as error:
        logger.warning("Nobody is seen on %s: %s", channel, error)


def people_at(channel):
    """The part in which each member is, by the member's key; their newest sign counts."""
    newest = {}
    try:
        signs = connection().hgetall(_key(channel))
    except redis.RedisError:
        return {}
    for field, sign in signs.items():
        member, _, _tab = field.decode().partition(":")
        sign = json.loads(sign)
        is_newer = sign["at"] > newest.get(member, {"at": 0})["at"]
        if _is_good(sign) and is_newer:
            newest[member] = sign
    return {int(member): sign["part"] for member, sign in newest.items()}


def _has_room(key, field):
    """Whether one more is kept; signs of tabs that went without a word make room for it."""
    signs = connection().hgetall(key)
    old = [name for name, sign in signs.items() if not _is_good(json.loads(sign))]
    if old:
        connection().hdel(key, *old)
    return field.encode() in signs or len(signs) - len(old) < MOST_TABS


def _is_good(sign):
    return sign["at"] > time.time() - HERE_FOR


def _count(by):
    key = f"earshot:presence:signs:{by.pk}"
    signs = connection().incr(key)
    if signs == 1:
        connection().expire(key, WITHIN)
    if signs > MOST_SIGNS:
        raise TooManySigns


def _key(channel):
    return f"earshot:presence:{channel}"

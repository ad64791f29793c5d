"""Whose turn it is to lead: leading must not rest on one person or craft (R3).

Pure: no Django.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

NEVER = datetime.min.replace(tzinfo=UTC)


def by_turn(last_led: Iterable[tuple[int, datetime | None]]) -> list[int]:
    """People's keys, first who has not led for the longest time; who never led comes first."""
    turns = sorted((moment or NEVER, key) for key, moment in last_led)
    return [key for _, key in turns]

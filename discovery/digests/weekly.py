"""When a week's digest is due, wherever the reader lives. Pure: no Django."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def latest_time(weekday: int, hour: int, zone: str, moment: datetime) -> datetime:
    """The last ``hour`` of ``weekday`` in ``zone`` that is not after ``moment``, in UTC.

    An hour that the clock skips is the one after it; of one that comes twice, the first.
    """
    today = moment.astimezone(ZoneInfo(zone)).date()
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    due = _in_utc(day, hour, zone)
    return due if due <= moment else _in_utc(day - timedelta(days=7), hour, zone)


def _in_utc(day: date, hour: int, zone: str) -> datetime:
    # In UTC at once: two times of one zone are compared by their clocks, without the zone.
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def name_of_week(moment: datetime, zone: str) -> str:
    """The calendar's week that a moment belongs to in ``zone``, such as ``2026-W48``."""
    year, week, _ = moment.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02}"

"""When a week's digest is due, wherever the reader lives."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.digests.weekly import latest_time, name_of_week

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
]


@pytest.mark.parametrize(
    ("zone", "weekday", "hour", "moment", "due"),
    [
        ("Europe/Berlin", 0, 8, "2026-11-23 12:00", "2026-11-23 07:00"),
        ("Europe/Berlin", 0, 8, "2026-07-13 12:00", "2026-07-13 06:00"),
        # Five minutes early it is still last week's.
        ("Europe/Berlin", 0, 8, "2026-11-23 06:55", "2026-11-16 07:00"),
        # Monday comes while it is still Sunday in UTC.
        ("Pacific/Kiritimati", 0, 8, "2026-11-22 18:30", "2026-11-22 18:00"),
        # The clock skips from two to three, and has one o'clock twice.
        ("America/New_York", 6, 2, "2026-03-08 12:00", "2026-03-08 07:00"),
        ("America/New_York", 6, 1, "2026-11-01 12:00", "2026-11-01 05:00"),
        # The week after a change of the clock: eight is eight.
        ("Europe/Berlin", 0, 8, "2026-10-26 12:00", "2026-10-26 07:00"),
        ("Europe/Berlin", 0, 8, "2026-10-19 12:00", "2026-10-19 06:00"),
    ],
)
def test_the_last_time_that_the_hour_came(zone, weekday, hour, moment, due):
    moment = datetime.fromisoformat(f"{moment}:00+00:00")

    assert f"{latest_time(weekday, hour, zone, moment):%Y-%m-%d %H:%M}" == due


@given(
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    zone=st.sampled_from(ZONES),
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
)
@settings(max_examples=50)
def test_it_is_on_that_day_and_never_more_than_a_week_ago(weekday, hour, zone, moment):
    moment = moment.replace(tzinfo=UTC)

    due = latest_time(weekday, hour, zone, moment)

    # An hour of summer time may lie between.
    assert moment - timedelta(days=7, hours=1) <= due <= moment
    assert due.astimezone(ZoneInfo(zone)).weekday() == weekday


def test_week_is_that_of_the_readers_calendar():
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert name_of_week(moment, "UTC") == "2026-W53"
    assert name_of_week(datetime(2026, 11, 22, 18, tzinfo=UTC), "Pacific/Kiritimati") == "2026-W48"  # fmt: skip

"""Weekly hours over clock changes: B3.4 and B3.6 of trust.md, one case for each boundary."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.hours import (
    Span,
    Spans,
    WeeklyHours,
    is_ambiguous,
    moments_of,
    open_spans,
    pieces,
)

HALF_HOUR = timedelta(minutes=30)


def starts(zone, day, opens, closes, step=HALF_HOUR):
    """What a clock in ``zone`` shows, with its offset, at every start of one day."""
    hours = [WeeklyHours(day.weekday(), opens, closes, zone)]
    noon = datetime.combine(day, time(12), UTC)
    within = Span(noon - timedelta(days=2), noon + timedelta(days=2))
    found = sorted(s for piece in pieces(hours, within) for s in piece.starts(step))
    local = [moment.astimezone(ZoneInfo(zone)) for moment in found]
    return [f"{moment:%H:%M%z}" for moment in local if moment.date() == day]


def test_a_skipped_hour_gives_no_starts():
    found = starts("Europe/Berlin", date(2026, 3, 29), time(1), time(4))

    assert found == ["01:00+0100", "01:30+0100", "03:00+0200", "03:30+0200"]


def test_a_doubled_hour_gives_both_starts():
    found = starts("Europe/Berlin", date(2026, 10, 25), time(2), time(3))

    assert found == ["02:00+0200", "02:30+0200", "02:00+0100", "02:30+0100"]


def test_hours_that_end_within_a_doubled_hour_are_open_twice():
    hours = [WeeklyHours(6, time(1, 30), time(2, 15), "Europe/Berlin")]
    day = datetime(2026, 10, 25, tzinfo=UTC)

    found = open_spans(hours, Span(day - timedelta(days=1), day + timedelta(days=1)))

    assert [(span.start.time(), span.end.time()) for span in found] == [
        (time(23, 30), time(0, 15)),
        (time(1, 0), time(1, 15)),
    ]


@pytest.mark.parametrize(
    ("zone", "day", "found"),
    [
        # The grid is that of the local clock, whatever its offset.
        ("Asia/Kathmandu", date(2026, 11, 25), ["09:00+0545", "09:30+0545"]),
        ("Pacific/Chatham", date(2026, 11, 25), ["09:00+1345", "09:30+1345"]),
        ("Asia/Kolkata", date(2026, 11, 25), ["09:00+0530", "09:30+0530"]),
        # British Columbia stays on summer time from November 2026.
        ("America/Vancouver", date(2026, 10, 31), ["09:00-0700", "09:30-0700"]),
        ("America/Vancouver", date(2026, 12, 1), ["09:00-0700", "09:30-0700"]),
        ("Pacific/Apia", date(2011, 12, 29), ["09:00-1000", "09:30-1000"]),
        ("Pacific/Apia", date(2011, 12, 31), ["09:00+1400", "09:30+1400"]),
    ],
)
def test_starts_lie_on_the_local_grid(zone, day, found):
    assert starts(zone, day, time(9), time(10)) == found


def test_the_day_that_samoa_left_out_has_no_starts():
    assert starts("Pacific/Apia", date(2011, 12, 30), time(0), time(23, 59)) == []


def test_lord_howe_goes_back_by_half_an_hour():
    found = starts("Australia/Lord_Howe", date(2026, 4, 5), time(1), time(2, 30))

    assert found == [
        "01:00+1100",
        "01:30+1100",
        "01:30+1030",
        "02:00+1030",
    ]


def test_lord_howe_goes_forward_by_half_an_hour():
    found = starts("Australia/Lord_Howe", date(2026, 10, 4), time(1, 30), time(3))

    assert found == ["01:30+1030", "02:30+1100"]


def test_casablanca_around_ramadan():
    """Morocco takes its clocks back for Ramadan, by the rules of the pinned tzdata."""
    zone = ZoneInfo("Africa/Casablanca")
    for day in (date(2025, 2, 28), date(2025, 3, 3), date(2025, 4, 8)):
        noon = datetime.combine(day, time(9), zone)
        assert starts("Africa/Casablanca", day, time(9), time(9, 30)) == [
            f"09:00{noon:%z}"
        ]


def test_the_last_minute_of_the_day_stands_for_midnight():
    hours = [WeeklyHours(2, time(23), time(23, 59), "UTC")]
    day = datetime(2026, 11, 25, tzinfo=UTC)

    assert open_spans(hours, Span(day, day + timedelta(days=2))) == [
        Span(day.replace(hour=23), day + timedelta(days=1))
    ]


@pytest.mark.parametrize(
    ("wall", "zone", "count"),
    [
        (datetime(2026, 3, 29, 2, 30), "Europe/Berlin", 0),
        (datetime(2026, 10, 25, 2, 30), "Europe/Berlin", 2),
        (datetime(2026, 11, 25, 14, 0), "Europe/Berlin", 1),
        (datetime(2011, 12, 30, 9, 0), "Pacific/Apia", 0),
        (datetime(2026, 4, 5, 1, 45), "Australia/Lord_Howe", 2),
        (datetime(2026, 11, 1, 1, 30), "America/Vancouver", 1),
    ],
)
def test_a_wall_time_stands_for_none_one_or_two_moments(wall, zone, count):
    found = moments_of(wall, zone)

    assert len(found) == count
    assert [is_ambiguous(moment, zone) for moment in found] == [count == 2] * count


MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 40)).map(
        lambda pair: Span(
            MOMENT + timedelta(hours=pair[0]), MOMENT + timedelta(hours=sum(pair))
        )
    ),
    max_size=12,
)


@given(spans, spans.filter(bool))
def test_merged_spans_answer_like_the_single_ones(many, asked):
    whole = Spans(many)

    for span in asked:
        assert whole.meet(span.start, span.end) == any(
            one.overlaps(span) for one in many
        )
        if any(one.contains(span) for one in many):
            assert whole.cover(span.start, span.end)
    for before, after in zip(whole.spans, whole.spans[1:], strict=False):
        assert before.end < after.start

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from discovery.home.habit import (
    DOTS,
    habit_of,
    monday_of,
    short_weeks,
    steadiness,
)

TODAY = date(2026, 11, 21)  # a Saturday
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def weeks_ago(number, weekday=2):
    return monday_of(TODAY) - timedelta(weeks=number) + timedelta(days=weekday)


def test_one_in_each_of_two_weeks_beats_four_in_one_and_none_in_the_next():
    burst = [weeks_ago(1, weekday) for weekday in range(4)]
    steady = [weeks_ago(1), weeks_ago(0)]

    assert steadiness(burst, TODAY) < steadiness(steady, TODAY)
    assert habit_of(burst, [], TODAY).streak < habit_of(steady, [], TODAY).streak


def test_week_that_has_only_begun_does_not_end_the_streak():
    held = [weeks_ago(1), weeks_ago(2), weeks_ago(3)]

    assert habit_of(held, [], TODAY).streak == 3


def test_missed_week_ends_the_streak():
    held = [weeks_ago(0), weeks_ago(1), weeks_ago(3)]

    assert habit_of(held, [], TODAY).streak == 2


def test_dots_say_what_each_week_was():
    held = [weeks_ago(1), weeks_ago(2), weeks_ago(4)]

    habit = habit_of(held, [TODAY + timedelta(days=1)], TODAY)

    expected = ["missed"] * 7 + ["kept", "missed", "kept", "kept", "booked"]
    assert list(habit.states) == expected


def test_year_ends_within_a_week():
    held = [date(2026, 12, 30), date(2027, 1, 5)]

    assert habit_of(held, [], date(2027, 1, 6)).streak == 2


def test_short_weeks_count_what_is_missing():
    next_week = weeks_ago(-1)

    found = short_weeks([next_week], TODAY, target=2)

    assert found == [(weeks_ago(-1, 0), 1), (weeks_ago(-2, 0), 0)]


@given(st.lists(days), st.lists(days), days)
def test_there_are_always_twelve_dots_and_only_the_last_is_open(held, booked, today):
    habit = habit_of(held, booked, today)

    assert len(habit.states) == DOTS
    assert set(habit.states[:-1]) <= {"kept", "missed"}
    assert habit.states[-1] in ("kept", "booked", "now")


@given(st.lists(days, min_size=1), days)
def test_a_second_interview_in_a_week_changes_nothing(held, today):
    twice = [*held, held[0]]

    assert habit_of(twice, [], today) == habit_of(held, [], today)
    assert steadiness(twice, today) == steadiness(held, today)


@given(st.lists(days), days, days)
def test_one_more_interview_never_hurts(held, more, today):
    before, after = (habit_of(rows, [], today) for rows in (held, [*held, more]))

    assert after.streak >= before.streak
    assert after.kept >= before.kept


@given(st.lists(days), days)
def test_what_is_still_to_come_is_not_kept(held, today):
    past = [day for day in held if day <= today]

    assert habit_of(held, [], today) == habit_of(past, [], today)

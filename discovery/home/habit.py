"""The weekly habit, drawn as dots and counted as a streak (R1).

Pure: dates of the workspace's own calendar go in. A week is an ISO week, named by its Monday,
and what counts is whether there was an interview in it, never how many: four in one week and
none in the next are worth less than one and one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["kept", "missed", "booked", "now"]

WEEK = timedelta(weeks=1)
DOTS = 12


def monday_of(day: date) -> date:
    """The Monday of the ISO week that ``day`` lies in."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Habit:
    """What one team's weeks look like from today."""

    states: tuple[State, ...]
    streak: int
    is_this_week_kept: bool
    is_this_week_booked: bool

    @property
    def kept(self) -> int:
        return self.states.count("kept")


def habit_of(held: Iterable[date], booked: Iterable[date], today: date) -> Habit:
    """Read the habit from the days of held interviews and of those still to come."""
    kept = {monday_of(day) for day in held if day <= today}
    planned = {monday_of(day) for day in booked}
    this_week = monday_of(today)
    weeks = [this_week - WEEK * back for back in range(DOTS - 1, -1, -1)]
    return Habit(
        states=tuple(_state(week, this_week, kept, planned) for week in weeks),
        streak=streak_until(kept, this_week),
        is_this_week_kept=this_week in kept,
        is_this_week_booked=this_week in planned,
    )


def _state(week: date, this_week: date, kept: set[date], planned: set[date]) -> State:
    if week in kept:
        return "kept"
    if week < this_week:
        return "missed"
    return "booked" if week in planned else "now"


def streak_until(kept: set[date], this_week: date) -> int:
    """Weeks in a row up to now; a week that has only begun does not end it."""
    week = this_week if this_week in kept else this_week - WEEK
    streak = 0
    while week in kept:
        streak += 1
        week -= WEEK
    return streak


def steadiness(held: Iterable[date], today: date, weeks: int = DOTS) -> float:
    """The share of the last ``weeks`` weeks, this one included, that had an interview: 0 to 1."""
    kept = {monday_of(day) for day in held if day <= today}
    this_week = monday_of(today)
    return sum(this_week - WEEK * back in kept for back in range(weeks)) / weeks


def short_weeks(
    booked: Iterable[date], today: date, target: int, ahead: int = 2
) -> list[tuple[date, int]]:
    """The coming weeks with fewer than ``target`` interviews: their Mondays and how many are booked."""
    days = list(booked)
    found = []
    for number in range(1, ahead + 1):
        week = monday_of(today) + WEEK * number
        count = sum(monday_of(day) == week for day in days)
        if count < target:
            found.append((week, count))
    return found

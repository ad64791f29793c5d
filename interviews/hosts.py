"""Who can be booked, and by which rules: what the search for slots goes by.

Pure: no Django. All datetimes are aware and in UTC.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from interviews.hours import Span, Spans, WeeklyHours


class Rule(StrEnum):
    """What can take a time away."""

    HOURS = "hours"  # outside the weekly hours, or they end before the talk would
    NOTICE = "notice"
    HORIZON = "horizon"
    BUSY = "busy"
    BOOKED = "booked"
    DAY_FULL = "day_full"


@dataclass(frozen=True)
class Rules:
    """What a booking page says about its slots."""

    duration: timedelta
    buffer: timedelta
    notice: timedelta
    horizon: timedelta
    most_per_day: int
    observers: int

    @property
    def step(self) -> timedelta:
        """The grid on which slots start: not finer than people plan."""
        if self.duration <= timedelta(minutes=15):
            return timedelta(minutes=15)
        if self.duration <= timedelta(minutes=20):
            return timedelta(minutes=20)
        return timedelta(minutes=30)

    @cached_property
    def whole(self) -> timedelta:
        """What a talk takes from a member's day: itself and the free minutes afterwards."""
        return self.duration + self.buffer

    def talk(self, start: datetime) -> Span:
        return Span(start, start + self.duration)

    def blocked(self, start: datetime) -> Span:
        return Span(start, start + self.whole)


@dataclass(frozen=True)
class Host:
    """A member of the team, with all that decides when they are free.

    ``booked`` are the interviews that they attend, with the free minutes after each;
    a day's interviews are counted in ``zone``, where the member lives.
    """

    key: int
    zone: str
    hours: tuple[WeeklyHours, ...] = ()
    busy: tuple[Span, ...] = ()
    booked: tuple[Span, ...] = ()
    may_lead: bool = True
    last_led: datetime | None = None

    @cached_property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def busy_spans(self) -> Spans:
        return Spans(self.busy)

    @cached_property
    def booked_spans(self) -> Spans:
        return Spans(self.booked)

    @cached_property
    def booked_on(self) -> Counter[date]:
        return Counter(self.day_of(span.start) for span in self.booked)

    def is_full(self, moment: datetime, most: int) -> bool:
        """Whether the day of ``moment``, where the member lives, has all it may have."""
        return bool(self.booked) and self.booked_on[self.day_of(moment)] >= most

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.clock).date()

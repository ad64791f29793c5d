"""Weekly hours in wall time, laid over the real calendar with its clock changes.

Pure: no Django. All datetimes are aware and in UTC unless their name says ``wall``, in
which case they are naive and stand for what a clock on the wall shows. What a person sets
is wall time ("Mondays from nine to five in Berlin"), so:

- a time that a clock change skips does not exist and gives no start;
- a time that comes twice gives two starts, an hour (or half an hour) apart;
- hours across a skipped hour are an hour shorter in reality, across a doubled one longer;
- starts lie on a grid that begins at midnight of the wall clock, whatever its offset.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# No zone changes its clocks twice within this time.
PROBE = timedelta(hours=3)
SECOND = timedelta(seconds=1)
# A time field cannot say 24:00, so the last minute of the day stands for it.
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of real time that includes its start and not its end."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One stretch of every week, in wall time of ``zone``; Monday is 0."""

    weekday: int
    starts_at: time
    ends_at: time
    zone: str


@dataclass(frozen=True, slots=True)
class Regime:
    """A stretch of real time during which a zone keeps one offset."""

    during: Span
    offset: timedelta


@dataclass(frozen=True, slots=True)
class Piece:
    """Weekly hours on one day, as far as one regime goes, in wall time."""

    wall_start: datetime
    wall_end: datetime
    offset: timedelta

    @property
    def during(self) -> Span:
        return Span(self._real(self.wall_start), self._real(self.wall_end))

    def starts(self, step: timedelta) -> Iterator[datetime]:
        """The grid's moments that lie in the piece."""
        midnight = datetime.combine(self.wall_start.date(), time())
        wall = midnight + -((midnight - self.wall_start) // step) * step
        while wall < self.wall_end:
            yield self._real(wall)
            wall += step

    def _real(self, wall: datetime) -> datetime:
        return (wall - self.offset).replace(tzinfo=UTC)


def pieces(hours: Iterable[WeeklyHours], within: Span) -> Iterator[Piece]:
    """Every piece of ``hours`` that touches ``within``."""
    for stretch in hours:
        for regime in regimes(stretch.zone, within):
            first = regime.during.start.replace(tzinfo=None) + regime.offset
            last = regime.during.end.replace(tzinfo=None) + regime.offset
            for day in days(first.date(), last.date(), stretch.weekday):
                wall_start = max(datetime.combine(day, stretch.starts_at), first)
                wall_end = min(end_of(day, stretch.ends_at), last)
                if wall_start < wall_end:
                    yield Piece(wall_start, wall_end, regime.offset)


def open_spans(hours: Iterable[WeeklyHours], within: Span) -> list[Span]:
    """When the hours are open in real time, in order, with what touches made one."""
    return merged(piece.during for piece in pieces(hours, within))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as few spans in order that neither touch nor overlap."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


class Spans:
    """Many spans as one set of time, which answers thousands of questions quickly."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = merged(spans)
        self.starts = [span.start for span in self.spans]
        self.ends = [span.end for span in self.spans]

    def cover(self, start: datetime, end: datetime) -> bool:
        """Whether the time from ``start`` to ``end`` lies wholly inside one of them."""
        index = bisect_right(self.starts, start)
        return index > 0 and end <= self.ends[index - 1]

    def meet(self, start: datetime, end: datetime) -> bool:
        """Whether the time from ``start`` to ``end`` overlaps any of them."""
        index = bisect_left(self.starts, end)
        return index > 0 and start < self.ends[index - 1]


def regimes(zone: str, within: Span) -> list[Regime]:
    """The stretches of one offset that make up ``within`` in ``zone``."""
    return [
        Regime(Span(max(start, within.start), min(end, within.end)), offset)
        for start, end, offset in _regimes(
            zone, within.start.date(), within.end.date() + timedelta(days=1)
        )
        if start < within.end and end > within.start
    ]


@lru_cache(maxsize=512)
def _regimes(
    zone: str, first: date, last: date
) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """Whole days of ``regimes``, remembered: everybody looks at the same few weeks."""
    clock = ZoneInfo(zone)
    start = moment = datetime.combine(first, time(), UTC)
    end = datetime.combine(last, time(), UTC)
    found = []
    while moment < end:
        following = min(moment + PROBE, end)
        if offset_at(clock, following) != offset_at(clock, moment):
            change = first_moment_of_change(clock, moment, following)
            found.append((start, change, offset_at(clock, moment)))
            start = change
        moment = following
    found.append((start, end, offset_at(clock, end - SECOND)))
    return tuple(piece for piece in found if piece[0] < piece[1])


def first_moment_of_change(clock: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second, after ``low`` and up to ``high``, from which the offset is another."""
    before = offset_at(clock, low)
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle <= low:
            break
        if offset_at(clock, middle) == before:
            low = middle
        else:
            high = middle
    return high


def offset_at(clock: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(clock).utcoffset() or timedelta()


def days(first: date, last: date, weekday: int) -> Iterator[date]:
    """The days from ``first`` to ``last`` that fall on ``weekday``."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(days=7)


def end_of(day: date, ends_at: time) -> datetime:
    if ends_at >= LAST_MINUTE:
        return datetime.combine(day + timedelta(days=1), time())
    return datetime.combine(day, ends_at)


def moments_of(wall: datetime, zone: str) -> list[datetime]:
    """The real moments at which a clock in ``zone`` shows ``wall``: none, one or two."""
    clock = ZoneInfo(zone)
    found = {wall.replace(tzinfo=clock, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(
        moment
        for moment in found
        if moment.astimezone(clock).replace(tzinfo=None) == wall
    )


def is_ambiguous(moment: datetime, zone: str) -> bool:
    """Whether the clock in ``zone`` shows the same time twice around ``moment``."""
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return len(moments_of(wall, zone)) == 2

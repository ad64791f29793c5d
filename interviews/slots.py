"""Which times a team can offer, whom each would bring together, and why a time is not there.

Pure: no Django. A slot exists where at least one member who may lead is free for the whole
talk and the free minutes after it; up to ``Rules.observers`` colleagues who are free
too listen along. All limits are part of the search, so that nothing that is shown
fails at the last step. All datetimes are aware and in UTC.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice

from interviews.hosts import Host, Rule, Rules
from interviews.hours import Span, Spans, open_spans, pieces
from interviews.rotation import by_turn

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Slot:
    """A time that can be booked, and who would be there."""

    start: datetime
    end: datetime
    lead: int
    others: tuple[int, ...]

    @property
    def people(self) -> tuple[int, ...]:
        return (self.lead, *self.others)


@dataclass
class Report:
    """For one member: how many starts their hours hold, and what took them away."""

    host: int
    starts: int = 0
    free: int = 0
    removed: Counter[Rule] = field(default_factory=Counter)


@dataclass(frozen=True)
class Desk:
    """One search: the rules, the moment at which it is made, and what nobody can use."""

    rules: Rules
    now: datetime
    closed: tuple[Span, ...] = ()

    @cached_property
    def window(self) -> Span:
        return Span(self.now + self.rules.notice, self.now + self.rules.horizon)

    def conflict(self, host: Host, start: datetime) -> Rule | None:
        """What keeps a member from being there, apart from their hours and limits."""
        end = start + self.rules.whole
        if host.booked_spans.meet(start, end):
            return Rule.BOOKED
        if host.busy_spans.meet(start, end):
            return Rule.BUSY
        return None

    def obstacle(self, host: Host, opening: Spans, start: datetime) -> Rule | None:
        """The first rule that keeps a member from a talk at ``start``; None if free."""
        if start < self.window.start:
            return Rule.NOTICE
        if start > self.window.end:
            return Rule.HORIZON
        if not opening.cover(start, start + self.rules.duration):
            return Rule.HOURS
        if host.is_full(start, self.rules.most_per_day):
            return Rule.DAY_FULL
        return self.conflict(host, start)

    def is_closed(self, start: datetime) -> bool:
        talk = self.rules.talk(start)
        return any(span.overlaps(talk) for span in self.closed)

    def party(
        self, free: Sequence[Host], start: datetime, keep: Sequence[int] = ()
    ) -> Slot | None:
        """Who of the free would be there; those of ``keep`` keep their part, the lead first."""
        turn = by_turn((host.key, host.last_led) for host in free)
        leaders = {host.key for host in free if host.may_lead}
        wanted = [key for key in keep if key in turn]
        lead = next((key for key in [*keep[:1], *turn] if key in leaders), None)
        if lead is None:
            return None
        queue = [key for key in dict.fromkeys([*wanted, *turn]) if key != lead]
        others = tuple(queue[: self.rules.observers])
        return Slot(start, start + self.rules.duration, lead, others)


def find_slots(
    hosts: Sequence[Host], desk: Desk, within: Span | None = None
) -> list[Slot]:
    """Every slot in order of time, each once; ``within`` narrows where it may start."""
    window = desk.window if within is None else within
    if window.start > window.end:
        return []
    return list(_slots(hosts, desk, window, sorted(_all_starts(hosts, desk, window))))


def nearest_slots(
    hosts: Sequence[Host], desk: Desk, start: datetime, count: int = 3
) -> list[Slot]:
    """The ``count`` slots closest to ``start``, in order of time; the days around it come first."""
    found: list[Slot] = []
    reaches = (timedelta(days=1), timedelta(days=4))
    for window in [*(Span(start - r, start + r) for r in reaches), desk.window]:
        starts = _all_starts(hosts, desk, window)
        closest = sorted(starts, key=lambda moment: (abs(moment - start), moment))
        found = list(islice(_slots(hosts, desk, window, closest), count))
        if len(found) == count:
            break
    return sorted(found, key=lambda slot: slot.start)


def _slots(
    hosts: Sequence[Host], desk: Desk, window: Span, starts: Iterable[datetime]
) -> Iterator[Slot]:
    """Those of ``starts`` that are slots, one after the other, as far as anybody asks."""
    around = _day_around(window)
    openings = {host.key: Spans(open_spans(host.hours, around)) for host in hosts}
    for start in starts:
        free = [h for h in hosts if desk.obstacle(h, openings[h.key], start) is None]
        if slot := desk.party(free, start):
            yield slot


def _all_starts(hosts: Sequence[Host], desk: Desk, window: Span) -> set[datetime]:
    """The starts that the hours of those hold who may lead."""
    return {
        start
        for host in hosts
        if host.may_lead
        for start in _starts(host, window, desk.rules.step)
        if not desk.is_closed(start)
    }


def slot_at(
    hosts: Sequence[Host], desk: Desk, start: datetime, keep: Sequence[int] = ()
) -> Slot | None:
    """The slot that starts at exactly ``start``, if the rules still allow it."""
    if not find_slots(hosts, desk, Span(start, start)):
        return None
    around = _day_around(Span(start, start))
    free = [
        host
        for host in hosts
        if desk.obstacle(host, Spans(open_spans(host.hours, around)), start) is None
    ]
    return desk.party(free, start, keep)


def party_at(
    hosts: Sequence[Host], desk: Desk, start: datetime, keep: Sequence[int] = ()
) -> Slot | None:
    """Who could be there at a time that people have agreed on themselves.

    Hours, notice, horizon and the day's limit give way; what is booked or busy does not.
    """
    if start < desk.now or desk.is_closed(start):
        return None
    free = [host for host in hosts if desk.conflict(host, start) is None]
    return desk.party(free, start, keep)


def with_most_people(slots: Sequence[Slot], enough: int = 4) -> list[Slot]:
    """The slots that bring the whole trio together, if there are enough of them, else all."""
    most = max((len(slot.people) for slot in slots), default=0)
    best = [slot for slot in slots if len(slot.people) == most]
    return best if len(best) >= enough else list(slots)


def explain(hosts: Sequence[Host], desk: Desk) -> list[Report]:
    """For each member what took which starts away, from now to a week past the horizon."""
    within = Span(desk.now, desk.now + desk.rules.horizon + WEEK)
    reports = []
    for host in hosts:
        report = Report(host.key)
        opening = Spans(open_spans(host.hours, _day_around(within)))
        for start in sorted(_starts(host, within, desk.rules.step)):
            report.starts += 1
            if rule := desk.obstacle(host, opening, start):
                report.removed[rule] += 1
            else:
                report.free += 1
        reports.append(report)
    return reports


def _starts(host: Host, within: Span, step: timedelta) -> set[datetime]:
    """The grid's moments that a member's hours hold, each once."""
    # A start may lie at the very end, which a span does not include.
    whole = Span(within.start, within.end + timedelta(minutes=1))
    return {
        start
        for piece in pieces(host.hours, whole)
        for start in piece.starts(step)
        if within.start <= start <= within.end
    }


def _day_around(span: Span) -> Span:
    """``span`` with a day on either side, so that no opening is cut within a talk."""
    day = timedelta(days=1)
    return Span(span.start - day, span.end + day)

"""The week of days and times from which somebody picks, as their own clock shows it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from discovery.accounts.zones import RENAMED, current_name, known_zones
from interviews.moments import Moment, offset_name, zone_name
from interviews.slots import with_most_people

DAY = timedelta(days=1)
SATURDAY = 5
# Links to zones, and clocks that no person lives by.
NOT_A_PLACE = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@dataclass(frozen=True)
class Day:
    """One button of the week."""

    date: date
    count: int
    url: str
    is_selected: bool

    @property
    def weekday(self):
        return date_format(self.date, "D")

    @property
    def name(self):
        return date_format(self.date, "l j F")


@dataclass(frozen=True)
class Time:
    """One button of a day."""

    moment: Moment
    url: str
    is_chosen: bool


class Picker:
    """Slots in one zone; ``query`` is what the address asks for (day, time, zone, all)."""

    def __init__(self, slots, zone, query):
        self.slots = list(slots)
        self.zone = zone
        self.query = query
        self.clock = ZoneInfo(zone)
        self.shows_all = query.get("all") == "1"

    @cached_property
    def by_day(self):
        days = {}
        for slot in self.slots:
            days.setdefault(slot.start.astimezone(self.clock).date(), []).append(slot)
        return days

    @cached_property
    def chosen_slot(self):
        start = read_moment(self.query.get("time", ""))
        return next((slot for slot in self.slots if slot.start == start), None)

    @property
    def chosen(self):
        return self._moment(self.chosen_slot) if self.chosen_slot else None

    @cached_property
    def day(self):
        """The day whose times are shown: asked for, else that of the chosen time, else the first."""
        if self.chosen_slot:
            return self.chosen_slot.start.astimezone(self.clock).date()
        asked = read_day(self.query.get("day", ""))
        later = [day for day in self.by_day if asked is None or day >= asked]
        if asked in self.by_day or not self.by_day:
            return asked
        return later[0] if later else list(self.by_day)[-1]

    @property
    def day_name(self):
        return date_format(self.day, "l j F") if self.day else ""

    @cached_property
    def week(self):
        """Monday to Friday of the day's week, and the weekend where it has times."""
        if self.day is None:
            return []
        monday = self.day - DAY * self.day.weekday()
        days = [monday + DAY * number for number in range(7)]
        return [
            Day(day, len(self._shown(day)), self._url(day=day), day == self.day)
            for day in days
            if day.weekday() < SATURDAY or day in self.by_day
        ]

    @property
    def times(self):
        return [
            Time(self._moment(slot), self._url(time=slot), slot == self.chosen_slot)
            for slot in self._shown(self.day)
        ]

    @property
    def more_url(self):
        """Where all times of the day are, if only those for the whole team are shown."""
        if self.shows_all or len(self._shown(self.day)) == len(self._all(self.day)):
            return ""
        return self._url(day=self.day, all="1")

    @property
    def earlier_url(self):
        before = [day for day in self.by_day if day < self.week[0].date]
        return self._url(day=before[-1]) if before else ""

    @property
    def later_url(self):
        after = [day for day in self.by_day if day > self.week[-1].date]
        return self._url(day=after[0]) if after else ""

    @property
    def zone_name(self):
        start = (self.chosen_slot or self.slots[0]).start if self.slots else None
        return zone_name(self.zone, start or datetime.now(self.clock))

    def moments(self, slots):
        return [self._moment(slot) for slot in slots]

    def _all(self, day):
        return self.by_day.get(day, [])

    def _shown(self, day):
        slots = self._all(day)
        if self.shows_all:
            return slots
        best = with_most_people(slots)
        return (
            slots
            if self.chosen_slot in slots and self.chosen_slot not in best
            else best
        )

    def _moment(self, slot):
        return Moment(slot.start, slot.end, self.zone)

    @property
    def action(self):
        """Where the button posts to: this page, for the same person and in the same language."""
        return f"?{urlencode(self._kept('lang', 'participant'))}"

    def _url(self, day=None, time=None, **asked):
        kept = self._kept("lang", "participant", "zone", "all") | asked
        if day:
            kept["day"] = day.isoformat()
        if time:
            kept["time"] = self._moment(time).iso
        return f"?{urlencode(kept)}#times"

    def _kept(self, *keys):
        return {key: self.query[key] for key in keys if key in self.query}


def read_moment(text):
    """A moment as we write it in addresses and forms, or None."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def read_day(text):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Years at whose ends the arithmetic of weeks would fall off the calendar.
    return day if 2000 <= day.year <= 2200 else None


def read_zone(text, *otherwise):
    """The first of several names that is a time zone, as it is called today; UTC if none is."""
    names = map(current_name, (text, *otherwise))
    return next((zone for zone in names if zone in known_zones()), "UTC")


def zone_choices(moment):
    """Zones by continent for a select: ``[(continent, [(zone, "London (UTC+0)")])]``."""
    groups = {}
    for zone in sorted(known_zones() - RENAMED.keys()):
        if "/" not in zone or zone.startswith(NOT_A_PLACE):
            continue
        area, place = zone.split("/", 1)
        offset = offset_name(moment.astimezone(ZoneInfo(zone)))
        label = f"{place.replace('_', ' ').replace('/', ', ')} ({offset})"
        groups.setdefault(area, []).append((zone, label))
    groups["UTC"] = [("UTC", "UTC")]
    return list(groups.items())

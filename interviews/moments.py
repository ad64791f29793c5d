"""A moment as one person reads it: the same words on pages, in mails and in calendars.

The words are made when they are shown, so that they follow the language that is then
active; zone and offset always stand beside the time (trust.md B3.5).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from interviews.hours import is_ambiguous

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Moment:
    """A stretch of time, told in one zone. Templates ask for its properties."""

    start: datetime
    end: datetime
    zone: str

    @property
    def local(self):
        return self.start.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self):
        return self.end.astimezone(ZoneInfo(self.zone))

    @property
    def day(self):
        """Wednesday 25 November"""
        return date_format(self.local, pgettext("date format", "l j F"))

    @property
    def full_day(self):
        """Wednesday 25 November 2026"""
        return date_format(self.local, pgettext("date format", "l j F Y"))

    @property
    def short_day(self):
        """Wed 25 Nov"""
        return date_format(self.local, pgettext("date format", "D j M"))

    @property
    def time(self):
        """11:20, and with the offset where the clock shows that time twice."""
        shown = date_format(self.local, "H:i")
        if is_ambiguous(self.start, self.zone):
            return f"{shown} ({offset_name(self.local)})"
        return shown

    @property
    def hours(self):
        """11:20 to 11:40"""
        end = date_format(self.local_end, "H:i")
        return _("%(start)s to %(end)s") % {"start": self.time, "end": end}

    @property
    def zone_name(self):
        """London (GMT, UTC+0)"""
        return zone_name(self.zone, self.start)

    @property
    def wall_time(self):
        """What the clock shows, as it is stored and posted: 2026-11-25T11:20"""
        return f"{self.local:%Y-%m-%dT%H:%M}"

    @property
    def iso(self):
        return f"{self.start:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def minutes(self):
        return (self.end - self.start) // MINUTE

    def __str__(self):
        return f"{self.full_day}, {self.hours}, {self.zone_name}"


def zone_name(zone, moment):
    """A zone as people know it: its city, its abbreviation if it has one, and its offset."""
    local = moment.astimezone(ZoneInfo(zone))
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    names = [offset_name(local)]
    short = local.tzname() or ""
    if short.isalpha() and short != city:
        names.insert(0, short)
    return f"{city} ({', '.join(dict.fromkeys(names))})"


def offset_name(local):
    """UTC+1, UTC-3:30, UTC+0"""
    minutes = (local.utcoffset() or timedelta()) // MINUTE
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")

"""From which day to which: typed, or one of a few usual stretches up to today."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CHOICES = [
    ("week", gettext_lazy("in the last seven days")),
    ("month", gettext_lazy("this month")),
    ("quarter", gettext_lazy("in the last three months")),
    ("year", gettext_lazy("this year")),
]
BEGINS = {
    "week": lambda today: today - timedelta(days=6),
    "month": lambda today: today.replace(day=1),
    "quarter": lambda today: today - timedelta(days=91),
    "year": lambda today: today.replace(month=1, day=1),
}


def read_days(since, until, stretch):
    """The two days, each None if it does not matter; days that are typed come before a stretch."""
    since, until = _day(since), _day(until)
    if not (since or until) and stretch in BEGINS:
        since = BEGINS[stretch](localdate())
    return since, until


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def days_in_words(since, until):
    said = {
        "since": date_format(since, "j M Y") if since else "",
        "until": date_format(until, "j M Y") if until else "",
    }
    if since and until:
        return _("from %(since)s to %(until)s") % said
    if since:
        return _("since %(since)s") % said
    return _("until %(until)s") % said if until else ""

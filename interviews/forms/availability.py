"""Forms of a member's week, of busy times, and of the rules of a booking page."""

from datetime import datetime, timedelta

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from interviews.hours import moments_of
from interviews.models import Availability, BookingPage

STRETCHES = 2
MOST_STRETCHES = 5


class HoursForm(forms.Form):
    """A week in wall time: each day has a few pairs of fields, and always an empty one more."""

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {weekday: [] for weekday in range(7)}
        for row in membership.availabilities.all():
            self.rows[row.weekday].append((row.starts_at, row.ends_at))
        for weekday in range(7):
            for number in range(self._pairs(weekday)):
                self._add_pair(weekday, number)

    def _pairs(self, weekday):
        if self.is_bound:
            names = [f"{weekday}-{number}-from" for number in range(MOST_STRETCHES)]
            return max(STRETCHES, sum(name in self.data for name in names))
        return min(MOST_STRETCHES, max(STRETCHES, len(self.rows[weekday]) + 1))

    def _add_pair(self, weekday, number):
        given = self.rows[weekday]
        pair = given[number] if number < len(given) else (None, None)
        labels = (_("from"), _("to"))
        for end, label, value in zip(("from", "to"), labels, pair, strict=True):
            widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            field = forms.TimeField(
                label=label, required=False, initial=value, widget=widget
            )
            self.fields[f"{weekday}-{number}-{end}"] = field

    @property
    def days(self):
        """For the template: each weekday's name, its pairs of fields, spare ones, what is wrong."""
        for weekday in range(7):
            pairs = [
                (self[f"{weekday}-{n}-from"], self[f"{weekday}-{n}-to"])
                for n in range(self._pairs(weekday))
            ]
            errors = [
                error for pair in pairs for field in pair for error in field.errors
            ]
            used = max(1, sum(any(field.value() for field in pair) for pair in pairs))
            yield {
                "name": WEEKDAYS[weekday],
                "pairs": pairs[:used],
                "spare": pairs[used:],
                "errors": errors,
            }

    def clean(self):
        super().clean()
        self.stretches = []
        for weekday in range(7):
            last_end = None
            for start, end, name in sorted(self._given(weekday)):
                if end <= start:
                    self.add_error(name, _("The end has to be later than the start."))
                elif last_end and start < last_end:
                    self.add_error(name, _("This overlaps with the stretch before it."))
                last_end = end
                self.stretches.append((weekday, start, end))

    def _given(self, weekday):
        """The pairs that are filled in; half a pair is an error."""
        for number in range(self._pairs(weekday)):
            name = f"{weekday}-{number}-from"
            start = self.cleaned_data.get(name)
            end = self.cleaned_data.get(f"{weekday}-{number}-to")
            if start and end:
                yield start, end, name
            elif (start or end) and not self.errors.get(name):
                self.add_error(name, _("Give both a start and an end, or neither."))


class BusyTimeForm(forms.Form):
    """A time at which the member has something else to do, in their own wall time."""

    starts_at = forms.DateTimeField(label=_("From"))
    ends_at = forms.DateTimeField(label=_("To"))

    def __init__(self, *args, time_zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.time_zone = time_zone
        for field in self.fields.values():
            field.widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
            # Wall time: which moment it is, is ours to say (a clock change may skip it).
            field.to_python = read_wall_time

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if not start or not end:
            return cleaned
        starts, ends = (
            moments_of(start, self.time_zone),
            moments_of(end, self.time_zone),
        )
        for name, found in (("starts_at", starts), ("ends_at", ends)):
            if not found:
                self.add_error(name, no_such_time())
        if starts and ends:
            # Of a doubled hour the longer stretch: better too busy than double-booked.
            self.during = (starts[0], ends[-1])
            if self.during[1] <= self.during[0]:
                self.add_error("ends_at", _("The end has to be later than the start."))
            elif self.during[1] - self.during[0] > timedelta(days=366):
                self.add_error("ends_at", _("That is longer than a year."))
        return cleaned


def read_wall_time(value):
    if not value:
        return None
    try:
        wall = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise forms.ValidationError(_("Give a day and a time.")) from None
    return wall.replace(tzinfo=None)


def no_such_time():
    return forms.ValidationError(
        _("The clocks go forward then, so that time does not exist on that day.")
    )


class BookingPageForm(forms.ModelForm):
    """The ask and the rules of a team's booking page; what contradicts itself is refused."""

    meeting_url = forms.URLField(
        label=_("Address of the call"),
        required=False,
        max_length=200,
        assume_scheme="https",
    )

    class Meta:
        model = BookingPage
        fields = [
            "heading",
            "pitch",
            "learning_goal",
            "would_change_our_mind",
            "duration_minutes",
            "buffer_minutes",
            "notice_hours",
            "horizon_days",
            "most_per_day",
            "observers",
            "where",
            "meeting_url",
            "is_open",
        ]
        widgets = {"pitch": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "buffer_minutes": _("For writing down what you heard, while it is fresh."),
            "most_per_day": _("For each of you, counted where you live."),
            "observers": _("With more than two, the participant may feel outnumbered."),
            "where": _("In words, such as “on video or by phone, as you like”."),
        }

    def clean_most_per_day(self):
        most = self.cleaned_data["most_per_day"]
        if most < 1:
            raise forms.ValidationError(
                _("With none in a day, nothing could be booked.")
            )
        return most

    def clean(self):
        cleaned = super().clean()
        notice, horizon = cleaned.get("notice_hours"), cleaned.get("horizon_days")
        if notice is not None and horizon and notice >= horizon * 24:
            text = ngettext(
                "People would have to book %(notice)s hours ahead but can only see "
                "%(days)s day, so there would never be a free time.",
                "People would have to book %(notice)s hours ahead but can only see "
                "%(days)s days, so there would never be a free time.",
                horizon,
            )
            self.add_error("notice_hours", text % {"notice": notice, "days": horizon})
        minutes = cleaned.get("duration_minutes")
        if minutes and (longest := self._longest_stretch()) and minutes > longest:
            text = _(
                "The longest stretch in your team’s hours has %(longest)s minutes."
            )
            self.add_error("duration_minutes", text % {"longest": longest})
        return cleaned

    def _longest_stretch(self):
        """Minutes of the longest stretch of anybody's week, None if nobody has said any."""
        rows = Availability.objects.filter(membership__teams=self.instance.team_id)
        lengths = [minutes_between(row.starts_at, row.ends_at) for row in rows]
        return max(lengths, default=None)


def minutes_between(start, end):
    return (end.hour - start.hour) * 60 + end.minute - start.minute

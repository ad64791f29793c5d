"""Forms of planning an interview: what it is for, when, and who attends."""

from datetime import datetime

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from interviews.forms.availability import no_such_time
from interviews.hours import moments_of
from interviews.models import Interview


class PlanForm(forms.ModelForm):
    """What an interview is for: no interview without an intention (R28)."""

    meeting_url = forms.URLField(
        label=_("Address of the call"),
        required=False,
        max_length=200,
        assume_scheme="https",
    )

    class Meta:
        model = Interview
        fields = [
            "kind",
            "learning_goal",
            "would_change_our_mind",
            "where",
            "meeting_url",
        ]


class AgreedTimeForm(forms.Form):
    """A day and time that were agreed on in words, in the member's own wall time."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    which = forms.ChoiceField(
        label=_("The clocks go back then. Which one?"),
        choices=[("0", _("The first")), ("1", _("The second, an hour later"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, time_zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.time_zone = time_zone
        self.is_ambiguous = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("day") or not cleaned.get("time"):
            return cleaned
        wall = datetime.combine(cleaned["day"], cleaned["time"])
        found = moments_of(wall, self.time_zone)
        if not found:
            self.add_error("time", no_such_time())
            return cleaned
        self.is_ambiguous = len(found) == 2
        if self.is_ambiguous and not cleaned.get("which"):
            self.add_error("which", _("That time comes twice on that day."))
            return cleaned
        self.start = found[int(cleaned.get("which") or 0) if self.is_ambiguous else 0]
        if self.start <= now():
            self.add_error("time", _("That is over already."))
        return cleaned


class PeopleForm(forms.Form):
    """Who leads and who else attends."""

    lead = forms.ModelChoiceField(label=_("Leads"), queryset=None, empty_label=None)
    others = forms.ModelMultipleChoiceField(
        label=_("Also there"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, hosts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = hosts
        self.fields["others"].queryset = hosts

    def clean(self):
        cleaned = super().clean()
        if "lead" in cleaned and "others" in cleaned:
            cleaned["others"] = [
                member for member in cleaned["others"] if member != cleaned["lead"]
            ]
        return cleaned

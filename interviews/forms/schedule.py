"""Forms of planning an interview: what it is for, when, and who attends."""

from datetime import datetime, timedelta

from django import forms
from django.utils.html import format_html
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from interviews.forms.availability import no_such_time
from interviews.hours import moments_of
from interviews.kinds import kind_choices
from interviews.models import Interview

LONGEST_AGO = timedelta(days=5 * 366)


class PlanForm(forms.ModelForm):
    """What an interview is for: no interview without an intention (R28).

    The page sends along what each field said when it was opened (``was``): what its writer
    did not touch keeps what others wrote meanwhile, and what both touched is asked about.
    """

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
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = {name: getattr(self.instance, name) for name in self.fields}
        self.fields["kind"].choices = kind_options()

    @property
    def was(self):
        """What stands in the table now, by the name of the hidden field that says so."""
        return [(f"was_{name}", value) for name, value in self.stored.items()]

    def clean(self):
        cleaned = super().clean()
        for name, stored in self.stored.items():
            was = self.data.get(f"was_{name}", stored)
            if was == stored or name not in cleaned or cleaned[name] == stored:
                continue
            if cleaned[name] == was:
                cleaned[name] = stored
            else:
                words = _(
                    "Somebody changed this to “%(theirs)s” meanwhile. Save again to keep yours."
                )
                self.add_error(name, words % {"theirs": stored})
        return cleaned


def kind_options():
    """The kinds for a group of choices, each with its rule beside it."""
    shape = '<span>{} <span class="small soft">{}</span></span>'
    return [
        (value, format_html(shape, label, rule))
        for value, label, rule in kind_choices()
    ]


class LocalTimeForm(forms.Form):
    """A day and time of the member's own wall clock; valid, it has ``start``."""

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
        self.start = None

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
        return cleaned


class AgreedTimeForm(LocalTimeForm):
    """A day and time that were agreed on in words, still to come."""

    def clean(self):
        cleaned = super().clean()
        if self.start and self.start <= now():
            self.add_error("time", _("That is over already."))
        return cleaned


class TalkForm(LocalTimeForm):
    """A talk that was held elsewhere, logged afterwards (F117)."""

    kind = forms.ChoiceField(label=_("Kind of talk"), widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=8 * 60, initial=30
    )
    learning_goal = forms.CharField(
        label=_("What it was about"), max_length=300, required=False
    )
    where = forms.CharField(label=_("Where"), max_length=200, required=False)
    lead = forms.ModelChoiceField(label=_("Led it"), queryset=None, empty_label=None)
    others = forms.ModelMultipleChoiceField(
        label=_("Also there"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, hosts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_options()
        self.fields["lead"].queryset = hosts
        self.fields["others"].queryset = hosts

    def clean(self):
        cleaned = super().clean()
        if not self.start or "minutes" not in cleaned:
            return cleaned
        cleaned["length"] = timedelta(minutes=cleaned["minutes"])
        if self.start + cleaned["length"] > now():
            self.add_error("time", _("That is not over yet: plan it instead."))
        if self.start < now() - LONGEST_AGO:
            self.add_error("day", _("That is more than five years ago."))
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

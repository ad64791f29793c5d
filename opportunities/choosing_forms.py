"""What people type while they compare siblings and choose one."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from discovery.numbers import read_number
from opportunities.forms import ClientIdMixin
from opportunities.models import LensView

# A choice is a two-way door: it is looked at again after six weeks unless somebody says otherwise.
LOOK_AGAIN = timedelta(weeks=6)


class ViewForm(forms.Form):
    """One view through a lens; ``opportunity`` is one of the row."""

    lens = forms.ChoiceField(choices=LensView.Lens.choices)
    opportunity = forms.ModelChoiceField(queryset=None)
    place = forms.IntegerField(min_value=1, max_value=99, required=False)
    note = forms.CharField(max_length=300, required=False)
    seen = forms.IntegerField(min_value=0, required=False)

    def __init__(self, *args, siblings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opportunity"].queryset = siblings

    def clean_seen(self):
        return self.cleaned_data["seen"] or 0


class ChoiceForm(ClientIdMixin, forms.Form):
    """Which one, why, and when to look again."""

    chosen = forms.ModelChoiceField(
        queryset=None,
        label=_("Which matters most now?"),
        error_messages={"required": _("Choose one of the row.")},
    )
    reason = forms.CharField(
        label=_("Because"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write the reason down: in six weeks nobody remembers it.")
        },
    )
    revisit_on = forms.DateField(
        label=_("Look again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_target = forms.BooleanField(
        label=_("Make it the target of the tree"), required=False
    )
    # The last choice of this row that the person has seen.
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, siblings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = siblings
        self.fields["revisit_on"].initial = localdate() + LOOK_AGAIN

    def clean_after(self):
        return self.cleaned_data["after"] or 0

    def clean_revisit_on(self):
        day = self.cleaned_data["revisit_on"]
        if day < localdate():
            raise forms.ValidationError(_("That day has passed. Choose one to come."))
        return day


class RatingsForm(forms.Form):
    """One customer's importance and satisfaction for the siblings of a row, each from 1 to 5."""

    participant = forms.ChoiceField(
        error_messages={"required": _("Choose who said it.")}
    )

    def __init__(self, *args, people, siblings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = people
        self.siblings = siblings

    def clean(self):
        said = super().clean()
        said["ratings"] = {
            one.pk: pair for one in self.siblings if (pair := self._pair(one.pk))
        }
        return said

    def _pair(self, pk):
        pair = [
            read_number(self.data.get(f"{name}-{pk}", ""))
            for name in ("importance", "satisfaction")
        ]
        return tuple(pair) if all(mark and mark <= 5 for mark in pair) else None

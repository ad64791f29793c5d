"""What people type about the past of a tree."""

from django import forms
from django.utils.translation import gettext_lazy as _

from snapshots.forms import LineField


class VersionForm(forms.Form):
    name = LineField(label=_("Name of this version"), max_length=80)


class ReviewForm(forms.Form):
    note = forms.CharField(
        label=_("What we take from it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

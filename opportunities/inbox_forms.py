"""What is typed and chosen in the inbox and with the evidence of a node."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from discovery.numbers import read_number
from opportunities.forms import ClientIdMixin, NodeKeyField
from opportunities.models import OtherEvidence
from opportunities.operations import LAST
from opportunities.operations.steps.writing import plain, stored

MOST_PARTS = 6


def one_paragraph(text):
    return " ".join(text.split())


class PlacingForm(ClientIdMixin, forms.Form):
    """Where something heard goes: onto a node, or as a new node under one."""

    on = NodeKeyField(required=False)
    parent = NodeKeyField(required=False)
    after = NodeKeyField(required=False, is_sibling=True)
    # The select of the plain form: "on:7" or "under:7" or "under:".
    place = forms.CharField(required=False)
    # How a new node says it; nothing: as it was heard.
    text = forms.CharField(required=False, max_length=240)

    def clean_text(self):
        return one_paragraph(self.cleaned_data["text"])

    def clean(self):
        said = super().clean()
        # What else was heard of the same thing and goes along.
        keys = self.data.getlist("others") if hasattr(self.data, "getlist") else []
        said["others"] = [key for value in keys[:25] if (key := read_number(value))]
        how, _colon, pk = (said.get("place") or "").partition(":")
        if how in ("on", "under"):
            said["on" if how == "on" else "parent"] = NodeKeyField(
                required=False
            ).clean(pk)
        elif "on" not in self.data and "parent" not in self.data:
            raise ValidationError(_("Choose where it belongs."))
        if how == "on" and said["on"] is None:
            raise ValidationError(_("Choose where it belongs."))
        if "after" not in self.data:
            said["after"] = LAST
        return said


class SplittingForm(ClientIdMixin, forms.Form):
    """Several opportunities that one thing heard holds, one a line."""

    texts = forms.CharField(widget=forms.Textarea)
    parent = NodeKeyField(required=False)

    def clean_texts(self):
        lines = [
            one_paragraph(line) for line in self.cleaned_data["texts"].splitlines()
        ]
        lines = [line for line in lines if line]
        if not 2 <= len(lines) <= MOST_PARTS:
            raise ValidationError(
                _("Write two to six opportunities, one on each line.")
            )
        if any(len(line) > 240 for line in lines):
            raise ValidationError(_("Keep each to 240 characters."))
        return lines


class SettingAsideForm(ClientIdMixin, forms.Form):
    reason = forms.CharField(
        max_length=300,
        error_messages={"required": _("Say why, so that the team can look again.")},
    )


_THRESHOLDS = ("least_people", "quiet_weeks")


class ThresholdsForm(ClientIdMixin, forms.Form):
    """The two numbers by which the inbox and the tree judge how well something was heard.

    ``seen`` is what the person had before them: two who change one number are told of it.
    """

    least_people = forms.IntegerField(min_value=1, max_value=20)
    quiet_weeks = forms.IntegerField(min_value=1, max_value=104)
    seen_least_people = forms.IntegerField()
    seen_quiet_weeks = forms.IntegerField()

    @property
    def wanted(self):
        return {name: self.cleaned_data[name] for name in _THRESHOLDS}

    @property
    def seen(self):
        return {name: self.cleaned_data[f"seen_{name}"] for name in _THRESHOLDS}


class OtherEvidenceForm(ClientIdMixin, forms.ModelForm):
    """What points to a node without a story; ``seen`` fields show two edits at once."""

    url = forms.URLField(
        label=_("where it is"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = OtherEvidence
        fields = ["source", "basis", "text", "url", "observed_on", "is_against"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            "observed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, seen_of=None, **kwargs):
        super().__init__(*args, **kwargs)
        # What the person had before them; a form without these fields means what is there now.
        self.seen = {name: getattr(seen_of, name, None) for name in self.Meta.fields}
        for name, value in self.seen.items() if seen_of else ():
            self.initial[f"seen_{name}"] = plain(value)
            self.fields[f"seen_{name}"] = forms.CharField(
                required=False, strip=False, widget=forms.HiddenInput
            )

    def clean(self):
        said = super().clean()
        for name in self.seen:
            if f"seen_{name}" in self.data:
                self.seen[name] = stored(OtherEvidence, name, said[f"seen_{name}"])
        return said

    def clean_text(self):
        return one_paragraph(self.cleaned_data["text"])

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(_("Give an address that begins with https://."))
        return url

    @property
    def said(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SideForm(ClientIdMixin, forms.Form):
    is_against = forms.BooleanField(required=False)

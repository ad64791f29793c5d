"""Forms of recordings: a small file, where it begins, and the rules of a workspace."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.media import EXTENSIONS
from interviews.models import RecordingPolicy

CLOCK = re.compile(r"(-?)(?:(\d{1,2}):)?(\d{1,3}):(\d{2})", re.ASCII)


class FileForm(forms.Form):
    """A file in one request, for browsers without scripts."""

    file = forms.FileField(
        label=_("A file of sound or picture"),
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
        error_messages={"empty": _("That file is empty.")},
    )


class BeginningForm(forms.Form):
    """Where the talk's clock stood when the recording began: 2:30, or -1:00 if it ran before."""

    beginning = forms.CharField(
        label=_("The recording begins at"), max_length=10, initial="0:00"
    )

    def clean_beginning(self):
        """The time in milliseconds."""
        found = CLOCK.fullmatch(self.cleaned_data["beginning"].strip())
        if found is None or int(found[4]) > 59:
            raise forms.ValidationError(_("Write minutes and seconds, as in 2:30."))
        sign, hours, minutes, seconds = found.groups()
        total = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        return (-1000 if sign else 1000) * total


class PolicyForm(forms.ModelForm):
    """How long and how much a workspace keeps."""

    keep_months = forms.IntegerField(
        label=_("Keep recordings for (months)"), min_value=1, max_value=120
    )
    most_gigabytes = forms.IntegerField(
        label=_("Room for recordings (GB)"), min_value=1, max_value=100_000
    )

    class Meta:
        model = RecordingPolicy
        fields = ["keep_months", "most_gigabytes", "is_transcribed"]
        labels = {"is_transcribed": _("Write every new recording down automatically")}

    def __init__(self, *args, can_transcribe=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_transcribe:
            del self.fields["is_transcribed"]

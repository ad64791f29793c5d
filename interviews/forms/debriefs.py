"""Forms of the debrief: one answer at a time, and somebody whom the participant named."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import Debrief

LONGEST_ANSWER = 5_000


class AnswerForm(forms.Form):
    """One answer of the debrief, with the version that its writer saw."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    # Pressed under a conflict: theirs stays, and mine stands below it.
    keeps_both = forms.BooleanField(required=False)

    def __init__(self, *args, answer, **kwargs):
        super().__init__(*args, **kwargs)
        column = Debrief._meta.get_field(answer)
        self.fields["text"] = forms.CharField(
            label=column.verbose_name,
            max_length=longest(answer),
            required=False,
            error_messages={
                "max_length": _(
                    "This is %(show_value)d characters long; there is room for %(limit_value)d."
                )
            },
        )

    def clean_text(self):
        # Browsers send CRLF.
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def problem(self):
        """All that is wrong with it, in one sentence for beside the answer."""
        return " ".join(message for each in self.errors.values() for message in each)


def longest(answer):
    """How many characters an answer may have."""
    return Debrief._meta.get_field(answer).max_length or LONGEST_ANSWER


class NamedForm(forms.Form):
    """Whom else to talk to; the address can follow later."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

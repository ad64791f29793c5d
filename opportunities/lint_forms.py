"""What people say about a lint: the words that mend it, or why it is set aside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.forms import ClientIdMixin


class RemedyForm(ClientIdMixin, forms.Form):
    text = forms.CharField(max_length=240, required=False)

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


class SetAsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not"),
        max_length=300,
        error_messages={"required": _("Say in a few words why it does not apply.")},
    )

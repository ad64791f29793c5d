"""What people say about a lint: the words that mend it, or why it is set aside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.forms import ClientIdMixin
from snapshots.forms import LineField


class RemedyForm(ClientIdMixin, forms.Form):
    text = LineField(max_length=240, required=False)


class SetAsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not"),
        max_length=300,
        error_messages={"required": _("Say in a few words why it does not apply.")},
    )

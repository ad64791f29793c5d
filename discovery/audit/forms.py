from datetime import datetime, time, timedelta

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from discovery.audit.wording import WORDS


def day_start(day):
    return make_aware(datetime.combine(day, time()))


class AuditFilterForm(forms.Form):
    """Whose lines, of which kind, from when until when."""

    by = forms.ModelChoiceField(
        label=_("Who"), queryset=None, required=False, empty_label=_("Everybody")
    )
    action = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = workspace.memberships.for_list()
        words = sorted(WORDS.items(), key=lambda item: str(item[1]))
        self.fields["action"].choices = [("", _("Everything")), *words]

    def narrow(self, events):
        """The lines of ``events`` that the filter lets through."""
        chosen = self.cleaned_data if self.is_valid() else {}
        if member := chosen.get("by"):
            events = events.filter(actor_id=member.pk)
        if action := chosen.get("action"):
            events = events.filter(action=action)
        if since := chosen.get("since"):
            events = events.filter(at__gte=day_start(since))
        if until := chosen.get("until"):
            events = events.filter(at__lt=day_start(until + timedelta(days=1)))
        return events

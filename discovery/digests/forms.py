from django import forms
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from discovery.digests.models import ChatHook, DigestChoice
from discovery.digests.models.times import MORNING
from discovery.outside import AddressRefused, read_address

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]

REFUSALS = {
    "address": _("That is not an address we can post to. Copy it whole from the chat."),
    "scheme": _("The address must begin with https://."),
    "port": _("We post to the ports 443 and 8443 only."),
}


class ReachFields(forms.Form):
    """Which teams and outcomes; the ids come back as lists of numbers."""

    team_ids = forms.TypedMultipleChoiceField(
        label=_("Teams"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    outcome_ids = forms.TypedMultipleChoiceField(
        label=_("Outcomes"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def offer(self, workspace):
        """List what the workspace has, and what was chosen before it was archived.

        Left out it would be unticked unseen, and nothing ticked means everything.
        """
        teams = workspace.teams.order_by(Lower("name"), "pk")
        is_offered = Q(archived_at=None) | Q(pk__in=self.instance.outcome_ids)
        outcomes = workspace.outcomes.filter(is_offered)
        outcomes = outcomes.order_by(Lower("title"), "pk")
        self.fields["team_ids"].choices = list(teams.values_list("pk", "name"))
        self.fields["outcome_ids"].choices = list(outcomes.values_list("pk", "title"))
        self.fields["hour"].choices = HOURS


class ChoiceForm(ReachFields, forms.ModelForm):
    """How somebody wants their digest."""

    hour = forms.TypedChoiceField(label=_("Hour"), coerce=int, initial=MORNING)

    class Meta:
        model = DigestChoice
        fields = ["is_on", "weekday", "hour", "scope", "team_ids", "outcome_ids"]
        widgets = {"scope": forms.RadioSelect}

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(workspace)

    def clean(self):
        cleaned = super().clean()
        is_chosen = cleaned.get("scope") == DigestChoice.Scope.CHOSEN
        if is_chosen and not (cleaned.get("team_ids") or cleaned.get("outcome_ids")):
            self.add_error("scope", _("Tick a team or an outcome below."))
        return cleaned


class HookForm(ReachFields, forms.ModelForm):
    """A chat's address and what is posted there; a known address is never shown again."""

    hour = forms.TypedChoiceField(label=_("Hour"), coerce=int, initial=MORNING)
    address = forms.CharField(
        label=_("Webhook address"),
        max_length=2000,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        ),
    )

    class Meta:
        model = ChatHook
        fields = [
            *("name", "kind", "occasion", "weekday", "hour", "team_ids", "outcome_ids"),
            *("shows_names", "is_on"),
        ]
        widgets = {"occasion": forms.RadioSelect}

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(workspace)
        self.fields["kind"].choices = ChatHook.Kind.choices
        if self.instance.pk:
            self.fields["address"].required = False

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        if address:
            try:
                read_address(address)
            except AddressRefused as refusal:
                raise forms.ValidationError(REFUSALS[refusal.reason]) from refusal
        return address

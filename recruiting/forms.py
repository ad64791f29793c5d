from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from discovery.accounts.zones import current_name, known_zones
from discovery.workspaces.models import Team
from recruiting.models import Channel, OptInPage, Participant

FASTEST_SECONDS = 2
OLDEST_SECONDS = 24 * 3600
CLOCK = signing.TimestampSigner(salt="earshot.join.clock")


class PlainField(forms.CharField):
    """One line of text: without control characters, on one line, trimmed."""

    def to_python(self, value):
        # A NUL is left for the field's own validator, which refuses it in words.
        value = super().to_python(value)
        return " ".join(value.split()) if value else value


def zone_field():
    zones = sorted(known_zones())
    return forms.ChoiceField(
        label=_("Time zone"),
        choices=[("", _("Not known"))]
        + [(zone, zone.replace("_", " ")) for zone in zones],
        required=False,
    )


class OptInForm(forms.Form):
    """What a visitor of an opt-in page says yes to. ``website`` is for robots only."""

    name = PlainField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    answer = forms.CharField(max_length=2000, required=False)
    may_contact = forms.BooleanField(
        label=_("Your agreement"),
        error_messages={
            "required": _("Please tick this box; without it we may not write to you.")
        },
    )
    may_record = forms.BooleanField(
        required=False, help_text=_("You may leave this one empty.")
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)
    clock = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, page, recording_text, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["may_record"].label = recording_text
        self.fields["answer"].label = page.question
        self.fields["answer"].widget = forms.Textarea(attrs={"rows": 3})
        if not page.question:
            del self.fields["answer"]
        self.fields["clock"].initial = CLOCK.sign("join")

    def clean_time_zone(self):
        """The browser's zone by its name of today; an unknown one is as good as none."""
        name = current_name(self.cleaned_data["time_zone"])
        return name if name in known_zones() else ""

    def clean(self):
        try:
            CLOCK.unsign(self.data.get("clock", ""), max_age=OLDEST_SECONDS)
        except signing.BadSignature:
            self.data = {**self.data.dict(), "clock": CLOCK.sign("join")}
            message = _(
                "This page was open for long. Please press the button once more."
            )
            raise forms.ValidationError(message) from None
        if self._is_young():
            raise forms.ValidationError(
                _("That was very quick. Please press the button once more.")
            )

    def _is_young(self):
        """Whether the page was filled in faster than a person can."""
        try:
            CLOCK.unsign(self.data["clock"], max_age=FASTEST_SECONDS)
        except signing.SignatureExpired:
            return False
        return True

    @property
    def is_robot(self):
        return bool(self.data.get("website"))


class OwnSettingsForm(forms.ModelForm):
    """How a participant wants to be written to."""

    class Meta:
        model = Participant
        fields = ["language", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = zone_field()


class ParticipantForm(forms.ModelForm):
    """A person of the panel as a member knows them."""

    name = PlainField(label=_("Name"), max_length=120)
    company = PlainField(label=_("Company"), max_length=120, required=False)
    job_title = PlainField(label=_("Job title"), max_length=120, required=False)
    phone = PlainField(label=_("Phone"), max_length=40, required=False)

    class Meta:
        model = Participant
        fields = [
            *("name", "email", "company", "job_title", "phone", "audience"),
            *("language", "time_zone", "notes"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = zone_field()
        self.fields["notes"].max_length = 4000
        self.fields["notes"].widget.attrs.update(rows=3, maxlength=4000)
        self.fields["notes"].validators.append(
            forms.CharField(max_length=4000).validators[0]
        )


class NewParticipantForm(ParticipantForm):
    """Somebody added by hand: where we know them from, and for which team."""

    CHANNELS = [Channel.PERSONAL_NETWORK, Channel.REFERRAL, Channel.OUTREACH]

    channel = forms.ChoiceField(label=_("How we know them"))
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("No team")
    )

    class Meta(ParticipantForm.Meta):
        fields = [
            *("name", "email", "company", "job_title", "audience", "language", "notes"),
        ]

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["phone"], self.fields["time_zone"]
        self.fields["team"].queryset = teams
        self.fields["channel"].choices = [(c.value, c.label) for c in self.CHANNELS]


class NominationForm(forms.Form):
    """Whom a colleague would like the team to talk to."""

    name = PlainField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    company = PlainField(label=_("Company"), max_length=120, required=False)
    reason = PlainField(
        label=_("Why this person?"),
        help_text=_("What did they just do or say? One sentence is enough."),
        max_length=500,
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("For which team"),
        required=False,
        empty_label=_("Any team"),
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams


class InviteForm(forms.Form):
    """For which team somebody is invited, and why although the policy advises against it."""

    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("To talk with"), empty_label=None
    )
    reason = PlainField(
        label=_("Why is it all right to write to them?"),
        help_text=_("For example: “We know each other, and she offered to help.”"),
        max_length=200,
        required=False,
    )

    def __init__(self, *args, teams, refusal=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        self.fields["reason"].required = refusal is not None
        if refusal is None:
            del self.fields["reason"]


class ConsentForm(forms.Form):
    """A yes that somebody said to a member, in the words that were used."""

    purpose = forms.ChoiceField(label=_("They agreed to"))
    text = forms.CharField(
        label=_("In which words"),
        help_text=_("What you asked and what they said, as exactly as you remember."),
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, purposes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = purposes


class OptInPageForm(forms.ModelForm):
    """The words of a team's opt-in page."""

    class Meta:
        model = OptInPage
        fields = ["heading", "pitch", "question", "consent_text"]
        widgets = {
            "pitch": forms.Textarea(attrs={"rows": 3}),
            "consent_text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "pitch": _("Say what is in it for them and that it is not a sales call."),
            "question": _("Leave it empty to ask nothing."),
            "consent_text": _(
                "Everybody's yes is kept with exactly these words. Change them with care."
            ),
        }

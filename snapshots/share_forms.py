from datetime import datetime, time, timedelta

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, make_aware, now
from django.utils.translation import gettext_lazy as _

from snapshots.models import ShareLink
from snapshots.passcodes import SHORTEST_PASSCODE, is_passcode, suggest_passcode

LONGEST_SHARE = timedelta(days=365)
WEEK, MONTH, QUARTER, DAY, AS_IT_IS = "7", "30", "90", "day", "keep"
LIFETIMES = [
    (WEEK, _("a week")),
    (MONTH, _("a month")),
    (QUARTER, _("90 days")),
    (DAY, _("until a day that I choose")),
]
NONE, NEW = "none", "new"


class ShareLinkForm(forms.ModelForm):
    """A new link: for whom, until when, under which name, and whether it has a passcode."""

    lifetime = forms.ChoiceField(
        label=_("Works for"), choices=LIFETIMES, widget=forms.RadioSelect
    )
    expires_on = forms.DateField(
        label=_("Works until"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    passcode_choice = forms.ChoiceField(label=_("Passcode"), widget=forms.RadioSelect)
    passcode = forms.CharField(
        label=_("The passcode"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )

    # What is not asked for is not shown, and a browser cannot ask for it there.
    use_required_attribute = False

    class Meta:
        model = ShareLink
        fields = ["label", "shows_name"]

    def __init__(self, *args, may_show_name=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = localdate() + timedelta(days=90)
        self.fields["lifetime"].initial = QUARTER
        self.fields["passcode_choice"].choices = self.passcode_choices()
        self.fields["passcode_choice"].initial = self.passcode_choices()[0][0]
        self.fields["passcode"].initial = suggest_passcode()
        self.fields["passcode"].widget.attrs["minlength"] = SHORTEST_PASSCODE
        if "shows_name" in self.fields:
            self.fields["shows_name"].disabled = not may_show_name

    def passcode_choices(self):
        return [
            (NONE, _("None: the link is enough")),
            (NEW, _("They also need this passcode")),
        ]

    @property
    def default_label(self):
        """What a link is called that nobody named: "Link of 22 Nov"."""
        return _("Link of %(day)s") % {"day": date_format(localdate(), "j M")}

    def clean_label(self):
        return self.cleaned_data["label"] or self.default_label

    def clean(self):
        cleaned = super().clean()
        if day := self.last_day(cleaned):
            end = make_aware(datetime.combine(day, time.max))
            cleaned["expires_at"] = max(end, now())
        if cleaned.get("passcode_choice") == NEW:
            try:
                refuse_weak(cleaned.get("passcode") or "")
            except ValidationError as error:
                if "passcode" not in self.errors:
                    self.add_error("passcode", error)
        else:
            self.errors.pop("passcode", None)
            cleaned["passcode"] = ""
        return cleaned

    def last_day(self, cleaned):
        """The last day on which the link works; None if that is not to change or is wrong."""
        lifetime = cleaned.get("lifetime")
        if lifetime != DAY:
            self.errors.pop("expires_on", None)
        if lifetime in (None, AS_IT_IS):
            return None
        if lifetime != DAY:
            return localdate() + timedelta(days=int(lifetime))
        day = cleaned.get("expires_on")
        if day and localdate() <= day <= localdate() + LONGEST_SHARE:
            return day
        if "expires_on" not in self.errors:
            message = _("Choose a day from today on, within the next year.")
            self.add_error("expires_on", message)
        return None


class LinkChangeForm(ShareLinkForm):
    """The same for a link that people have already: what is not touched stays."""

    class Meta:
        model = ShareLink
        fields = ["label"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        day = date_format(localtime(self.instance.expires_at), "DATE_FORMAT")
        as_it_is = (AS_IT_IS, _("as it is: until %(day)s") % {"day": day})
        self.fields["lifetime"].choices = [as_it_is, *LIFETIMES]
        self.fields["lifetime"].initial = AS_IT_IS
        self.fields["lifetime"].label = _("From today on it works for")

    @property
    def default_label(self):
        """A link that was made without a name goes on without one."""
        return ""

    def passcode_choices(self):
        if not self.instance.has_passcode:
            return super().passcode_choices()
        return [
            (AS_IT_IS, _("As it is")),
            (NEW, _("A new one; whoever was let in is asked again")),
            (NONE, _("None: the link is enough")),
        ]


class PasscodeForm(forms.Form):
    """What a stranger types in before the page of a link that has a passcode."""

    passcode = forms.CharField(
        label=_("Passcode"),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, **kwargs)
        self.link = link

    def clean_passcode(self):
        passcode = self.cleaned_data["passcode"]
        if not is_passcode(passcode, self.link.passcode_hash):
            raise ValidationError(_("This is not the passcode of this page."))
        return passcode


def refuse_weak(passcode):
    """A passcode that many tries would find is no better than none."""
    if len(passcode.strip()) < SHORTEST_PASSCODE:
        raise ValidationError(
            _("At least %(count)d characters, please."),
            params={"count": SHORTEST_PASSCODE},
        )
    try:
        CommonPasswordValidator().validate(passcode.strip())
    except ValidationError:
        raise ValidationError(_("This one is among the first to be guessed.")) from None

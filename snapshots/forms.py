from datetime import datetime, time, timedelta

from django import forms
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext_lazy as _

from discovery.numbers import LARGEST
from snapshots.models import (
    Comment,
    HeardOpportunity,
    Insight,
    Moment,
    QuickFact,
    ShareLink,
    Snapshot,
)
from snapshots.part_names import is_part_name
from snapshots.passcodes import is_passcode
from snapshots.wording import one_line

LONGEST_SHARE = timedelta(days=365)


class LineField(forms.CharField):
    """Words of one page: a line break would be a hole in it."""

    def to_python(self, value):
        return one_line(super().to_python(value))


def line_of(model, name, *, required=False):
    field = model._meta.get_field(name)
    return LineField(
        label=field.verbose_name,
        max_length=field.max_length,
        required=required,
        error_messages={
            "required": _("This cannot be empty."),
            "max_length": _(
                "This is %(show_value)d characters long; the page holds %(limit_value)d."
            ),
        },
    )


class PartForm(forms.Form):
    """One part of the page, with the version that its writer saw."""

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def fields_of_part(self):
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "client_id")
        }

    def problem(self):
        """All that is wrong with it, in one sentence for beside the part."""
        return " ".join(message for each in self.errors.values() for message in each)


class FactForm(PartForm):
    label = line_of(QuickFact, "label", required=True)
    text = line_of(QuickFact, "text")


class MomentForm(PartForm):
    title = line_of(Moment, "title", required=True)
    text = line_of(Moment, "text")
    feeling = forms.TypedChoiceField(
        choices=Moment.Feeling.choices, coerce=int, empty_value=0, required=False
    )


class OpportunityForm(PartForm):
    text = line_of(HeardOpportunity, "text", required=True)
    moment = forms.ModelChoiceField(Moment.objects.none(), required=False)

    def __init__(self, *args, snapshot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["moment"].queryset = snapshot.moments.all()


class InsightForm(PartForm):
    text = line_of(Insight, "text", required=True)


FORMS = {"facts": FactForm, "moments": MomentForm, "insights": InsightForm}


def part_form(kind, *, snapshot, **kwargs):
    if kind == "opportunities":
        return OpportunityForm(snapshot=snapshot, **kwargs)
    return FORMS[kind](**kwargs)


def text_form(field, **kwargs):
    """The form of one of the page's own texts."""
    form = PartForm(**kwargs)
    form.fields[field] = line_of(Snapshot, field, required=field == "name")
    return form


class CommentForm(forms.ModelForm):
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    """Something said or asked, about what, and who was picked to be called upon."""

    class Meta:
    parent = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    part = forms.CharField(required=False, max_length=40)
        model = Comment
        fields = ["text", "is_question"]
        error_messages = {"text": {"required": _("Please write something first.")}}


class PhotoForm(forms.Form):
    def clean_part(self):
        part = self.cleaned_data["part"]
        return part if is_part_name(part) else ""

    @property
    def chosen(self):
        return self.data.getlist("mentioned")

    """A photo and the person's yes to it; one without the other is no use (C1)."""

    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp"}
        ),
    )
    has_agreed = forms.BooleanField(
        label=_("They have agreed to their photo being on the snapshot."),
        error_messages={
            "required": _("A photo needs their yes. Until then the portrait is drawn.")
        },
    )


class ShareLinkForm(forms.ModelForm):
    """Who gets the link, until when, and under which name the story is told."""

    expires_on = forms.DateField(
        label=_("Works until"), widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = ShareLink
        fields = ["label", "shows_name"]

    def __init__(self, *args, may_show_name, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = localdate() + timedelta(days=90)
        self.fields["shows_name"].disabled = not may_show_name
        if not may_show_name:
            self.fields["shows_name"].help_text = _(
                "Not possible yet: this person has not agreed to being shown outside by name."
            )

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if not localdate() <= day <= localdate() + LONGEST_SHARE:
            raise forms.ValidationError(
                _("Choose a day from today on, within the next year.")
            )
        return day

    def clean(self):
        cleaned = super().clean()
        if day := cleaned.get("expires_on"):
            end = datetime.combine(day, time.max)
            cleaned["expires_at"] = max(make_aware(end), now())
        return cleaned


class PasscodeForm(forms.Form):
    """What a stranger types in before the page of a link that has a passcode."""

    passcode = forms.CharField(
        label=_("Passcode"),
        max_length=200,
        widget=forms.PasswordInput(
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
            raise forms.ValidationError(_("This is not the passcode of this page."))
        return passcode

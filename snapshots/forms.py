from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from discovery.numbers import LARGEST
from snapshots.models import (
    Comment,
    HeardOpportunity,
    Insight,
    Moment,
    PageChange,
    QuickFact,
    Snapshot,
)
from snapshots.part_names import is_part_name
from snapshots.wording import one_line


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
    tried = line_of(Moment, "tried")
    hurt = line_of(Moment, "hurt")
    feeling = forms.TypedChoiceField(
        choices=Moment.Feeling.choices, coerce=int, empty_value=0, required=False
    )


class MomentField(forms.ModelChoiceField):
    """A moment of the page; one that somebody has removed meanwhile is none."""

    def __init__(self, snapshot):
        super().__init__(snapshot.moments.all(), required=False)
        self.snapshot = snapshot

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError:
            steps = self.snapshot.changes.filter(part=f"moments-{value}")
            if steps.filter(kind=PageChange.Kind.REMOVED).exists():
                return None
            raise


class OpportunityForm(PartForm):
    text = line_of(HeardOpportunity, "text", required=True)

    def __init__(self, *args, snapshot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["moment"] = MomentField(snapshot)


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
    """Something said or asked, about what, and who was picked to be called upon."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    parent = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    part = forms.CharField(required=False, max_length=40)

    class Meta:
        model = Comment
        fields = ["text", "is_question"]
        error_messages = {"text": {"required": _("Please write something first.")}}

    def clean_part(self):
        part = self.cleaned_data["part"]
        return part if is_part_name(part) else ""

    @property
    def chosen(self):
        return self.data.getlist("mentioned")


class PhotoForm(forms.Form):
    """A photo and the person's yes to it; one without the other is no use (C1)."""

    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp"}
        ),
    )
    alt = LineField(label=_("What the photo shows"), max_length=200, required=False)
    # The chosen square, its middle and its side in fractions of the upright picture.
    across = forms.FloatField(min_value=0, max_value=1, required=False)
    down = forms.FloatField(min_value=0, max_value=1, required=False)
    side = forms.FloatField(min_value=0.05, max_value=1, required=False)
    has_agreed = forms.BooleanField(
        label=_("They have agreed to their photo being on the snapshot."),
        error_messages={
            "required": _("A photo needs their yes. Until then the portrait is drawn.")
        },
    )

    @property
    def square(self):
        """The chosen square, or None if there was no way to choose."""
        chosen = [self.cleaned_data.get(name) for name in ("across", "down", "side")]
        return None if None in chosen else tuple(chosen)

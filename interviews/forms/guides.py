from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import Guide, Question

LONGEST_PROBE = 200
MOST_PROBES = 8


class GuideForm(forms.ModelForm):
    """What a guide is called, and what the team wants to learn with it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Guide
        fields = ["title", "learning_goal"]


class NewGuideForm(forms.ModelForm):
    class Meta:
        model = Guide
        fields = ["title"]


class NewQuestionForm(forms.ModelForm):
    """One more prompt for a phase."""

    class Meta:
        model = Question
        fields = ["phase", "text"]
        widgets = {"phase": forms.HiddenInput}


class QuestionForm(forms.ModelForm):
    """The words of a prompt, with its probes one to a line."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    probes = forms.CharField(
        label=_("Probes, one to a line"), required=False, widget=forms.Textarea
    )

    class Meta:
        model = Question
        fields = ["text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["probes"] = "\n".join(self.instance.probes)

    def clean_probes(self):
        lines = [line.strip() for line in self.cleaned_data["probes"].splitlines()]
        probes = [line for line in lines if line]
        if len(probes) > MOST_PROBES:
            message = _("A prompt has at most %(most)s probes: keep the ones you use.")
            raise forms.ValidationError(message % {"most": MOST_PROBES})
        if any(len(probe) > LONGEST_PROBE for probe in probes):
            raise forms.ValidationError(_("One of the probes is too long to ask."))
        return probes


class PlaceForm(forms.Form):
    """Where a prompt goes: one step, or a place within a phase."""

    direction = forms.ChoiceField(
        choices=[("up", "up"), ("down", "down")], required=False
    )
    phase = forms.ChoiceField(choices=Question.Phase.choices, required=False)
    index = forms.IntegerField(min_value=0, required=False)

    def clean(self):
        fields = super().clean()
        is_place = fields.get("phase") and fields.get("index") is not None
        if not (fields.get("direction") or is_place):
            raise forms.ValidationError(_("Say where it goes."))
        return fields

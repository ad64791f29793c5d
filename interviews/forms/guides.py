from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import Guide, Question

LONGEST_PROBE = 200
MOST_PROBES = 8
LONGEST_RESEARCH_QUESTION = 300
MOST_RESEARCH_QUESTIONS = 10


class Lines(forms.Widget):
    """Several inputs of one name; the template draws them, one more than there are."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data


class ResearchQuestionsField(forms.Field):
    """What a team wants to know, each in an input of its own; empty ones are left out."""

    widget = Lines

    def clean(self, value):
        questions = [" ".join(line.split()) for line in value or []]
        questions = list(dict.fromkeys(line for line in questions if line))
        if len(questions) > MOST_RESEARCH_QUESTIONS:
            message = _("More than %(most)s is a survey. Keep those that matter now.")
            raise forms.ValidationError(message % {"most": MOST_RESEARCH_QUESTIONS})
        if any(len(question) > LONGEST_RESEARCH_QUESTION for question in questions):
            message = _(
                "One of them is longer than %(most)s characters. Say it shorter."
            )
            raise forms.ValidationError(message % {"most": LONGEST_RESEARCH_QUESTION})
        return questions


class GuideForm(forms.ModelForm):
    """What a guide is called, and what the team wants to learn with it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    research_questions = ResearchQuestionsField(required=False)

    class Meta:
        model = Guide
        fields = ["title", "learning_goal"]
        widgets = {"learning_goal": forms.Textarea}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["research_questions"] = self.instance.research_questions
        # A paste is refused in words, never cut in silence.
        self.fields["learning_goal"].widget.attrs.pop("maxlength", None)

    def clean_title(self):
        # It wraps on a narrow screen, and is one line all the same.
        return " ".join(self.cleaned_data["title"].split())

    def clean_research_questions(self):
        if "research_questions" not in self.data:
            return self.initial["research_questions"]
        return self.cleaned_data["research_questions"]


class NewGuideForm(forms.ModelForm):
    """Another guide for the team, of one of the four kinds."""

    is_current = forms.BooleanField(
        label=_("New interviews follow it from now on"), required=False
    )

    class Meta:
        model = Guide
        fields = ["kind", "title", "learning_goal"]
        labels = {
            "title": _("What is it about?"),
            "learning_goal": _("What do you want to learn?"),
        }
        widgets = {"kind": forms.RadioSelect, "learning_goal": forms.Textarea}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Who asks for a guide by its name alone gets one for open exploring.
        self.fields["kind"].required = False

    def clean_kind(self):
        return self.cleaned_data["kind"] or Guide.Kind.EXPLORATORY


class NewQuestionForm(forms.ModelForm):
    """One more prompt for a phase."""

    class Meta:
        model = Question
        fields = ["phase", "text"]
        widgets = {"phase": forms.HiddenInput}

    def clean_text(self):
        # It is asked in one breath: what was pasted over several lines becomes one.
        return " ".join(self.cleaned_data["text"].split())


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


class HintForm(forms.Form):
    """Which of the coach's remarks is taken, and over which words."""

    label = forms.CharField(max_length=40)
    version = forms.IntegerField(min_value=1)

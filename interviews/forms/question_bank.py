from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import BankQuestion, Question
from interviews.question_bank import PURPOSES, STEPS

STEP_NAMES = {
    "screening": _("Finding the right people"),
    "warm_up": _("Warming up"),
    "opener": _("Opening the story"),
    "scene": _("Setting the scene"),
    "timeline": _("Following the timeline"),
    "gap": _("Filling the gaps"),
    "memory": _("Helping them remember"),
    "redirect": _("Leading back to a story"),
    "feeling": _("What it was like"),
    "scary": _("The scary one"),
    "their_questions": _("Their questions"),
    "closing": _("Saying thanks"),
}
PURPOSE_NAMES = {
    "any": _("Any talk"),
    "exploratory": _("Exploring"),
    "validation": _("Is the problem there?"),
    "satisfaction": _("Why they love or leave it"),
    "efficiency": _("Where the time goes"),
    "starting": _("How they began"),
    "leaving": _("How they left"),
    "buying": _("How they chose and paid"),
    "teamwork": _("How they work with others"),
}
STEP_CHOICES = [(step, STEP_NAMES[step]) for step in STEPS]
PURPOSE_CHOICES = [(purpose, PURPOSE_NAMES[purpose]) for purpose in PURPOSES]


class BankSearchForm(forms.Form):
    """What somebody looks for in the question bank; anything odd is taken for nothing."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": _("Waiting, price, colleague …"), "type": "search"}
        ),
    )
    step = forms.ChoiceField(
        label=_("Step"), choices=[("", _("All steps")), *STEP_CHOICES], required=False
    )
    purpose = forms.ChoiceField(
        label=_("For"),
        choices=[("", _("Everything")), *PURPOSE_CHOICES],
        required=False,
    )


class BankQuestionForm(forms.ModelForm):
    """A question of the workspace's own."""

    step = forms.ChoiceField(label=_("Step"), choices=STEP_CHOICES, initial="opener")
    purpose = forms.ChoiceField(label=_("For"), choices=PURPOSE_CHOICES, initial="any")

    class Meta:
        model = BankQuestion
        fields = ["text", "instead_of", "step", "purpose"]


class TakingForm(forms.Form):
    """A question that goes from the bank onto a guide."""

    text = forms.CharField(max_length=300)
    phase = forms.ChoiceField(choices=Question.Phase.choices)

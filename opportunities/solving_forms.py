"""What people type and choose while they solve: ideas, solutions and assumptions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from opportunities.forms import ClientIdMixin
from opportunities.models import (
    EVIDENCE_WORDS,
    IMPORTANCE_WORDS,
    Assumption,
    Idea,
    IdeaRound,
    Solution,
    StoryStep,
)
from opportunities.operations.ideas import MOST_PICKED
from snapshots.wording import one_line


class SeenMixin(ClientIdMixin):
    """Fields that carry what the person had before them, so that a stale edit is told (B4.3)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[f"seen_{name}"] = forms.CharField(
                required=False, strip=False, widget=forms.HiddenInput
            )
            self.initial[f"seen_{name}"] = plain(self.initial.get(name))

    @property
    def wanted(self):
        """What to write, by column: nothing is an empty text, a key is a number."""
        return {
            self._column(name): plain(self.cleaned_data[name]) for name in self._sent
        }

    @property
    def seen(self):
        return {
            self._column(name): _as_seen(
                self.fields[name], self.cleaned_data[f"seen_{name}"]
            )
            for name in self._sent
        }

    @property
    def _sent(self):
        """The scripts of the tree send only what they change."""
        return [name for name in self.Meta.fields if name in self.data]

    def _column(self, name):
        return self.Meta.model._meta.get_field(name).attname


def plain(value):
    if value is None:
        return ""
    return getattr(value, "pk", value)


def _as_seen(field, value):
    is_number = isinstance(field, forms.IntegerField | forms.ModelChoiceField)
    return int(value) if is_number and value.isdecimal() else value


class RoundForm(ClientIdMixin):
    reason = forms.CharField(label=_("Why now"), max_length=300, required=False)


class IdeaForm(ClientIdMixin, forms.ModelForm):
    class Meta:
        model = Idea
        fields = ["text"]

    def clean_text(self):
        return one_line(self.cleaned_data["text"])


class PhaseForm(ClientIdMixin):
    phase = forms.ChoiceField(choices=IdeaRound.Phase.choices[1:])

    def clean_phase(self):
        return IdeaRound.Phase(self.cleaned_data["phase"])


class PicksForm(ClientIdMixin):
    """Up to three ideas that go forward together (R72)."""

    ideas = forms.ModelMultipleChoiceField(
        queryset=Idea.objects.none(),
        error_messages={"required": _("Choose at least one idea.")},
    )

    def __init__(self, *args, ideas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ideas"].queryset = ideas

    def clean_ideas(self):
        ideas = self.cleaned_data["ideas"]
        if len(ideas) > MOST_PICKED:
            raise ValidationError(
                _(
                    "Choose three: more cannot be compared with care. The others stay here."
                )
            )
        return ideas


class SolutionFactsForm(SeenMixin, forms.ModelForm):
    class Meta:
        model = Solution
        fields = ["text", "description", "owner", "status"]
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members
        self.fields["owner"].empty_label = _("Nobody yet")

    def clean_text(self):
        return one_line(self.cleaned_data["text"])


class NewAssumptionForm(ClientIdMixin, forms.ModelForm):
    """An assumption, written down, found at a step, or turned around from a failure."""

    class Meta:
        model = Assumption
        fields = ["text", "kind", "origin", "failure", "story_step"]

    def __init__(self, *args, solution, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["story_step"].queryset = StoryStep.objects.filter(solution=solution)
        self.fields["origin"].required = False

    def clean_text(self):
        return one_line(self.cleaned_data["text"])

    def clean_origin(self):
        return self.cleaned_data["origin"] or Assumption.Origin.DIRECT

    @property
    def words(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AssumptionForm(SeenMixin, forms.ModelForm):
    class Meta:
        model = Assumption
        fields = ["text", "kind"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2, "maxlength": 240})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = "kind" in self.data or not self.is_bound

    def clean_text(self):
        return one_line(self.cleaned_data["text"])


_PLACE_WORDS = {"importance": IMPORTANCE_WORDS, "evidence_strength": EVIDENCE_WORDS}


def _place_field(label):
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=100, widget=forms.Select
    )


class MapPlaceForm(SeenMixin, forms.ModelForm):
    """Where an assumption stands on the map; the selects offer fifths, dragging any place."""

    importance = _place_field(_("How much hangs on it"))
    evidence_strength = _place_field(_("What speaks for it"))

    class Meta:
        model = Assumption
        fields = ["importance", "evidence_strength"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in _PLACE_WORDS.items():
            field = self.fields[name]
            # Sent once both are chosen: between the two nothing is drawn afresh.
            field.widget.attrs["required"] = True
            field.widget.choices = _choices_at(words, self.initial.get(name), field)


def _choices_at(words, place, field):
    """The fifths of the map; the one in which something stands sends its very place."""
    if place is None:
        first = [("", f"{field.label}?")]
        return first + [(at, capfirst(said)) for at, said in words.items()]
    fifth = min(place // 20, 4) * 20 + 10
    places = [(place if at == fifth else at, said) for at, said in words.items()]
    return [(at, capfirst(said)) for at, said in places]


class StoryStepForm(ClientIdMixin, forms.ModelForm):
    class Meta:
        model = StoryStep
        fields = ["actor", "text"]

    seen_actor = forms.CharField(required=False, strip=False)
    seen_text = forms.CharField(required=False, strip=False)

    @property
    def wanted(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def seen(self):
        return {name: self.cleaned_data[f"seen_{name}"] for name in self.Meta.fields}


class StepPlaceForm(ClientIdMixin):
    direction = forms.ChoiceField(choices=[("earlier", ""), ("later", "")])

    @property
    def by_places(self):
        return -1 if self.cleaned_data["direction"] == "earlier" else 1

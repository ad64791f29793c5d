"""What people type and choose on the tree; plain forms, the scripts send the same fields."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from discovery.numbers import read_number
from opportunities.models import Decision, Opportunity, Outcome, Solution
from opportunities.operations import LAST
from opportunities.tree import DIRECTIONS
from snapshots.forms import LineField


class ClientIdMixin(forms.Form):
    """Every change names itself, so that a repeated request changes nothing (B4.5)."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_client_id(self):
        return self.cleaned_data["client_id"] or uuid4()


class NodeKeyField(forms.Field):
    """The key of a node of this tree, or nothing for the outcome or the first place.

    ``is_sibling`` is the node that another goes behind: there it may also be the last.
    """

    def __init__(self, *, is_sibling=False, **kwargs):
        super().__init__(**kwargs)
        self.is_sibling = is_sibling

    def to_python(self, value):
        if value in ("", None):
            return None
        if value == LAST and self.is_sibling:
            return LAST
        pk = read_number(str(value))
        if pk is None:
            raise ValidationError(_("Choose a place on this tree."))
        return pk


class OpportunityForm(ClientIdMixin, forms.ModelForm):
    """The words and the kind; ``seen_text`` and ``seen_kind`` are what the person had before them."""

    seen_text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    seen_kind = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Opportunity
        fields = ["text", "kind"]
        # One paragraph: a card has no room for several.
        field_classes = {"text": LineField}
        widgets = {"text": forms.Textarea(attrs={"rows": 2, "maxlength": 240})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False

    @property
    def seen(self):
        said = self.cleaned_data
        seen = {"text": said["seen_text"] or self.initial.get("text", "")}
        return seen | {"kind": said["seen_kind"] or self.initial.get("kind", "need")}


class NewOpportunityForm(OpportunityForm):
    """A new node: its words and where it goes."""

    parent = NodeKeyField(required=False)
    after = NodeKeyField(required=False, initial=LAST, is_sibling=True)

    def clean_after(self):
        # A form that does not ask for the place means the end.
        return self.cleaned_data["after"] if "after" in self.data else LAST


class PlaceForm(ClientIdMixin, forms.Form):
    """Where a node goes: by one step, or under another node behind a sibling."""

    direction = forms.ChoiceField(choices=[(d, d) for d in DIRECTIONS], required=False)
    parent = NodeKeyField(required=False)
    after = NodeKeyField(required=False, is_sibling=True)
    seen_parent = NodeKeyField(required=False)

    def clean(self):
        said = super().clean()
        if not said.get("direction") and "parent" not in self.data:
            raise ValidationError(_("Choose where it should go."))
        if "after" not in self.data:
            said["after"] = LAST
        return said

    @property
    def place(self):
        said = self.cleaned_data
        place = {"parent": said["parent"], "after": said["after"]}
        if "seen_parent" in self.data:
            place["seen_parent"] = said["seen_parent"]
        return place


class ParkingForm(ClientIdMixin, forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)


class TargetForm(ClientIdMixin, forms.Form):
    is_target = forms.BooleanField(required=False)


class ClientIdForm(ClientIdMixin):
    """A change that needs no words."""


class SolutionForm(ClientIdMixin, forms.ModelForm):
    seen_text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    class Meta:
        model = Solution
        fields = ["text"]
        field_classes = {"text": LineField}


class OutcomeForm(ClientIdMixin, forms.ModelForm):
    """The outcome; ``seen`` fields let two people fill different fields at once."""

    class Meta:
        model = Outcome
        fields = ["title", "kind", "metric", "baseline", "target", "current", "due_on"]
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "title": _(
                "A change in what customers do, such as “More shops fill an open shift within the hour”."
            ),
            "kind": _("What a team can move itself is a product outcome."),
            "metric": _("What you count, such as “share of shifts filled in an hour”."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[f"seen_{name}"] = forms.CharField(
                required=False, strip=False, widget=forms.HiddenInput
            )
            self.initial[f"seen_{name}"] = self._plain(self.initial.get(name))
        self.fields["kind"].required = False

    @property
    def outcome_fields(self):
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return said | {"kind": said["kind"] or Outcome.Kind.PRODUCT}

    @property
    def wanted(self):
        said = {name: self._plain(self.cleaned_data[name]) for name in self.Meta.fields}
        # A form that does not ask for the kind leaves it as it is.
        return said | {"kind": said["kind"] or None}

    @property
    def seen(self):
        return {name: self.cleaned_data[f"seen_{name}"] for name in self.Meta.fields}

    @staticmethod
    def _plain(value):
        if value is None:
            return ""
        return value.isoformat() if hasattr(value, "isoformat") else value


class ServesForm(forms.Form):
    """Which other outcome one helps to reach; none is an answer too."""

    serves = forms.ModelChoiceField(
        Outcome.objects.none(),
        required=False,
        label=_("Helps to reach"),
        empty_label=_("No other outcome"),
        help_text=_(
            "Most product outcomes lead to one of the business, or to that of another team."
        ),
    )

    def __init__(self, *args, outcome, **kwargs):
        super().__init__(*args, initial={"serves": outcome.serves_id}, **kwargs)
        # What it serves stays what it is, be it put away.
        is_offered = Q(archived_at=None) | Q(pk=outcome.serves_id)
        others = outcome.workspace.outcomes.filter(is_offered)
        self.fields["serves"].queryset = others.exclude(pk=outcome.pk).order_by("title")


class EndingForm(forms.ModelForm):
    class Meta:
        model = Outcome
        fields = ["came_of_it"]
        help_texts = {
            "came_of_it": _("Such as: reached in March, or: not ours to move.")
        }


class DecisionForm(ClientIdMixin, forms.ModelForm):
    class Meta:
        model = Decision
        fields = ["text", "reason", "owner", "revisit_on"]
        widgets = {
            "text": forms.TextInput(),
            "reason": forms.Textarea(attrs={"rows": 3}),
            "revisit_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members
        self.fields["owner"].empty_label = None

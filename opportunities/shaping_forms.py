"""What people choose when they shape several nodes at once; plain forms, scripts send the same."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from discovery.numbers import read_number
from opportunities.branches import MOST_NODES
from opportunities.forms import ClientIdMixin, NodeKeyField
from opportunities.kinds import KINDS
from opportunities.models import Opportunity
from opportunities.operations import LAST
from snapshots.forms import LineField

# More text than five thousand full titles is not a list of lines.
LONGEST_PASTE = 1_500_000


def read_name(value):
    """A name such as ``"solution:3"``, or None for anything else."""
    on, _colon, pk = str(value).partition(":")
    pk = read_number(pk)
    return f"{on}:{pk}" if pk is not None and on in KINDS else None


class NodeNameField(forms.Field):
    """A node such as ``"opportunity:7"``; nothing or the outcome's own name is the outcome."""

    def to_python(self, value):
        if value in ("", None) or str(value).startswith("outcome:"):
            return None
        if name := read_name(value):
            return name
        raise ValidationError(_("Choose a place on this tree."))


def read_names(values):
    """The names among words in fields, each once."""
    words = " ".join(values).split()
    return list(dict.fromkeys(filter(None, map(read_name, words))))


class NodeNamesField(forms.Field):
    """One node or more, as checkboxes with one name or as words in one field."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"required": _("Choose something first.")}

    def to_python(self, value):
        names = read_names(value or [])
        if len(names) > MOST_NODES:
            raise ValidationError(_("That is too much at once."))
        return names


class SelectionForm(ClientIdMixin):
    """What happens with the chosen nodes, and where they go if they move."""

    do = forms.ChoiceField(
        choices=[(name, name) for name in ("move", "up", "down", "park", "delete")]
    )
    nodes = NodeNamesField()
    parent = NodeNameField(required=False)
    after = NodeKeyField(required=False, is_sibling=True)
    seen_parent = NodeNameField(required=False)
    reason = forms.CharField(max_length=300, required=False)

    def clean_after(self):
        return self.cleaned_data["after"] if "after" in self.data else LAST


class MergeForm(ClientIdMixin):
    """Which node stays, what is merged into it, and its words from then on."""

    nodes = NodeNamesField()
    keep = NodeKeyField(required=False)
    text = LineField(max_length=240, required=False)

    def clean(self):
        said = super().clean()
        if not isinstance(said.get("keep"), int):
            raise ValidationError(_("Choose which one stays."))
        return said


class SplitForm(ClientIdMixin):
    """The words of both; ``goes`` names what belongs to the new one, such as ``evidence:4``."""

    text = LineField(max_length=240)
    new_text = LineField(max_length=240)
    new_kind = forms.ChoiceField(choices=Opportunity.Kind.choices, required=False)
    goes = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    @property
    def going(self):
        """The keys of what goes by its kind."""
        going = {}
        for word in self.cleaned_data["goes"] or []:
            kind, _colon, pk = word.partition(":")
            if (pk := read_number(pk)) is not None:
                going.setdefault(kind, []).append(pk)
        return going


class LinesForm(ClientIdMixin):
    """Lines to add under a node; or nodes of a tree to copy there."""

    parent = NodeNameField(required=False)
    lines = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"max_length": _("That is too much text at once.")},
    )
    tree = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    nodes = NodeNamesField(required=False)

    def clean(self):
        said = super().clean()
        if not self.errors and not said.get("nodes") and not said["lines"].strip():
            raise ValidationError(_("Write or paste at least one line."))
        return said


class ReturnForm(ClientIdMixin):
    """Which parked nodes come back."""

    nodes = NodeNamesField()


class BinForm(ClientIdMixin):
    """Which deletion is taken back."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1)

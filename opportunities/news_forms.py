"""Telling participants what became of their stories."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recruiting.names import names_in, spans_of


class NewsForm(forms.Form):
    """One text for everybody who is marked; it names none of them (trust.md C11)."""

    participants = forms.TypedMultipleChoiceField(
        coerce=int,
        label=_("Who is told"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark at least one person.")},
    )
    text = forms.CharField(
        label=_("What became of it"),
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Say in a few words what became of it.")},
    )

    def __init__(self, *args, tellers, **kwargs):
        super().__init__(*args, **kwargs)
        self._tellers = tellers
        reachable = [teller for teller in tellers if teller.can_be_told]
        self.fields["participants"].choices = [
            (teller.participant.pk, teller.page.name) for teller in reachable
        ]
        self.fields["participants"].initial = [t.participant.pk for t in reachable]

    def clean(self):
        said = super().clean()
        named = self._named(said.get("text", ""), said.get("participants", ()))
        if named:
            raise ValidationError(
                _("Everybody who is marked reads the same words. Take out: %(names)s.")
                % {"names": ", ".join(named)}
            )
        return said

    def _named(self, text, chosen):
        """The names of tellers in a text that anybody but themselves would read."""
        found = []
        for teller in self._tellers:
            person = teller.participant
            if person is None or chosen == [person.pk]:
                continue
            parts = {*names_in(person.name), *names_in(teller.page.snapshot.name)}
            found += [text[start:end] for start, end in spans_of(text, tuple(parts))]
        return list(dict.fromkeys(found))

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import Note
from interviews.operations.notes import LONGEST_WAIT


class NoteForm(forms.Form):
    """One note. ``age`` is how many milliseconds ago it was written, for a device that was
    offline, and ``second`` when in the talk that was, if the device knew when it began."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Note.Kind.choices,
        initial=Note.Kind.FACT,
        widget=forms.RadioSelect,
    )
    # The operation says what is too long, in words of its own.
    text = forms.CharField(
        label=_("What did you hear?"),
        strip=False,
        error_messages={"required": _("There is nothing in this note yet.")},
    )
    client_id = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    age = forms.IntegerField(required=False, min_value=0)
    second = forms.IntegerField(required=False, min_value=0)
    is_their_question = forms.BooleanField(required=False)
    is_story_step = forms.BooleanField(required=False)

    def note(self):
        """What ``add_note`` takes."""
        fields = {
            name: self.cleaned_data[name] for name in ("kind", "text", "client_id")
        }
        milliseconds = min(
            self.cleaned_data["age"] or 0, int(LONGEST_WAIT.total_seconds() * 1000)
        )
        age = timedelta(milliseconds=milliseconds)
        marks = [
            name
            for name in ("is_their_question", "is_story_step")
            if self.cleaned_data[name]
        ]
        second = self.cleaned_data["second"]
        return {**fields, "age": age, "second": second, "marks": marks}


class NoteEditForm(forms.Form):
    """New words for a note, and the version they were written over."""

    kind = NoteForm.base_fields["kind"]
    text = NoteForm.base_fields["text"]
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    edit_id = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class NudgeForm(forms.Form):
    """A few words to the one who leads."""

    text = forms.CharField(
        label=_("Your own words"),
        max_length=140,
        error_messages={
            "required": _("Choose a word for the lead, or write one."),
            "max_length": _("At most 140 characters: the lead is listening."),
        },
    )
    client_id = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

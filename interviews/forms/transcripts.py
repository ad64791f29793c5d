"""Forms of transcripts: a file or pasted words, who is who, and a selection of words."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from interviews.models import Redaction, Speaker
from interviews.transcripts import KINDS, LARGEST

LONGEST_REASON = Redaction._meta.get_field("reason").max_length
ACCEPTED = ",".join(f".{kind}" for kind in sorted(KINDS))

REASONS = {
    "empty": _("There is nothing in this file."),
    "too_large": _("A transcript is at most %(most)s. Split it, or export it as text."),
    "binary": _("This is no transcript: it holds sounds, pictures or a program."),
    "markup": _(
        "This is a web page or XML. Export the transcript as VTT, DOCX or text."
    ),
    "kind": _(
        "Transcripts come as VTT, SRT, SBV, TXT, DOCX or JSON, and the ending of the file’s"
        " name has to say which."
    ),
    "broken": _(
        "This file is damaged or incomplete. Export it once more and try again."
    ),
    "no_words": _("No words were found in this file."),
    "erased": _("This person has asked to be forgotten, so nothing more is kept."),
}


def say_reason(reason):
    return REASONS[reason] % {"most": filesizeformat(LARGEST)}


def say_warning(what, times):
    """What was odd about a file, in a sentence; nothing for what nobody needs to know."""
    sentences = {
        "no_time": ngettext(
            "%(n)s line had no readable time; it keeps its place.",
            "%(n)s lines had no readable time; they keep their order.",
            times,
        ),
        "ends_before_it_begins": ngettext(
            "%(n)s line ended before it began; its end is left out.",
            "%(n)s lines ended before they began; their ends are left out.",
            times,
        ),
        "time_out_of_order": ngettext(
            "%(n)s line had a time that cannot be right; it keeps its place without it.",
            "%(n)s lines had times that cannot be right; they keep their place without them.",
            times,
        ),
        "sorted_by_time": ngettext(
            "%(n)s line stood out of order and was moved to its time.",
            "%(n)s lines stood out of order and were moved to their times.",
            times,
        ),
        "times_of_day": _(
            "The times were those of the day; here they count from the first word."
        ),
        "too_many_speakers": ngettext(
            "%(n)s name was found, too many to be speakers; it stays in the text.",
            "%(n)s names were found, too many to be speakers; they stay in the text.",
            times,
        ),
        "nul": ngettext(
            "%(n)s empty character was left out.",
            "%(n)s empty characters were left out.",
            times,
        ),
        "unreadable_letters": ngettext(
            "%(n)s letter could not be read; it shows as �.",
            "%(n)s letters could not be read; they show as �.",
            times,
        ),
    }
    return sentences.get(what, "") % {"n": times}


class TranscriptForm(forms.Form):
    """A transcript to be added: a file, or words from the clipboard."""

    file = forms.FileField(
        label=_("Transcript"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    words = forms.CharField(
        label=_("Or paste it"), required=False, strip=False, widget=forms.Textarea
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(say_reason("too_large"))
        return file

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned["words"].strip():
            self.add_error("file", _("Choose a file, or paste the words below."))
        return cleaned

    def read(self):
        """The name and the bytes of what was handed in."""
        if file := self.cleaned_data["file"]:
            return file.name, file.read()
        words = self.cleaned_data["words"]
        kind = "vtt" if words.lstrip().startswith("WEBVTT") else "txt"
        return f"{_('Pasted words')}.{kind}", words.encode(errors="replace")


class SpeakersForm(forms.Form):
    """Who is who: one choice for each speaker of a transcript."""

    def __init__(self, *args, speakers, members, participant, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        choices = [
            ("unknown", _("Not said")),
            ("participant", participant),
            *((key, str(member)) for key, member in self.members.items()),
            ("team", _("Somebody else of the team")),
        ]
        for speaker in speakers:
            self.fields[f"speaker-{speaker.pk}"] = forms.ChoiceField(
                label=speaker.name,
                choices=choices,
                initial=self._initial(speaker),
            )

    def _initial(self, speaker):
        key = str(speaker.membership_id)
        return key if key in self.members else speaker.part

    def people(self):
        """``(part, membership)`` by the speaker's key, for those that were answered."""
        people = {}
        for name, answer in self.cleaned_data.items():
            if answer:
                member = self.members.get(answer)
                part = Speaker.Part.TEAM if member else answer
                people[int(name.removeprefix("speaker-"))] = (part, member)
        return people


class RangeForm(forms.Form):
    """A selection: from a character of one utterance to a character of another."""

    first = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    starts_at = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    last = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    ends_at = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class WordsForm(forms.Form):
    """Some words of one utterance, for browsers without script."""

    words = forms.CharField(
        label=_("The words"), strip=True, widget=forms.Textarea(attrs={"rows": 5})
    )
    reason = forms.CharField(
        label=_("Why they go"), required=False, max_length=LONGEST_REASON
    )

"""What people bring: a file or lines, where it goes, and what was seen of it."""

import re
from pathlib import PurePath

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.branches import TooManyNodes, read_branches
from opportunities.formats.reading import (
    LARGEST_FILE,
    TOO_LARGE,
    read_csv,
    read_json,
    read_opml,
    text_of,
)
from opportunities.formats.records import TOO_MANY, NotReadable
from opportunities.formats.soundness import sound
from opportunities.forms import ClientIdMixin, NodeKeyField
from opportunities.operations.importing import let_wait
from opportunities.queries.exporting import as_records

READERS = {".csv": read_csv, ".tsv": read_csv, ".json": read_json, ".opml": read_opml}


class ImportForm(ClientIdMixin, forms.Form):
    """A file of any of the formats, or lines; ``reading`` is what was found in it."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, JSON, OPML, Markdown or indented text, up to 10 MB."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.tsv,.json,.opml,.md,.markdown,.txt,text/*"}
        ),
    )
    lines = forms.CharField(
        label=_("Or paste here what it holds"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    under = NodeKeyField(required=False)
    # Notes of a whiteboard are no stories: they wait as something of another kind (R63, R66).
    waits = forms.BooleanField(
        label=_("Let these wait beside the tree until a story tells of them"),
        required=False,
    )

    def clean(self):
        said = super().clean()
        try:
            self.reading = self._read(said.get("file"), said.get("lines", ""))
        except NotReadable as error:
            # The sentences are marked where they are written down.
            raise forms.ValidationError(_(str(error))) from error  # noqa: INT001
        if not self.reading.records:
            raise forms.ValidationError(
                _("There is nothing in it that could become a node.")
            )
        if said.get("waits"):
            self.reading.records = let_wait(self.reading.records)
        return said

    def _read(self, file, lines):
        if file is None:
            return _read_lines(lines)
        if file.size > LARGEST_FILE:
            raise NotReadable(TOO_LARGE)
        data = file.read()
        reader = READERS.get(PurePath(file.name).suffix.lower())
        return reader(data) if reader else _read_lines(text_of(data))


def reader_of(text):
    """What reads a text that another tool has written; None for lines of people."""
    start = text[:1000].lstrip("\ufeff \t\r\n")
    if re.match(r'\{|\[\s*(?:[{"\[\]]|\d+\s*,)', start):
        return read_json
    if start.startswith(("<?xml", "<opml")):
        return read_opml
    head = re.split(r"[,;\t]", start.split("\n", 1)[0].casefold())
    is_table = len(head) > 1 and "title" in (cell.strip() for cell in head)
    return read_csv if is_table else None


def _read_lines(text):
    """Pasted CSV, JSON and OPML are understood too; everything else is a line for a node."""
    if reader := reader_of(text):
        return reader(text.encode())
    try:
        return sound(as_records(read_branches(text, "outcome")))
    except TooManyNodes as error:
        raise NotReadable(TOO_MANY) from error

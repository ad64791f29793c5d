"""What lies ready beside a page: all that was said in its talk, and what the panel knows."""

from dataclasses import dataclass, field

from interviews.models import Highlight, Note
from snapshots.operations.drafts import known_facts
from snapshots.queries import notes_of


@dataclass
class Said:
    """A note of the talk or words kept from its transcript, with where on the page they stand."""

    kind: str
    kind_in_words: str
    text: str
    clock: str
    by: str
    note_id: int | None
    highlight_id: int | None
    places: list[str] = field(default_factory=list)

    @property
    def key(self):
        if self.note_id:
            return f"note-{self.note_id}"
        return f"highlight-{self.highlight_id}"


def said_in_talk(snapshot):
    """Notes in the room's order, then the quotes of transcripts that no note stands for."""
    noted = notes_of(snapshot).select_related("highlight")
    found = [_of_note(note) for note in noted if note.text]
    shown = {said.highlight_id for said in found}
    kept = Highlight.objects.filter(interview=snapshot.interview_id)
    found += [
        _of_highlight(highlight)
        for highlight in kept.select_related("first__speaker")
        if highlight.pk not in shown and highlight.text
    ]
    return found


def mark_places(found, snapshot, parts):
    """Tell each of ``found`` where it stands, and each of ``parts`` where its words came from."""
    by_note = {said.note_id: said for said in found if said.note_id}
    by_highlight = {said.highlight_id: said for said in found if said.highlight_id}

    def source_of(note_id, highlight_id):
        return by_note.get(note_id) or by_highlight.get(highlight_id)

    if snapshot.quote and (
        said := source_of(snapshot.quote_note_id, snapshot.quote_highlight_id)
    ):
        said.places.append("quote")
        snapshot.quote_source = said
    for kind, rows in parts.items():
        for part in rows:
            part.source = source_of(part.note_id, part.highlight_id)
            if part.source and kind not in part.source.places:
                part.source.places.append(kind)


def facts_to_add(snapshot, facts):
    """Labels and texts of what the panel knows and the page does not tell yet."""
    there = {fact.label.casefold() for fact in facts}
    known = known_facts(snapshot.participant, most=None)
    return [(label, text) for label, text in known if label.casefold() not in there]


def _of_note(note):
    highlight = getattr(note, "highlight", None)
    return Said(
        kind=note.kind,
        kind_in_words=note.get_kind_display(),
        text=note.spoken if note.kind == Note.Kind.QUOTE else note.text,
        clock=note.minute,
        by=str(note.author),
        note_id=note.pk,
        highlight_id=highlight.pk if highlight else None,
    )


def _of_highlight(highlight):
    speaker = highlight.first.speaker
    return Said(
        kind=Note.Kind.QUOTE,
        kind_in_words=Note.Kind.QUOTE.label,
        text=highlight.text,
        clock=highlight.clock,
        by=speaker.name if speaker else "",
        note_id=None,
        highlight_id=highlight.pk,
    )

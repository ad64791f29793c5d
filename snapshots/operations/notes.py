from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from snapshots.operations.parts import QUOTE_SOURCE, SOURCE, add_part, write_text
from snapshots.wording import shorten, split_title

PLACES = ("quote", "facts", "moments", "opportunities", "insights")
MARKS = "\"“”„'«»"
OFTEN = ("every ", "daily", "weekly", "monthly", "per week", "a week", "times a")
HIGHLIGHTS = UUID("8f0b8c3e-5d8f-4f0e-9d0c-6a3f1c6f1f0e")


def place_note(*, snapshot, note, **where):
    """Send a note of the interview into a part of the page; twice is as good as once."""
    highlight = getattr(note, "highlight", None)
    source = (note.pk, highlight.pk if highlight else None)
    return _place(snapshot, note.text, note.client_id, source, **where)


def place_highlight(*, snapshot, highlight, **where):
    """Send words kept from a transcript into a part of the page; twice is as good as once."""
    if highlight.note and highlight.note.deleted_at is None:
        return place_note(snapshot=snapshot, note=highlight.note, **where)
    root = uuid5(HIGHLIGHTS, str(highlight.pk))
    return _place(snapshot, highlight.text, root, (None, highlight.pk), **where)


def _place(snapshot, text, root, source, *, place, by, version=None, position=None):
    """A quote takes the place of the one that stands there, if it is still ``version``."""
    if place == "quote":
        return write_text(
            snapshot=snapshot,
            field="quote",
            text=shorten(text.strip().strip(MARKS), 400),
            version=version,
            by=by,
            **dict(zip(QUOTE_SOURCE, source, strict=True)),
        )
    return add_part(
        snapshot=snapshot,
        kind=place,
        by=by,
        client_id=uuid5(root, f"{snapshot.pk}:{place}"),
        position=position,
        **_fields(place, text),
        **dict(zip(SOURCE, source, strict=True)),
    )


def _fields(place, text):
    if place == "facts":
        return {"label": _label_of(text), "text": shorten(text, 120)}
    if place == "moments":
        title, rest = split_title(text, 60)
        return {"title": title, "text": shorten(rest, 200)}
    return {"text": shorten(text, 240 if place == "opportunities" else 300)}


def _label_of(text):
    """A first label, so that its writer only has to find a better one."""
    words = text.casefold()
    if any(word in words for word in OFTEN):
        return _("How often")
    return _("In numbers") if any(map(str.isdigit, words)) else _("Good to know")

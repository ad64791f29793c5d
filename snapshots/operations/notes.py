from uuid import uuid5

from django.utils.translation import gettext as _

from snapshots.operations.parts import add_part, write_text
from snapshots.wording import one_line, shorten

PLACES = ("quote", "facts", "moments", "opportunities", "insights")


def place_note(*, snapshot, note, place, by, version=None):
    """Send a note of the interview into a part of the page; twice is as good as once.

    A quote takes the place of the one that stands there, if it is still ``version``.
    """
    if place == "quote":
        quote = shorten(note.text, 400).strip("\"“”„'")
        return write_text(
            snapshot=snapshot, field="quote", text=quote, version=version, by=by
        )
    client_id = uuid5(note.client_id, f"{snapshot.pk}:{place}")
    return add_part(
        snapshot=snapshot,
        kind=place,
        by=by,
        client_id=client_id,
        **_fields(place, note),
    )


def _fields(place, note):
    if place == "facts":
        return {"label": _("From the talk"), "text": shorten(note.text, 120)}
    if place == "moments":
        title = shorten(note.text, 60)
        is_cut = title != one_line(note.text)
        return {"title": title, "text": shorten(note.text, 200) if is_cut else ""}
    return {"text": shorten(note.text, 240 if place == "opportunities" else 300)}

"""Taking back one step of a page's history, without touching what was written since."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from interviews.models import Highlight, Note
from snapshots.models import HeardOpportunity, PageChange, Snapshot
from snapshots.models.parts import KINDS
from snapshots.models.snapshot import TEXTS
from snapshots.operations.errors import PartRefused
from snapshots.operations.parts import (
    add_part,
    edit_part,
    move_part,
    open_page,
    remove_part,
    write_text,
)

Kind = PageChange.Kind
SOURCES = {
    "note_id": Note,
    "quote_note_id": Note,
    "highlight_id": Highlight,
    "quote_highlight_id": Highlight,
}


@dataclass
class ChangedSince(Exception):
    """The part no longer stands as that step left it: ``now`` stands there as ``version``."""

    now: str
    version: int


@transaction.atomic
def take_back(*, change, by, over=None):
    """Undo one step if its part still stands as the step left it, else raise ``ChangedSince``.

    Return the step that undid it, or None if there was nothing to undo any more. ``over`` is the version of the part that a person has seen and decided to overwrite.
    """
    open_page(change.snapshot)
    if PageChange.objects.filter(takes_back=change).exists():
        return None
    if not change.can_be_undone:
        raise PartRefused(_("This cannot be taken back here."))
    if change.part in TEXTS:
        _take_back_text(change, by, over)
    else:
        STEPS[change.kind](change, by, over)
    return PageChange.objects.filter(takes_back=change).first()


def _take_back_text(change, by, over):
    field = change.part
    snapshot = Snapshot.objects.get(pk=change.snapshot_id)
    version = getattr(snapshot, f"{field}_version")
    text = getattr(snapshot, field)
    if text != change.after.get(field, text) and over != version:
        raise ChangedSince(text, version)
    before = dict(change.before)
    write_text(
        snapshot=snapshot,
        field=field,
        text=before.pop(field, text),
        version=version,
        by=by,
        takes_back=change,
        **_still_there(before),
    )


def _take_back_adding(change, by, over):
    part = _part_of(change)
    if part is None:
        return
    left = {name: change.after[name] for name in part.TEXTS}
    _check(part, left, over)
    remove_part(part=part, by=by, takes_back=change)


def _take_back_writing(change, by, over):
    part = _part_of(change)
    if part is None:
        raise PartRefused(_("This part was removed since. Bring it back first."))
    _check(part, change.after, over)
    before = dict(change.before)
    if "moment_id" in before:
        pinned = part.snapshot.moments.filter(pk=before["moment_id"]).first()
        before["moment_id"] = pinned and pinned.pk
    edit_part(part=part, version=part.version, by=by, takes_back=change, **before)


def _take_back_removal(change, by, over):
    if _part_of(change) is not None:
        return
    kind, _dash, pk = change.part.partition("-")
    fields = _still_there(change.before)
    place, pinned = fields.pop("place"), fields.pop("pinned", [])
    if moment := fields.get("moment_id"):
        there = change.snapshot.moments.filter(pk=moment).exists()
        fields["moment_id"] = moment if there else None
    # Its old number, so that comments on it, and steps of its history, find it again.
    part = add_part(
        snapshot=change.snapshot,
        kind=kind,
        by=by,
        pk=int(pk),
        position=place,
        takes_back=change,
        **fields,
    )
    loose = HeardOpportunity.objects.filter(snapshot=change.snapshot_id, moment=None)
    loose.filter(pk__in=pinned).update(moment_id=part.pk if pinned else None)


def _take_back_move(change, by, over):
    part = _part_of(change)
    if part is None:
        raise PartRefused(_("This part was removed since. Bring it back first."))
    move_part(part=part, position=change.before["place"], by=by, takes_back=change)


STEPS = {
    Kind.ADDED: _take_back_adding,
    Kind.WRITTEN: _take_back_writing,
    Kind.REMOVED: _take_back_removal,
    Kind.MOVED: _take_back_move,
}


def _part_of(change):
    kind, _dash, pk = change.part.partition("-")
    parts = KINDS[kind].objects.select_related("snapshot__workspace")
    return parts.filter(snapshot=change.snapshot_id, pk=pk).first()


def _check(part, left, over):
    if over == part.version:
        return
    if any(getattr(part, name) != value for name, value in left.items()):
        words = " · ".join(filter(None, (getattr(part, n) for n in part.TEXTS)))
        raise ChangedSince(words, part.version)


def _still_there(fields):
    """``fields`` without notes and quotes that are gone by now."""
    kept = dict(fields)
    for name, model in SOURCES.items():
        pk = kept.get(name)
        if pk is not None and not model.objects.filter(pk=pk).exists():
            kept[name] = None
    return kept

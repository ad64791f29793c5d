from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.live.operations import publish
from recruiting.models import Participant
from snapshots.models import HeardOpportunity, Moment, PageChange, Snapshot
from snapshots.models.parts import KINDS, MOST
from snapshots.operations.changes import note_change
from snapshots.operations.errors import PageClosed, PartRefused, StaleEdit

Kind = PageChange.Kind
# What a part is besides its words: where they came from, and what is chosen from a list.
SOURCE = ("note_id", "highlight_id")
QUOTE_SOURCE = ("quote_note_id", "quote_highlight_id")
CHOSEN = {"moments": ("feeling",), "opportunities": ("moment_id",)}


@transaction.atomic
def write_text(*, snapshot, field, text, version, by, takes_back=None, **source):
    """Change one of the page's own texts, unless somebody changed it since ``version``.

    ``source`` says where a quote was said; a page without a quote has none.
    """
    fresh = open_page(snapshot)
    if field == "quote" and not text:
        source = dict.fromkeys(QUOTE_SOURCE)
    wanted = {field: text, **source}
    before = {name: getattr(fresh, name) for name in wanted}
    if before == wanted:
        return fresh
    if getattr(fresh, f"{field}_version") != version:
        raise StaleEdit
    raised = {f"{field}_version": F(f"{field}_version") + 1}
    Snapshot.objects.filter(pk=snapshot.pk).update(**wanted, **raised)
    step = (Kind.WRITTEN, before, wanted)
    _settle(snapshot, field, step, by, takes_back)
    return Snapshot.objects.get(pk=snapshot.pk)


@transaction.atomic
def add_part(
    *,
    snapshot,
    kind,
    by,
    client_id=None,
    comes_back=True,
    position=None,
    takes_back=None,
    **fields,
):
    """Add a part, at the end if no ``position`` among its kind is named.

    Asking again with the same ``client_id`` returns the first one. One that somebody
    has removed since stays away unless it ``comes_back``.
    """
    open_page(snapshot)
    model = KINDS[kind]
    parts = model.objects.filter(snapshot=snapshot)
    if client_id and (existing := parts.filter(client_id=client_id).first()):
        return existing
    if not comes_back and _was_removed(snapshot, client_id):
        raise StaleEdit
    if parts.count() >= MOST[kind]:
        raise PartRefused(
            _("One page holds at most %(most)s of these. Remove one first.")
            % {"most": MOST[kind]}
        )
    last = parts.aggregate(last=Max("position"))["last"]
    part = model.objects.create(
        workspace_id=snapshot.workspace_id,
        snapshot=snapshot,
        position=0 if last is None else last + 1,
        client_id=client_id,
        **fields,
    )
    if position is not None:
        _put_at(part, position)
    step = (Kind.ADDED, {}, contents_of(part))
    _settle(snapshot, name_of(part), step, by, takes_back)
    return part


@transaction.atomic
def edit_part(*, part, version, by, takes_back=None, **fields):
    """Change a part, unless somebody changed it since ``version``."""
    model = type(part)
    open_page(part.snapshot)
    fresh = model.objects.filter(pk=part.pk).first()
    if fresh is None:
        raise StaleEdit
    if "moment" in fields:
        moment = fields.pop("moment")
        fields["moment_id"] = moment and moment.pk
    before = {name: getattr(fresh, name) for name in fields}
    after = {name: value for name, value in fields.items() if before[name] != value}
    if not after:
        return fresh
    if fresh.version != version:
        raise StaleEdit
    model.objects.filter(pk=part.pk).update(**after, version=F("version") + 1)
    step = (Kind.WRITTEN, {name: before[name] for name in after}, after)
    _settle(part.snapshot, name_of(part), step, by, takes_back)
    return model.objects.get(pk=part.pk)


@transaction.atomic
def remove_part(*, part, by, version=None, takes_back=None):
    """Take a part off the page; an opportunity that is evidence on a tree stays.

    Return the step, or None if the part is gone already. ``version`` is the one that ``by``
    has seen: what somebody else wrote since is removed by nobody who has not read it.
    """
    open_page(part.snapshot)
    fresh = type(part).objects.filter(pk=part.pk).first()
    if fresh is None:
        return None
    if version is not None and _is_unseen(fresh, version, by):
        raise StaleEdit
    if isinstance(fresh, HeardOpportunity) and fresh.evidence.exists():
        raise PartRefused(
            _("This opportunity is evidence on the tree. Take it off the tree first.")
        )
    before = contents_of(fresh) | {"place": place_of(fresh)}
    if isinstance(fresh, Moment):
        pinned = fresh.heard_opportunities.values_list("pk", flat=True)
        before["pinned"] = list(pinned)
    type(part).objects.filter(pk=part.pk).delete()
    step = (Kind.REMOVED, before, {})
    return _settle(part.snapshot, name_of(part), step, by, takes_back)


@transaction.atomic
def move_part(*, part, by, steps=0, position=None, takes_back=None):
    """Move a part up (negative) or down among its kind, or to ``position``, as far as there is room."""
    open_page(part.snapshot)
    before = place_of(part)
    if before is None:
        raise StaleEdit
    after = _put_at(part, before + steps if position is None else position)
    if after != before:
        step = (Kind.MOVED, {"place": before}, {"place": after})
        _settle(part.snapshot, name_of(part), step, by, takes_back)


def _was_removed(snapshot, client_id):
    removed = snapshot.changes.filter(kind=Kind.REMOVED)
    return bool(client_id) and removed.filter(before__client_id=str(client_id)).exists()


def _is_unseen(part, version, by):
    """Whether somebody else has written in the part after ``version``."""
    if part.version == version:
        return False
    last = part.snapshot.changes.filter(part=name_of(part)).first()
    return last is None or last.by_id != by.pk


def open_page(snapshot):
    """The locked page to be written on, unless its person has been erased (C5)."""
    page = lock_page(snapshot)
    # Asked after the lock was given: an erasure takes the same one.
    if Participant.objects.filter(pk=page.participant_id, erased_at=None).exists():
        return page
    raise PageClosed


def lock_page(snapshot):
    """The page's row as it is now; changes of one page go one after the other."""
    return Snapshot.objects.select_for_update(no_key=True).get(pk=snapshot.pk)


def place_of(part):
    """Which one of its kind a part is, counted from zero; None if it is gone."""
    ordered = list(
        type(part)
        .objects.filter(snapshot=part.snapshot_id)
        .values_list("pk", flat=True)
    )
    return ordered.index(part.pk) if part.pk in ordered else None


def _put_at(part, place):
    """Number the parts of the kind anew with this one at ``place``; return where it came to stand."""
    others = list(type(part).objects.filter(snapshot=part.snapshot_id))
    others.remove(part)
    place = min(max(place, 0), len(others))
    others.insert(place, part)
    for position, each in enumerate(others):
        each.position = position
    type(part).objects.bulk_update(others, ["position"])
    return place


def contents_of(part):
    """All that makes up a part, so that it can be put back as it was."""
    names = (*part.TEXTS, *CHOSEN.get(kind_of(part), ()), *SOURCE)
    client_id = str(part.client_id) if part.client_id else None
    return {name: getattr(part, name) for name in names} | {"client_id": client_id}


def kind_of(part):
    return next(kind for kind, model in KINDS.items() if isinstance(part, model))


def name_of(part):
    """What a part is called in addresses, comments and the history."""
    return f"{kind_of(part)}-{part.pk}"


def _settle(snapshot, name, step, by, takes_back):
    """Count the change, keep it in the page's history, and tell all who look at the page."""
    Snapshot.objects.filter(pk=snapshot.pk).update(
        version=F("version") + 1, updated_at=now()
    )
    kind, before, after = step
    change = note_change(
        snapshot=snapshot,
        part=name,
        kind=kind,
        by=by,
        before=before,
        after=after,
        takes_back=takes_back,
    )
    publish(f"snapshot:{snapshot.pk}", "changed", part=name, by=by.pk)
    return change

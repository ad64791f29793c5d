from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.live.operations import publish
from snapshots.models import HeardOpportunity, Snapshot
from snapshots.models.parts import KINDS, MOST
from snapshots.operations.errors import PartRefused, StaleEdit


@transaction.atomic
def write_text(*, snapshot, field, text, version, by):
    """Change one of the page's own texts, unless somebody changed it since ``version``."""
    fresh = Snapshot.objects.get(pk=snapshot.pk)
    if getattr(fresh, field) == text:
        return fresh
    mine = Snapshot.objects.filter(pk=snapshot.pk, **{f"{field}_version": version})
    if not mine.update(**{field: text, f"{field}_version": F(f"{field}_version") + 1}):
        raise StaleEdit
    _settle(snapshot, field, by)
    return Snapshot.objects.get(pk=snapshot.pk)


@transaction.atomic
def add_part(*, snapshot, kind, by, client_id=None, **fields):
    """Add a part at the end; asking again with the same ``client_id`` returns the first one."""
    Snapshot.objects.select_for_update(no_key=True).get(pk=snapshot.pk)
    model = KINDS[kind]
    parts = model.objects.filter(snapshot=snapshot)
    if client_id and (existing := parts.filter(client_id=client_id).first()):
        return existing
    if parts.count() >= MOST[kind]:
        raise PartRefused(
            _("One page holds at most %(most)s of these. Remove one first.")
            % {"most": MOST[kind]}
        )
    last = parts.aggregate(last=Max("position"))["last"]
    part = model.objects.create(
        workspace=snapshot.workspace,
        snapshot=snapshot,
        position=0 if last is None else last + 1,
        client_id=client_id,
        **fields,
    )
    _settle(snapshot, f"{kind}-{part.pk}", by)
    return part


@transaction.atomic
def edit_part(*, part, version, by, **fields):
    """Change a part, unless somebody changed it since ``version``."""
    model = type(part)
    fresh = model.objects.filter(pk=part.pk).first()
    if fresh is None:
        raise StaleEdit
    if all(getattr(fresh, name) == value for name, value in fields.items()):
        return fresh
    mine = model.objects.filter(pk=part.pk, version=version)
    if not mine.update(**fields, version=F("version") + 1):
        raise StaleEdit
    _settle(part.snapshot, f"{kind_of(part)}-{part.pk}", by)
    return model.objects.get(pk=part.pk)


@transaction.atomic
def remove_part(*, part, by):
    """Take a part off the page; an opportunity that is evidence on a tree stays."""
    if isinstance(part, HeardOpportunity) and part.evidence.exists():
        raise PartRefused(
            _("This opportunity is evidence on the tree. Take it off the tree first.")
        )
    name = f"{kind_of(part)}-{part.pk}"
    part.delete()
    _settle(part.snapshot, name, by)


@transaction.atomic
def move_part(*, part, steps, by):
    """Move a part up (negative) or down among its kind, as far as there is room."""
    Snapshot.objects.select_for_update(no_key=True).get(pk=part.snapshot_id)
    model = type(part)
    ordered = list(model.objects.filter(snapshot=part.snapshot_id))
    if part not in ordered:
        raise StaleEdit
    before = ordered.index(part)
    after = min(max(before + steps, 0), len(ordered) - 1)
    if after == before:
        return
    ordered.insert(after, ordered.pop(before))
    for position, moved in enumerate(ordered):
        moved.position = position
    model.objects.bulk_update(ordered, ["position"])
    _settle(part.snapshot, kind_of(part), by)


def kind_of(part):
    return next(kind for kind, model in KINDS.items() if isinstance(part, model))


def _settle(snapshot, name, by):
    """Count the change, write its audit line, and tell all who look at the page."""
    Snapshot.objects.filter(pk=snapshot.pk).update(
        version=F("version") + 1, updated_at=now()
    )
    record("snapshot_edited", snapshot, by=by, fields=[name])
    publish(f"snapshot:{snapshot.pk}", "changed", part=name, by=by.pk)

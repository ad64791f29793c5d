"""The page's own history: who wrote what, and how it read before."""

from datetime import timedelta

from django.utils.timezone import now

from discovery.audit.operations import record
from snapshots.models import PageChange

# What one person writes in one part without a longer break is one step.
ONE_SITTING = timedelta(minutes=10)
# The audit trail says that somebody worked on the page, once a day; the history says on what.
TELL_AGAIN_AFTER = timedelta(days=1)
GROWS = (PageChange.Kind.WRITTEN, PageChange.Kind.MOVED)


def note_change(*, snapshot, part, kind, by, before=None, after=None, takes_back=None):
    """Write one step of the history, in the transaction of the change itself.

    ``before`` and ``after`` hold the columns that changed. Another autosave of the same words
    by the same person lengthens their last step instead of adding one. The caller has locked
    the page's row.
    """
    before, after = before or {}, after or {}
    _tell_audit(snapshot, by)
    grows = kind in GROWS and takes_back is None
    if grows and (last := _last_step(snapshot, part, kind, by)):
        return _lengthen(last, before, after)
    return PageChange.objects.create(
        workspace_id=snapshot.workspace_id,
        snapshot=snapshot,
        part=part,
        kind=kind,
        by=by,
        before=before,
        after=after,
        takes_back=takes_back,
    )


def _tell_audit(snapshot, by):
    recent = snapshot.changes.filter(by=by, at__gte=now() - TELL_AGAIN_AFTER)
    if not recent.exists():
        record("snapshot_edited", snapshot, by=by)


def _last_step(snapshot, part, kind, by):
    """The part's newest step, if this person took it just now in the same way."""
    last = snapshot.changes.filter(part=part).first()
    if last is None or last.by_id != by.pk or last.kind != kind or last.takes_back_id:
        return None
    return last if last.at >= now() - ONE_SITTING else None


def _lengthen(last, before, after):
    last.before = before | last.before
    last.after = last.after | after
    for column in [
        name for name in last.after if last.before[name] == last.after[name]
    ]:
        del last.before[column], last.after[column]
    if not last.after:
        last.delete()
        return None
    last.at = now()
    last.save(update_fields=["before", "after", "at"])
    return last

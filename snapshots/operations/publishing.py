from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from discovery.audit.operations import record
from discovery.live.operations import publish
from snapshots.models import PageChange, Snapshot
from snapshots.operations.changes import note_change
from snapshots.operations.errors import NotPublishable
from snapshots.operations.telling import tell_readers


@transaction.atomic
def publish_snapshot(*, snapshot, by):
    """Show the page to everybody who reads snapshots here, and tell them once."""
    snapshot = _locked(snapshot)
    if snapshot.is_published:
        return snapshot
    _check_story(snapshot)
    snapshot.published_at, snapshot.published_by = now(), by
    snapshot.save(update_fields=["published_at", "published_by"])
    record("snapshot_published", snapshot, by=by)
    added = PageChange.Kind.ADDED
    note_change(snapshot=snapshot, part="publication", kind=added, by=by)
    tell_readers(
        gettext_noop("%(member)s published a snapshot of a new story."),
        key=f"snapshot-published:{snapshot.pk}",
        kind="snapshot_published",
        url=reverse("snapshots:snapshot", args=[snapshot.workspace.slug, snapshot.pk]),
        by=by,
    )
    publish(f"snapshot:{snapshot.pk}", "changed", part="publication", by=by.pk)
    return snapshot


@transaction.atomic
def withdraw_snapshot(*, snapshot, by):
    """Make the page a draft again; share links show nothing until it is published anew."""
    snapshot = _locked(snapshot)
    if not snapshot.is_published:
        return snapshot
    snapshot.published_at = snapshot.published_by = None
    snapshot.save(update_fields=["published_at", "published_by"])
    record("snapshot_withdrawn", snapshot, by=by)
    removed = PageChange.Kind.REMOVED
    note_change(snapshot=snapshot, part="publication", kind=removed, by=by)
    publish(f"snapshot:{snapshot.pk}", "changed", part="publication", by=by.pk)
    return snapshot


def _locked(snapshot):
    rows = Snapshot.objects.select_for_update(no_key=True, of=["self"])
    return rows.select_related("workspace", "participant").get(pk=snapshot.pk)


def _check_story(snapshot):
    """A page without a story is an opinion: one moment and one quote at least (R38, R44)."""
    has_moment = snapshot.moments.exists()
    if not has_moment and not snapshot.quote:
        raise NotPublishable(
            _(
                "Before others read it, the page needs one moment of the story and a "
                "memorable quote."
            )
        )
    if not has_moment:
        raise NotPublishable(
            _("Before others read it, the page needs at least one moment of the story.")
        )
    if not snapshot.quote:
        raise NotPublishable(
            _("Before others read it, the page needs a memorable quote.")
        )

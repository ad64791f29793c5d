from django.utils.timezone import now

from discovery.live.operations import publish
from discovery.notifications.models import Notification


def notify(membership, **about):
    """Tell a member something once per ``key``, live if they are looking."""
    (notification,) = notify_all([draft_notice(membership, **about)])
    return notification


def draft_notice(membership, *, key, kind, text, url=""):
    """Write a notice for ``notify_all``; ``key`` names its occasion."""
    return Notification(
        workspace_id=membership.workspace_id,
        membership=membership,
        key=key,
        kind=kind,
        text=text[:300],
        url=url,
    )


def notify_all(drafts):
    """Hand out notices in two statements, however many; what was told before stays as it is."""
    if not drafts:
        return []
    Notification.objects.bulk_create(drafts, ignore_conflicts=True)
    wanted = [(draft.membership_id, draft.key) for draft in drafts]
    rows = Notification.objects.filter(
        membership__in={pk for pk, _ in wanted}, key__in={key for _, key in wanted}
    )
    by_occasion = {(row.membership_id, row.key): row for row in rows}
    notifications = [by_occasion[occasion] for occasion in wanted]
    for row in notifications:
        if row.read_at is None:
            publish(f"membership:{row.membership_id}", "notification", id=row.pk)
    return notifications


def mark_read(membership, *, pk=None):
    """Mark one notification of a member as read, or all; their other windows hear of it."""
    waiting = membership.notifications.unread()
    if pk is not None:
        waiting = waiting.filter(pk=pk)
    if waiting.update(read_at=now()):
        publish(f"membership:{membership.pk}", "notification")

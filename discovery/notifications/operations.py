from django.utils.timezone import now

from discovery.live.operations import publish
from discovery.notifications.models import Notification


def notify(membership, *, key, kind, text, url=""):
    """Tell a member something once per ``key``, live if they are looking."""
    notification, created = Notification.objects.get_or_create(
        membership=membership,
        key=key,
        defaults={
            "workspace": membership.workspace,
            "kind": kind,
            "text": text[:300],
            "url": url,
        },
    )
    if created:
        publish(f"membership:{membership.pk}", "notification", id=notification.pk)
    return notification


def mark_read(membership, *, pk=None):
    """Mark one notification of a member as read, or all; their other windows hear of it."""
    waiting = membership.notifications.unread()
    if pk is not None:
        waiting = waiting.filter(pk=pk)
    if waiting.update(read_at=now()):
        publish(f"membership:{membership.pk}", "notification")

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

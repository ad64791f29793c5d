from django.db import models
from django.utils.timezone import now

from discovery.workspaces.models import Membership, Workspace


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def for_list(self):
        return self.order_by("-created_at", "-pk")


class Notification(models.Model):
    """Something that one member should know of, with the place where it happened."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="notifications"
    )
    key = models.CharField(max_length=120, help_text="Names the occasion; once each.")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "membership", "key", name="notifications_occasion_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["membership", "-created_at"], name="notifications_newest_first"
            ),
        ]

    def __str__(self):
        return self.text

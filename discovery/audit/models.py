from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from discovery.workspaces.models import Workspace


class AuditEventQuerySet(models.QuerySet):
    def for_list(self):
        return self.order_by("-at", "-pk")

    def after(self, at, pk):
        """The lines that come after that one in ``for_list``; all of them without one."""
        if at is None:
            return self
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))


class AuditEvent(models.Model):
    """Who did what to which object: never changed, never deleted (a trigger holds that).

    There is no foreign key to the actor or the object, so that the line outlives both;
    only names of fields are kept, never their values, so that erasing a person
    does not have to touch it (trust.md A15.2).
    """

    workspace = models.ForeignKey(
        Workspace, models.PROTECT, null=True, related_name="audit_events"
    )
    at = models.DateTimeField(default=now)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=160, blank=True)
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "-at", "-id"], name="audit_event_newest_first"
            ),
            # The history of one object.
            models.Index(
                fields=["workspace", "object_type", "object_id", "-at"],
                name="audit_event_of_object",
            ),
        ]

    def __str__(self):
        return f"{self.action} {self.object_type} {self.object_id}"


class AuditSeal(models.Model):
    """One link of a workspace's hash chain over its audit events.

    Sealing happens after the commit, one event at a time, so that writing an event
    never waits for another; a removed or altered event breaks the chain (trust.md A15.1).
    """

    workspace = models.ForeignKey(
        Workspace, models.PROTECT, null=True, related_name="audit_seals"
    )
    position = models.BigIntegerField()
    event_id = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "position"],
                name="audit_seal_position_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.position}: {self.digest[:12]}"

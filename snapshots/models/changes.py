from django.db import models
from django.utils.timezone import now

from discovery.workspaces.models import Membership, Workspace
from snapshots.models.snapshot import Snapshot


class PageChange(models.Model):
    """One step of a page's writing: who changed which part, and how it read before and after.

    It says who wrote what and brings back what was removed. ``part`` is the name of a text
    ("quote") or of a part ("moments-12").
    """

    class Kind(models.TextChoices):
        ADDED = "added"
        WRITTEN = "written"
        REMOVED = "removed"
        MOVED = "moved"

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="changes")
    part = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # The columns that changed; words of a person, so an erasure or a redaction deletes the row.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["snapshot", "-id"], name="snapshots_changes_newest"),
        ]

    def __str__(self):
        return f"{self.part} {self.kind} by {self.by}"

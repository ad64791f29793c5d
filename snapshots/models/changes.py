from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from discovery.workspaces.models import Membership, Workspace
from snapshots.models.snapshot import Snapshot

# They have buttons of their own, and a photo needs the person's yes again.
NOT_UNDONE = ("photo", "publication")


class PageChangeQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("by__user", "taken_back_by")

    def last_of(self, membership):
        """What this person would undo now: their newest step that still stands."""
        is_own = Q(takes_back=None) | Q(takes_back__takes_back__isnull=False)
        standing = self.filter(is_own, by=membership, taken_back_by=None)
        return standing.exclude(part__in=NOT_UNDONE).order_by("-pk").first()


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
    # The step that this one undid.
    takes_back = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="taken_back_by"
    )

    objects = PageChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["snapshot", "-id"], name="snapshots_changes_newest"),
        ]

    def __str__(self):
        return f"{self.part} {self.kind} by {self.by}"

    @property
    def can_be_undone(self):
        is_taken_back = getattr(self, "taken_back_by", None) is not None
        return self.part not in NOT_UNDONE and not is_taken_back

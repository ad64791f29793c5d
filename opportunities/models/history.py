from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from opportunities.models.tree import Outcome


class TreeChange(models.Model):
    """One change of a tree with its inverse: undo, history and live updates are this list (17)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    # Made by the browser, so that a repeated request changes nothing (B4.5).
    client_id = models.UUIDField()
    kind = models.CharField(max_length=24)
    change = models.JSONField()
    inverse = models.JSONField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    # The request to take this back that was refused because of what others have done since: the
    # next one of this person goes on to what they did before.
    refused_undo = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "outcome", "revision", name="opportunities_revision_once"
            ),
            models.UniqueConstraint(
                "outcome", "client_id", name="opportunities_change_once"
            ),
        ]
        # Undo asks for the newest changes of one person.
        indexes = [
            models.Index(
                fields=["outcome", "by", "-revision"], name="opportunities_change_by"
            )
        ]

    def __str__(self):
        return f"{self.kind} ({self.revision})"

    @property
    def node(self):
        """The node it was about, such as ``opportunity:7``; the browser puts the focus there."""
        return self.change.get("node", "")


class TreeVersion(models.Model):
    """A revision of a tree that a team has given a name, to compare with later (F195)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=80)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-revision", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "outcome", "name", name="opportunities_version_name_once"
            ),
        ]

    def __str__(self):
        return self.name


class TreeReview(models.Model):
    """A week's look at the tree by its team: what was seen, and what comes next (F196)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="reviews")
    # Where the tree stood when the review began: what changed since the last one is between them.
    revision = models.PositiveIntegerField()
    note = models.TextField(_("what we take from it"), max_length=2000, blank=True)
    started_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.outcome_id} at {self.revision}"

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from snapshots.models.snapshot import Snapshot

LONG = 600
MANY_LINES = 10


class CommentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(deleted_at=None)

    def open_questions(self):
        """Asked, not taken back, and not answered by anybody who writes the page."""
        return self.standing().filter(is_question=True, answered_at=None)

    def threads(self):
        """What answers nothing else; a deleted one stays while it has an answer to it."""
        answers = self.model.objects.filter(parent=OuterRef("pk"), deleted_at=None)
        stays = Q(deleted_at=None) | Exists(answers)
        return self.filter(stays, parent=None)

    def for_list(self):
        """With what a row shows."""
        return self.select_related("author__user").prefetch_related(
            "mentions__membership__user"
        )


class Comment(models.Model):
    """What a reader says or asks about a published snapshot, or a part of it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="comments")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    part = models.CharField(max_length=40, blank=True)
    text = models.TextField(_("comment"), max_length=4000)
    # An answer to another comment of the same page.
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )
    is_question = models.BooleanField(
        _("I have a question"), default=False, db_default=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(null=True, blank=True)
    # Rises with every change of the words, so that none is saved over another unseen.
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["workspace"],
                name="snapshots_questions_open",
                condition=Q(is_question=True, answered_at=None, deleted_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "snapshot",
                "client_id",
                condition=Q(client_id__isnull=False),
                name="snapshots_comment_once",
            ),
        ]

    def __str__(self):
        return f"{self.author}: {self.text[:60]}"

    @property
    def is_deleted(self):
        return self.deleted_at is not None

    @property
    def is_open_question(self):
        return self.is_question and not self.answered_at and not self.is_deleted

    @property
    def is_long(self):
        """So long that a list shows its beginning only until one asks for all of it."""
        return len(self.text) > LONG or self.text.count("\n") >= MANY_LINES


class Mention(models.Model):
    """That a comment calls upon a member by name."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "comment", "membership", name="snapshots_mentioned_once"
            ),
        ]

    def __str__(self):
        return str(self.membership)


class Reaction(models.Model):
    """What a reader feels about a part of a published page, said with one press."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("This moved me")
        SURPRISED = "surprised", _("I did not know this")
        HEARD = "heard", _("I have heard this too")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="reactions")
    part = models.CharField(max_length=40, blank=True)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "snapshot", "part", "membership", "kind", name="snapshots_reacted_once"
            ),
        ]

    def __str__(self):
        return f"{self.membership}: {self.kind}"


class Reading(models.Model):
    """That a member has read a snapshot."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="readings")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    first_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "snapshot", "membership", name="snapshots_read_once"
            ),
        ]

    def __str__(self):
        return str(self.membership)

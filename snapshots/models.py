from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Team, Workspace
from interviews.models import Interview
from recruiting.models import Participant


class SnapshotQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def drafts(self):
        return self.filter(published_at=None)

    def for_wall(self):
        """Newest first, with what a card shows."""
        people = self.select_related("participant", "participant__photo", "team")
        return people.order_by("-talked_on", "-pk")


class Snapshot(models.Model):
    """One page about one interview: a person's story that somebody who was not there understands (R42)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="snapshots")
    team = models.ForeignKey(Team, models.PROTECT, related_name="snapshots")
    interview = models.OneToOneField(Interview, models.PROTECT, related_name="snapshot")
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="snapshots"
    )
    name = models.CharField(_("name"), max_length=120)
    context = models.CharField(_("who they are, in a line"), max_length=200, blank=True)
    quote = models.CharField(_("memorable quote"), max_length=400, blank=True)
    story_title = models.CharField(_("the story in a line"), max_length=160, blank=True)
    talked_on = models.DateField()
    # Rises with every edit of any part, so that a stale edit is seen (architecture.md 16).
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="snapshots_published_at_and_by",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "-talked_on", "-id"], name="snapshots_newest_first"
            ),
            models.Index(
                fields=["workspace", "-talked_on", "-id"],
                name="snapshots_published_newest",
                condition=Q(published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.story_title or self.quote}"

    @property
    def is_published(self):
        return self.published_at is not None


class Part(models.Model):
    """What every ordered part of a snapshot has; ``client_id`` makes adding it repeatable."""

    position = models.PositiveSmallIntegerField()
    client_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class QuickFact(Part):
    """A fact that gives the story its context, such as "Plans the rota: 4 hours, Sundays"."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="quick_facts")
    label = models.CharField(_("label"), max_length=40)
    text = models.CharField(_("fact"), max_length=120, blank=True)


class Moment(Part):
    """A step of this one story's experience map, with how it felt from -2 (awful) to 2 (great)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="moments")
    title = models.CharField(_("moment"), max_length=60)
    text = models.CharField(_("what happened"), max_length=200, blank=True)
    feeling = models.SmallIntegerField(_("feeling"), default=0)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                name="snapshots_feeling_in_range", condition=Q(feeling__range=(-2, 2))
            ),
        ]


class HeardOpportunity(Part):
    """A need, pain or desire as this customer would say it, pinned to a moment if it has one (R45)."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="heard_opportunities"
    )
    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, related_name="heard_opportunities"
    )
    moment = models.ForeignKey(
        Moment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="heard_opportunities",
    )
    text = models.CharField(_("opportunity"), max_length=240)

    class Meta(Part.Meta):
        verbose_name_plural = "heard opportunities"

    def __str__(self):
        return self.text


class Insight(Part):
    """Something learned that is not (yet) an opportunity (R46)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="insights")
    text = models.CharField(_("insight"), max_length=300)


class Comment(models.Model):
    """What a reader says or asks about a published snapshot, or a part of it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="comments")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    part = models.CharField(max_length=40, blank=True)
    text = models.TextField(_("comment"), max_length=4000)
    client_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "snapshot",
                "client_id",
                condition=Q(client_id__isnull=False),
                name="snapshots_comment_once",
            ),
        ]


class ShareLink(models.Model):
    """A way in for somebody without an account; the token is shown once and stored hashed (A4)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="share_links")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("for whom"), max_length=80, blank=True)
    shows_name = models.BooleanField(_("show the real name"), default=False)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_count = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)


class Rendering(models.Model):
    """The PDF of a snapshot as it stood: a row that the worker claims, renders and fills."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RENDERING = "rendering", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="renderings")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="renderings")
    # Of everything that is on the page, so that the same page is rendered once.
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    file = models.FileField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "snapshot", "content_hash", name="snapshots_rendered_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="snapshots_renderings_open",
                condition=Q(state__in=["queued", "rendering"]),
            ),
        ]


class Reading(models.Model):
    """That a member has read a snapshot."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="readings")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    first_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "snapshot", "membership", name="snapshots_read_once"
            ),
        ]

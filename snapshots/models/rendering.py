from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Paper, Workspace
from snapshots.models.snapshot import Snapshot

ABANDONED_AFTER = timedelta(minutes=2)
MOST_ATTEMPTS = 4


class RenderingQuerySet(models.QuerySet):
    def due(self):
        """Waiting, or claimed by a worker that must have died."""
        lost = Q(
            state=Rendering.State.RENDERING, claimed_at__lt=now() - ABANDONED_AFTER
        )
        return self.filter(Q(state=Rendering.State.QUEUED) | lost)

    def claim(self, pk):
        """Return the rendering if it is ours to make, and None if somebody else has it."""
        claimed = (
            self.due()
            .filter(pk=pk)
            .update(
                state=Rendering.State.RENDERING,
                claimed_at=now(),
                attempts=F("attempts") + 1,
            )
        )
        return self.get(pk=pk) if claimed else None


class Rendering(models.Model):
    """The PDF of a snapshot as it stood: a row that the worker claims, renders and fills."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RENDERING = "rendering", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    class Kind(models.TextChoices):
        PAGE = "page", _("PDF")
        CARD = "card", _("Picture for chats")

    class Failure(models.TextChoices):
        TOO_LONG = (
            "too_long",
            _(
                "This is more than one page holds. Shorten the longest texts and try again."
            ),
        )
        NO_LIBRARIES = (
            "no_libraries",
            _("The system libraries that draw PDFs are missing on the server."),
        )
        TOO_SLOW = "too_slow", _("Making the PDF took too long and was stopped.")
        BROKEN = "broken", _("The PDF could not be made. We have noted why.")
        LOST = "lost", _("The PDF was started several times and never finished.")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="renderings")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="renderings")
    # Of everything that is on the page, so that the same page is rendered once.
    content_hash = models.CharField(max_length=64)
    # Made for a share link that shows the pseudonym instead of the name.
    is_pseudonymous = models.BooleanField(default=False)
    kind = models.CharField(
        max_length=8, choices=Kind.choices, default=Kind.PAGE, db_default=Kind.PAGE
    )
    paper = models.CharField(
        max_length=8, choices=Paper.choices, default=Paper.A4, db_default=Paper.A4
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    file = models.FileField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=Failure.choices, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = RenderingQuerySet.as_manager()

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

    def __str__(self):
        return f"PDF of snapshot {self.snapshot_id}, {self.state}"

    @property
    def is_open(self):
        return self.state in (self.State.QUEUED, self.State.RENDERING)

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def is_failed(self):
        return self.state == self.State.FAILED


class Booklet(models.Model):
    """Several snapshots as one PDF with its contents on the first page: asked for, then made.

    Who made it may fetch it, nobody else; it goes when a page of it changes or is erased.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="booklets")
    title = models.CharField(max_length=160)
    asked_by = models.ForeignKey(Membership, models.CASCADE, related_name="booklets")
    content_hash = models.CharField(max_length=64)
    is_pseudonymous = models.BooleanField(default=False)
    paper = models.CharField(max_length=8, choices=Paper.choices, default=Paper.A4)
    state = models.CharField(
        max_length=12, choices=Rendering.State.choices, default=Rendering.State.QUEUED
    )
    file = models.FileField(max_length=200, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=16, choices=Rendering.Failure.choices, blank=True
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="snapshots_booklets_open",
                condition=Q(state__in=["queued", "rendering"]),
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.state}"


class BookletPage(models.Model):
    """One snapshot of a booklet, in its place."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    booklet = models.ForeignKey(Booklet, models.CASCADE, related_name="pages")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                "booklet", "position", name="snapshots_booklet_page_once"
            ),
        ]

    def __str__(self):
        return str(self.snapshot)

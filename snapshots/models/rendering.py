from datetime import timedelta

from django.db import models, transaction
from django.db.models import Exists, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Paper, Workspace
from snapshots.models.snapshot import Snapshot

# Longer than any single drawing may take (snapshots/drawing.py).
ABANDONED_AFTER = timedelta(minutes=1)
TRY_FULL_DISK_AFTER = timedelta(minutes=5)
MOST_ATTEMPTS = 4


class MadeFileQuerySet(models.QuerySet):
    """Files that are asked for by a row, which a worker claims, makes and fills."""

    def due(self):
        """Waiting, claimed by a worker that must have died, or refused by a full disk."""
        state = MadeFile.State
        lost = Q(state=state.RENDERING, claimed_at__lt=now() - ABANDONED_AFTER)
        refused = Q(
            state=state.FAILED,
            reason=MadeFile.Failure.NO_SPACE,
            finished_at__lt=now() - TRY_FULL_DISK_AFTER,
            attempts__lt=MOST_ATTEMPTS,
        )
        return self.filter(Q(state=state.QUEUED) | lost | refused)

    def in_hand(self):
        """Being made by a worker that is alive as far as we know."""
        return self.filter(
            state=MadeFile.State.RENDERING, claimed_at__gte=now() - ABANDONED_AFTER
        )

    @transaction.atomic
    def claim(self, pk):
        """Return the row if it is ours to make, and None if somebody else has it.

        A workspace has one place: its hundred pages never keep another's single page
        waiting (trust.md A9.3). Its row is locked with ours, so that two claims come one
        by one; whoever waited finds a row that is no longer due.
        """
        locks = self.select_for_update(of=("self", "workspace"), no_key=True)
        row = locks.due().select_related("workspace").filter(pk=pk).first()
        if row is None:
            return None
        claim = {
            "state": MadeFile.State.RENDERING,
            "reason": "",
            "claimed_at": now(),
            "attempts": row.attempts + 1,
        }
        taken = self.filter(workspace=row.workspace_id).in_hand()
        if not self.filter(~Exists(taken), pk=pk).update(**claim):
            return None
        for column, value in claim.items():
            setattr(row, column, value)
        return row

    def next_of(self, workspace_id):
        """The one of a workspace that has waited longest, if any."""
        waiting = self.due().filter(workspace=workspace_id).order_by("created_at", "pk")
        return waiting.values_list("pk", flat=True).first()

    def longest_waiting(self):
        """One of each workspace: the others follow when that is made."""
        firsts = self.due().order_by("workspace", "created_at", "pk")
        return firsts.distinct("workspace").values_list("pk", flat=True)


class MadeFile(models.Model):
    """What every file that a worker makes has; its row is what stands, the file may be lost."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RENDERING = "rendering", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

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
        NO_SPACE = (
            "no_space",
            _(
                "The server’s disk is full, so nothing was kept. It is tried again "
                "in a few minutes."
            ),
        )
        BROKEN = "broken", _("The PDF could not be made. We have noted why.")
        NOTHING = "nothing", _("None of these stories may be shown in this way.")
        LOST = "lost", _("The PDF was started several times and never finished.")

    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    file = models.FileField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=Failure.choices, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = MadeFileQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self):
        return self.state in (self.State.QUEUED, self.State.RENDERING)

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def is_failed(self):
        return self.state == self.State.FAILED


class Rendering(MadeFile):
    """One page as it stood, as a PDF or a picture: a row that the worker claims and fills."""

    class Kind(models.TextChoices):
        PAGE = "page", _("PDF")
        CARD = "card", _("Picture for chats")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="renderings")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="renderings")
    # Of everything that is on the page, so that the same page is rendered once.
    content_hash = models.CharField(max_length=64)
    # Leaves the company: no way back into the workspace stands on it.
    is_outside = models.BooleanField(default=False, db_default=False)
    # Shows the pseudonym instead of the name, and no photo.
    is_pseudonymous = models.BooleanField(default=False)
    kind = models.CharField(
        max_length=8, choices=Kind.choices, default=Kind.PAGE, db_default=Kind.PAGE
    )
    paper = models.CharField(
        max_length=8, choices=Paper.choices, default=Paper.A4, db_default=Paper.A4
    )
    pages = models.PositiveSmallIntegerField(default=0)

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
        return f"{self.get_kind_display()} of snapshot {self.snapshot_id}, {self.state}"


class Booklet(MadeFile):
    """Several snapshots as one PDF with its contents on the first page: asked for, then made.

    Who made it may fetch it, nobody else; it goes when a page of it changes or is erased.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="booklets")
    title = models.CharField(max_length=160)
    asked_by = models.ForeignKey(Membership, models.CASCADE, related_name="booklets")
    content_hash = models.CharField(max_length=64)
    is_pseudonymous = models.BooleanField(default=False)
    paper = models.CharField(max_length=8, choices=Paper.choices, default=Paper.A4)
    done = models.PositiveSmallIntegerField(default=0)

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

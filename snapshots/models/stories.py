from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Team, Workspace
from discovery.workspaces.permissions import Permission
from interviews.models import Highlight
from snapshots.models.snapshot import Snapshot

# More voices than that are a wall, and nobody reads a wall in one go.
MOST_PASSAGES = 20
STORY_TEXTS = ("question", "introduction")


class StoryPageQuerySet(models.QuerySet):
    def present(self):
        return self.filter(deleted_at=None)

    def published(self):
        return self.present().exclude(published_at=None)

    def visible_to(self, membership):
        """Published ones for every reader; drafts for those of the team who write."""
        if not membership.may(Permission.SNAPSHOT_WRITE):
            return self.published()
        return self.present()._open_to(membership)

    def restorable_by(self, membership):
        """Those that they may write on, deleted ones as well."""
        return self._open_to(membership)

    def _open_to(self, membership):
        if membership.may(Permission.PANEL_MANAGE):
            return self
        own = Q(team__in=membership.teams.values("pk"))
        return self.filter(own | Q(published_at__isnull=False))


class StoryPage(models.Model):
    """Several snapshots gathered around one question, to be read or told in one go (F226)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="story_pages")
    team = models.ForeignKey(Team, models.PROTECT, related_name="story_pages")
    question = models.CharField(_("question"), max_length=160)
    introduction = models.TextField(_("introduction"), max_length=2000, blank=True)
    question_version = models.PositiveIntegerField(default=1)
    introduction_version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    # Kept for a while, so that a deletion can be taken back.
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = StoryPageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="snapshots_story_published_at_and_by",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.question or gettext("A page without a question")

    @property
    def is_published(self):
        return self.published_at is not None


class StoryPassageQuerySet(models.QuerySet):
    def present(self):
        return self.filter(removed_at=None)


class StoryPassage(models.Model):
    """One snapshot's place on a story page: why it is there, and the clip that tells it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    story_page = models.ForeignKey(StoryPage, models.CASCADE, related_name="passages")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField()
    why = models.CharField(_("why it is here"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    highlight = models.ForeignKey(
        Highlight, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The row stays, so that it can be brought back, and so that an erasure finds the page whose
    # other words may still tell of this person.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = StoryPassageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "story_page", "snapshot", name="snapshots_passage_once"
            ),
        ]

    def __str__(self):
        return str(self.snapshot)

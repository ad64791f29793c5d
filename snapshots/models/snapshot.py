from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Team, Workspace
from discovery.workspaces.permissions import Permission
from interviews.models import Highlight, Interview, Note
from recruiting.models import Consent, Participant

TEXTS = ("name", "context", "quote", "story_title")


class SnapshotQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def drafts(self):
        return self.filter(published_at=None)

    def visible_to(self, membership):
        """Published ones for every reader; drafts only for those who write."""
        if membership.may(Permission.SNAPSHOT_WRITE):
            return self
        return self.published()

    def for_wall(self):
        """Newest first, with what a card shows and what the person has agreed to."""
        newest = Consent.objects.filter(participant=OuterRef("participant")).order_by(
            "-at", "-pk"
        )
        people = self.select_related("participant", "participant__photo", "team")
        return people.annotate(
            photo_answer=Subquery(
                newest.filter(purpose="photo").values("is_granted")[:1]
            ),
            quote_answer=Subquery(
                newest.filter(purpose="quote").values("is_granted")[:1]
            ),
        ).order_by("-talked_on", "-pk")

    def for_reading(self):
        """With what the page shows of other rows."""
        return self.select_related("workspace", "team", "participant__photo")

    def for_page(self):
        """The same, and the interview for those who write it."""
        return self.for_reading().select_related("interview__debrief")

    def before(self, talked_on, pk):
        """Those that come after this one on the wall, which stands newest first."""
        # The day alone lets an index begin there, instead of at the top.
        return self.filter(
            Q(talked_on__lt=talked_on) | Q(talked_on=talked_on, pk__lt=pk),
            talked_on__lte=talked_on,
        )


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
    # Each text has its own version, so that two people who edit two of them both keep their
    # change; ``version`` rises with every edit of any part (architecture.md 16).
    name_version = models.PositiveIntegerField(default=1)
    context_version = models.PositiveIntegerField(default=1)
    quote_version = models.PositiveIntegerField(default=1)
    story_title_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    # Where the quote came from, so that it leads back to what was said.
    quote_note = models.ForeignKey(
        Note, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    quote_highlight = models.ForeignKey(
        Highlight, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
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
            # In two, because each is asked for alone: a team has few drafts and many pages.
            models.Index(
                fields=["team", "-talked_on", "-id"],
                name="snapshots_team_drafts",
                condition=Q(published_at=None),
            ),
            models.Index(
                fields=["team", "-talked_on", "-id"],
                name="snapshots_team_published",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(
                fields=["workspace", "-talked_on", "-id"],
                name="snapshots_published_newest",
                condition=Q(published_at__isnull=False),
            ),
        ]

    def __str__(self):
        # Never the quote: that is told only as long as its person agrees to it.
        return f"{self.name}: {self.story_title}" if self.story_title else self.name

    @property
    def is_published(self):
        return self.published_at is not None

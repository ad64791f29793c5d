from datetime import timedelta

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from snapshots.models.snapshot import Snapshot
from snapshots.models.stories import StoryPage

LIFETIME = timedelta(days=90)


# How far back the little picture of the openings goes.
DAYS_DRAWN = 30


def recent_openings(model):
    """The openings of the last days, to be read with the links; ``model`` counts them."""
    since = localdate() - timedelta(days=DAYS_DRAWN - 1)
    openings = model.objects.filter(day__gte=since)
    return Prefetch("openings", queryset=openings, to_attr="recent_openings")


class WayIn:
    """What every kind of link can say of itself, wherever it leads."""

    @property
    def has_passcode(self):
        return bool(self.passcode_hash)

    @property
    def openings_by_day(self):
        """How often it was opened on each of the last days, oldest first."""
        counts = {opening.day: opening.count for opening in self.recent_openings}
        today = localdate()
        days = [today - timedelta(days=ago) for ago in reversed(range(DAYS_DRAWN))]
        return [(day, counts.get(day, 0)) for day in days]

    @property
    def is_live(self):
        return self.revoked_at is None and self.expires_at > now()


class ShareLinkQuerySet(models.QuerySet):
    def live(self):
        """Links that still open: not ended, by a member, to a page that is published."""
        told = Q(
            snapshot__published_at__isnull=False, snapshot__participant__erased_at=None
        )
        return self.not_ended().filter(
            told
            | Q(story_page__published_at__isnull=False, story_page__deleted_at=None),
            created_by__removed_at=None,
            created_by__user__is_active=True,
        )

    def visible_to(self, membership):
        """Links to what the member may see; of another team's draft nobody knows."""
        pages = StoryPage.objects.filter(workspace=membership.workspace_id)
        return self.filter(
            Q(snapshot__isnull=False) | Q(story_page__in=pages.visible_to(membership))
        )

    def not_ended(self):
        """Links that nobody has revoked and whose day has not passed."""
        return self.filter(revoked_at=None, expires_at__gt=now())

    def for_list(self):
        """Open ones first, the newest of them first, with how often each was opened."""
        ended = Q(revoked_at__isnull=False) | Q(expires_at__lte=now())
        return (
            self.select_related("created_by__user")
            .prefetch_related(recent_openings(ShareOpening))
            .annotate(has_ended=ended)
            .order_by("has_ended", "-created_at", "-pk")
        )

    def for_overview(self):
        """Those of people who have left first, then the newest; with what each leads to."""
        return (
            self.select_related(
                "created_by__user",
                "workspace",
                "snapshot__workspace",
                "story_page__workspace",
            )
            .prefetch_related(recent_openings(ShareOpening))
            .order_by(
                F("created_by__removed_at").desc(nulls_last=True), "-created_at", "-pk"
            )
        )


class ShareLink(WayIn, models.Model):
    """A way in for somebody without an account; the token is shown once and stored hashed (A4)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="share_links")
    # To one of the two.
    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, null=True, blank=True, related_name="share_links"
    )
    story_page = models.ForeignKey(
        StoryPage, models.CASCADE, null=True, blank=True, related_name="share_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("for whom"), max_length=80, blank=True)
    shows_name = models.BooleanField(_("show the real name"), default=False)
    passcode_hash = models.CharField(
        max_length=128, blank=True, default="", db_default=""
    )
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_count = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="snapshots_link_to_one_thing",
                condition=Q(snapshot__isnull=False, story_page=None)
                | Q(snapshot=None, story_page__isnull=False),
            ),
        ]

    def __str__(self):
        return self.label or str(self.created_at.date())

    @property
    def target(self):
        """What the link leads to: a snapshot, or a story page."""
        return self.snapshot if self.snapshot_id else self.story_page

    @property
    def target_path(self):
        """Where members read what the link leads to."""
        name = "snapshot" if self.snapshot_id else "story"
        where = [self.workspace.slug, self.target.pk]
        return reverse(f"snapshots:{name}", args=where)


class ShareOpening(models.Model):
    """How often a link was opened on a day; nothing is kept of who did (trust.md A4.8)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="openings")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("link", "day", name="snapshots_opened_on_day"),
        ]

    def __str__(self):
        return f"{self.day}: {self.count}"

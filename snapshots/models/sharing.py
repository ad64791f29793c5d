from datetime import timedelta

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from snapshots.models.snapshot import Snapshot

LIFETIME = timedelta(days=90)


class ShareLinkQuerySet(models.QuerySet):
    def live(self):
        """Links that still open: neither revoked nor expired, to a page that is published."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=now(),
            snapshot__published_at__isnull=False,
            snapshot__participant__erased_at=None,
        )

    def for_list(self):
        return self.select_related("created_by__user").order_by("-created_at", "-pk")


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

    objects = ShareLinkQuerySet.as_manager()

    def __str__(self):
        return self.label or str(self.created_at.date())

    @property
    def is_live(self):
        return self.revoked_at is None and self.expires_at > now()

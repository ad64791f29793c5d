from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from discovery.workspaces.permissions import Permission
from opportunities.models.tree import Opportunity, Outcome
from snapshots.models.sharing import WayIn, recent_openings

LIFETIME = timedelta(days=90)


class TreeLinkQuerySet(models.QuerySet):
    def live(self):
        """Links that still open: not ended, made by somebody who is still a member."""
        return self.not_ended().filter(
            outcome__archived_at=None,
            created_by__removed_at=None,
            created_by__user__is_active=True,
        )

    def not_ended(self):
        """Links that nobody has revoked and whose day has not passed."""
        return self.filter(revoked_at=None, expires_at__gt=now())

    def visible_to(self, membership):
        """Links to the trees that the member may change: they decide who reads them."""
        if membership.may(Permission.TREE_EDIT_ALL):
            return self
        return self.filter(outcome__team__memberships=membership)

    def for_list(self):
        """Open ones first, the newest of them first, with what each leads to."""
        ended = Q(revoked_at__isnull=False) | Q(expires_at__lte=now())
        return (
            self.select_related("created_by__user", "outcome", "opportunity")
            .prefetch_related(recent_openings(TreeOpening))
            .annotate(has_ended=ended)
            .order_by("has_ended", "-created_at", "-pk")
        )


class TreeLink(WayIn, models.Model):
    """A way to read a tree, or one branch, without an account; the token is stored hashed (A4, F202)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="tree_links")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="links")
    # The branch that it shows; nothing for the whole tree.
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, related_name="links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("for whom"), max_length=80, blank=True)
    shows_solutions = models.BooleanField(
        _("show what might be built"), default=True, db_default=True
    )
    # Of those only who have agreed to be quoted, and under their pseudonyms.
    shows_quotes = models.BooleanField(
        _("show what people said"), default=False, db_default=False
    )
    # The figures of the outcome, and which opportunity is the target.
    shows_aim = models.BooleanField(
        _("show what the team aims at"), default=False, db_default=False
    )
    passcode_hash = models.CharField(max_length=128, blank=True)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_count = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    objects = TreeLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.label or str(self.created_at.date())


class TreeOpening(models.Model):
    """How often a link was opened on a day; nothing is kept of who did (trust.md A4.8)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    link = models.ForeignKey(TreeLink, models.CASCADE, related_name="openings")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("link", "day", name="opportunities_opened_on_day"),
        ]

    def __str__(self):
        return f"{self.day}: {self.count}"

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Team, Workspace
from opportunities.models.decisions import Decision, Promise
from opportunities.models.tree import Opportunity
from snapshots.models import HeardOpportunity, Snapshot


class KeyInsightQuerySet(models.QuerySet):
    def current(self):
        """What is told now: neither dropped nor done."""
        return self.filter(dropped_at=None, done_at=None)


class KeyInsight(Promise):
    """One of the three to ten things that a team tells everybody, with what follows from it (R77)."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="key_insights"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="key_insights")
    text = models.CharField(_("insight"), max_length=240)
    due_on = models.DateField(_("by"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="key_insights"
    )
    # Its place among the team's; renumbered under a lock when one moves.
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    dropped_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    # Made by the form, so that a second press of the button makes no second insight.
    client_id = models.UUIDField(null=True, blank=True)

    objects = KeyInsightQuerySet.as_manager()

    class Meta:
        ordering = ["team__name", "team", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "team", "client_id", name="opportunities_insight_once"
            ),
        ]
        indexes = [
            models.Index(
                "owner",
                "due_on",
                condition=Q(done_at=None, dropped_at=None, due_on__isnull=False),
                name="opportunities_insight_due",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def state(self):
        if self.dropped_at:
            return "dropped"
        return "decided" if self.decision_id else "open"

    @property
    def is_current(self):
        return self.dropped_at is None and self.done_at is None


class InsightEvidence(models.Model):
    """What an insight stands on: a whole story, one thing heard in it, or a node of a tree."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    insight = models.ForeignKey(KeyInsight, models.CASCADE, related_name="evidence")
    heard = models.ForeignKey(
        HeardOpportunity, models.CASCADE, null=True, blank=True, related_name="+"
    )
    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, null=True, blank=True, related_name="+"
    )
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, related_name="+"
    )
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "insight evidence"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="opportunities_insight_evidence_is_one_thing",
                condition=(
                    Q(heard__isnull=False, snapshot=None, opportunity=None)
                    | Q(heard=None, snapshot__isnull=False, opportunity=None)
                    | Q(heard=None, snapshot=None, opportunity__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                "insight", "heard", name="opportunities_insight_heard_once"
            ),
            models.UniqueConstraint(
                "insight", "snapshot", name="opportunities_insight_snapshot_once"
            ),
            models.UniqueConstraint(
                "insight", "opportunity", name="opportunities_insight_node_once"
            ),
        ]

    def __str__(self):
        about = self.heard_id or self.snapshot_id or self.opportunity_id
        return f"{about} behind {self.insight_id}"


class InsightReader(models.Model):
    """That a member was told of an insight, once."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    insight = models.ForeignKey(KeyInsight, models.CASCADE, related_name="told")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    told_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "insight", "membership", name="opportunities_insight_told_once"
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} of {self.insight_id}"

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from opportunities.models.decisions import Decision
from opportunities.models.tree import Opportunity, Outcome
from recruiting.models import Participant


class Comparison(models.Model):
    """One row of siblings compared, and which of them mattered most and why (R67, R68)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="comparisons")
    # The siblings stand under it; nothing for the top row.
    parent = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, related_name="comparisons"
    )
    chosen = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, related_name="+"
    )
    # The choice with its reason and the day to look again is a decision like others (R68).
    decision = models.OneToOneField(
        Decision, models.SET_NULL, null=True, blank=True, related_name="comparison"
    )
    started_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            # One comparison of a row is under way at a time; the others are its history.
            models.UniqueConstraint(
                fields=["outcome", "parent"],
                condition=Q(decided_at=None),
                nulls_distinct=False,
                name="opportunities_one_open_comparison",
            ),
        ]

    def __str__(self):
        return f"{self.outcome_id}: {self.parent_id or 'top row'}"


class LensView(models.Model):
    """What a team sees in one sibling through one lens; compared, never added up (R68, R69)."""

    class Lens(models.TextChoices):
        SIZE = "size", _("Size")
        MARKET = "market", _("Market")
        COMPANY = "company", _("Company")
        CUSTOMER = "customer", _("Customer")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="views")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+")
    lens = models.CharField(max_length=8, choices=Lens.choices)
    # Its place among the siblings through this lens, 1 is the most; nothing if not ranked.
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(_("why"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "comparison", "opportunity", "lens", name="opportunities_lens_once"
            ),
        ]

    def __str__(self):
        return f"{self.opportunity_id} by {self.lens}"


class CustomerRating(models.Model):
    """How much an opportunity matters to one customer, and how well it is solved today (R68)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="ratings")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    # Both from 1 (not at all) to 5 (very).
    importance = models.PositiveSmallIntegerField(_("how important"))
    satisfaction = models.PositiveSmallIntegerField(_("how content today"))
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "opportunity", "participant", name="opportunities_rating_once"
            ),
            models.CheckConstraint(
                name="opportunities_rating_one_to_five",
                condition=Q(importance__range=(1, 5), satisfaction__range=(1, 5)),
            ),
        ]

    def __str__(self):
        return f"{self.importance}/{self.satisfaction} by {self.participant_id}"

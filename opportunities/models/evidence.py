from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from opportunities.models.tree import Opportunity, Outcome
from snapshots.models import HeardOpportunity


class Evidence(models.Model):
    """That an opportunity on the tree was heard in a story: the way back to the quote."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="evidence")
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="evidence"
    )
    heard = models.ForeignKey(HeardOpportunity, models.CASCADE, related_name="evidence")
    placed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=now)
    # That what the customer said and what they did are two things (F177).
    is_against = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                "opportunity", "heard", name="opportunities_evidence_once"
            ),
        ]

    def __str__(self):
        return f"{self.heard_id} on {self.opportunity_id}"


class OtherEvidence(models.Model):
    """What points to an opportunity without a story: tickets, numbers, requests (R66, F176)."""

    class Source(models.TextChoices):
        SUPPORT = "support", _("Support")
        ANALYTICS = "analytics", _("Analytics")
        SALES = "sales", _("Sales")
        SURVEY = "survey", _("Survey")
        OTHER = "other", _("Other")

    class Basis(models.TextChoices):
        SAID = "said", _("What people say")
        DONE = "done", _("What people do")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="other_evidence"
    )
    source = models.CharField(_("from"), max_length=9, choices=Source.choices)
    basis = models.CharField(_("shows"), max_length=4, choices=Basis.choices)
    text = models.CharField(_("what it says"), max_length=300)
    url = models.URLField(_("where it is"), max_length=500, blank=True)
    observed_on = models.DateField(_("on"), default=localdate)
    # Speaks against the opportunity: shown as a contradiction, never averaged away (F177).
    is_against = models.BooleanField(_("speaks against it"), default=False)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)
    # Made by the form, so that a second press of the button adds nothing twice.
    client_id = models.UUIDField()

    class Meta:
        verbose_name_plural = "other evidence"
        ordering = ["-observed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "opportunity", "client_id", name="opportunities_other_evidence_once"
            ),
        ]

    def __str__(self):
        return self.text


class HeardSetAside(models.Model):
    """That a team keeps something heard off a tree for now, with the reason; it can come back."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="heard_set_aside")
    heard = models.ForeignKey(
        HeardOpportunity, models.CASCADE, related_name="set_aside"
    )
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "heard set aside"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "outcome", "heard", name="opportunities_heard_aside_once"
            ),
        ]

    def __str__(self):
        return self.reason

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from opportunities.models.tree import Opportunity, Solution


class IdeaRound(models.Model):
    """Ideas for one opportunity: each alone first, then shared, then again alone (R72)."""

    class Phase(models.TextChoices):
        ALONE = "alone", _("Each alone")
        TOGETHER = "together", _("Together")
        AGAIN = "again", _("Again alone")
        CLOSED = "closed", _("Closed")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="idea_rounds"
    )
    phase = models.CharField(max_length=8, choices=Phase.choices, default=Phase.ALONE)
    # Why ideas were made although it was not the target (R70).
    reason = models.CharField(
        _("why now"), max_length=300, blank=True, default="", db_default=""
    )
    started_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "opportunity",
                condition=~Q(phase="closed"),
                name="opportunities_one_open_round",
            ),
        ]

    def __str__(self):
        return f"{self.phase} for {self.opportunity_id}"


class Idea(models.Model):
    """One person's idea in a round; hidden from others until it is shared (R72)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    round = models.ForeignKey(IdeaRound, models.CASCADE, related_name="ideas")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    text = models.CharField(_("idea"), max_length=240)
    shared_at = models.DateTimeField(null=True, blank=True)
    # What became of it on the tree.
    solution = models.ForeignKey(
        Solution, models.SET_NULL, null=True, blank=True, related_name="ideas"
    )
    created_at = models.DateTimeField(default=now)
    client_id = models.UUIDField()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "round", "client_id", name="opportunities_idea_once"
            ),
        ]

    def __str__(self):
        return self.text

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from opportunities.models.tree import Opportunity, Outcome
from recruiting.models import Participant

# Nobody is reminded before eight in the morning of their company.
MORNING = timedelta(hours=8)


class Promise(models.Model):
    """What somebody is to come back to by a day: kept by the models below and of insights (R77)."""

    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    postponed_because = models.CharField(
        _("why the day has moved"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
    )
    # How often the owner was reminded of the day that stands now: when due, and a week after.
    reminders = models.PositiveSmallIntegerField(default=0, db_default=0)

    # The column with the day.
    DAY = "due_on"

    class Meta:
        abstract = True

    @property
    def day(self):
        return getattr(self, self.DAY)

    @property
    def days_late(self):
        """How many days past its day it is where the company is; nothing if it has none or is done."""
        if self.day is None or self.done_at:
            return None
        zone = ZoneInfo(self.workspace.time_zone)
        return (now().astimezone(zone).date() - self.day).days

    @property
    def is_overdue(self):
        return (self.days_late or 0) > 0

    @property
    def is_due(self):
        late = self.days_late
        return late is not None and late >= 0


class Decision(Promise):
    """What a team decided because of stories, with an owner and the way back to them (R68, R77)."""

    DAY = "revisit_on"

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="decisions")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="decisions")
    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, related_name="decisions"
    )
    text = models.CharField(_("decision"), max_length=240)
    reason = models.TextField(_("because"), max_length=1000, blank=True)
    revisit_on = models.DateField(_("look again on"), null=True, blank=True)
    decided_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=now)
    # Made by the form, so that a second press of the button decides nothing twice.
    client_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "outcome", "client_id", name="opportunities_decision_once"
            ),
        ]
        indexes = [
            # What is promised and not done, for its owner and for the reminders.
            models.Index(
                "owner",
                "revisit_on",
                condition=models.Q(done_at=None, revisit_on__isnull=False),
                name="opportunities_decision_due",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def team_id(self):
        return self.outcome.team_id


class DecisionTold(models.Model):
    """That somebody whose story led to a decision was told what became of it, once."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="told")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    told_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "decisions told"
        ordering = ["told_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "decision", "participant", name="opportunities_decision_told_once"
            ),
        ]

    def __str__(self):
        return f"{self.decision_id} told to {self.participant_id}"

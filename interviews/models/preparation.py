from django.db import models
from django.utils.timezone import now

from discovery.workspaces.models import Membership, Workspace
from interviews.models.interviews import Interview


class ChecklistTick(models.Model):
    """That somebody has seen to one point of the readiness checklist (F122)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="ticks")
    point = models.CharField(max_length=20)
    ticked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "interview", "point", name="interviews_point_ticked_once"
            ),
        ]

    def __str__(self):
        return f"{self.point} of {self.interview_id}"

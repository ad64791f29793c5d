from django.db import models
from django.utils.timezone import now

from discovery.workspaces.models import Membership, Workspace
from recruiting.models.participants import Participant


class Photo(models.Model):
    """A participant's photo, re-encoded and stripped of everything but its pixels (trust.md A7.5)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="photos")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="photos")
    file = models.FileField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    def __str__(self):
        return self.alt or self.file.name

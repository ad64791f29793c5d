from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from recruiting.models.participants import Participant


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        """The newest answer for each person and purpose, if it is a yes."""
        newest = self.order_by("participant", "purpose", "-at", "-pk").distinct(
            "participant", "purpose"
        )
        return self.filter(pk__in=newest.values("pk"), is_granted=True)


class Consent(models.Model):
    """One answer of one person for one purpose; a withdrawal is a new row, never an update (C1)."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("be written to about interviews")
        SESSION = "session", _("take part in an interview")
        RECORDING = "recording", _("have an interview recorded")
        QUOTE = "quote", _("be quoted inside the company")
        PHOTO = "photo", _("have their photo on the snapshot")
        SHARING = "sharing", _("have their story shown outside the team's company")

    class Source(models.TextChoices):
        PAGE = "page", _("on a page")
        IN_PERSON = "in_person", _("in person")
        IMPORT = "import", _("imported")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="consents")
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    is_granted = models.BooleanField()
    text = models.TextField(help_text="The exact words that were shown or said.")
    language = models.CharField(max_length=8, default="en")
    source = models.CharField(max_length=12, choices=Source.choices)
    page_url = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["participant", "purpose", "-at", "-id"],
                name="recruiting_consent_newest",
            ),
        ]

    def __str__(self):
        answer = "yes" if self.is_granted else "no"
        return f"{self.participant}, {self.purpose}: {answer}"


class SuppressedAddress(models.Model):
    """That an erased person is never to be invited again, without knowing who it was (C6).

    The address is kept as a keyed hash only: it can be recognised when it comes back, and
    not be read.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "address_hash", name="recruiting_suppressed_once"
            ),
        ]

    def __str__(self):
        return self.address_hash[:8]

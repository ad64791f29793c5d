from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Workspace


class OutgoingEmail(models.Model):
    """One e-mail for one occasion: the database row is the truth, the queue only a hint.

    ``key`` names the occasion, so that asking twice makes one row. States as in
    trust.md B1.2; only a message whose final dot was sent and never answered becomes
    UNCONFIRMED and waits for a person.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("In hand")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DEFERRED = "deferred", _("Trying again later")
        FAILED = "failed", _("Failed")
        UNCONFIRMED = "unconfirmed", _("Not confirmed")
        CANCELLED = "cancelled", _("Cancelled")

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, null=True, related_name="outgoing_emails"
    )
    key = models.CharField(max_length=200)
    template = models.CharField(max_length=64)
    subject_ref = models.CharField(
        max_length=80, blank=True, help_text="What it is about, such as interview:7."
    )
    to = models.EmailField()
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=16, blank=True)
    headers = models.JSONField(default=dict)
    is_outreach = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    attempt_id = models.CharField(max_length=36, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"],
                name="mail_occasion_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="mail_sent_has_a_moment",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
            ),
        ]
        indexes = [
            # What the sweep asks for: everything not yet settled, oldest first.
            models.Index(
                fields=["due_at", "id"],
                name="mail_open_by_due",
                condition=Q(state__in=["queued", "claimed", "sending", "deferred"]),
            ),
            models.Index(fields=["workspace", "subject_ref"], name="mail_by_subject"),
        ]

    def __str__(self):
        return f"{self.template} to {self.to}"


class Suppression(models.Model):
    """An address that gets no mail of a workspace any more: bounced, complained or opted out."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("The address does not exist")
        OPTED_OUT = "opted_out", _("Asked not to be written to")
        COMPLAINED = "complained", _("Marked our mail as spam")

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="suppressions"
    )
    email = models.EmailField()
    reason = models.CharField(max_length=12, choices=Reason.choices)
    # An opt-out stops outreach only; a bounced address gets nothing at all.
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("email"), "reason", name="mail_suppressed_once"
            ),
        ]

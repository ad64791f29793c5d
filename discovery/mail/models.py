from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace


class OutgoingEmailQuerySet(models.QuerySet):
    def due(self):
        """What waits and whose time has come."""
        waiting = [OutgoingEmail.State.QUEUED, OutgoingEmail.State.DEFERRED]
        return self.filter(state__in=waiting, due_at__lte=now())

    def waiting(self):
        """What has not begun to go out, and can still be called back."""
        return self.filter(state__in=OutgoingEmail.WAITING)

    def unconfirmed(self):
        return self.filter(state=OutgoingEmail.State.UNCONFIRMED)

    def attempts(self, emails, state):
        """The rows of these very attempts, as far as they are still in ``state``."""
        pks = [email.pk for email in emails]
        attempt_ids = [email.attempt_id for email in emails]
        return self.filter(pk__in=pks, attempt_id__in=attempt_ids, state=state)


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

    WAITING = [State.QUEUED, State.CLAIMED, State.DEFERRED]

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

    objects = OutgoingEmailQuerySet.as_manager()

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

    def __str__(self):
        return self.email


class SenderStopQuerySet(models.QuerySet):
    def of_this_sender(self):
        """The stop that holds for the mail server as it is configured now, if there is one."""
        return self.filter(sender=sender_fingerprint(), lifted_at=None)


class SenderStop(models.Model):
    """The mail server takes nothing from us, so that the whole queue stands still.

    It belongs to a server and a password, not to a workspace: with another configuration the
    stop no longer holds, and an admin can lift it to try again.
    """

    sender = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SenderStopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender"],
                condition=Q(lifted_at=None),
                name="mail_sender_stopped_once",
            ),
        ]

    def __str__(self):
        return self.reason


def sender_fingerprint():
    """Names the configured server, account and address without telling the password."""
    parts = (
        settings.EMAIL_HOST,
        str(settings.EMAIL_PORT),
        settings.EMAIL_HOST_USER,
        settings.EMAIL_HOST_PASSWORD,
        settings.DEFAULT_FROM_EMAIL,
    )
    return salted_hmac("mail.sender", "\0".join(parts), algorithm="sha256").hexdigest()

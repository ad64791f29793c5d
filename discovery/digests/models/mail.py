"""The weekly digest by mail: what each reader chose, and which weeks were told them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.digests.models.times import MORNING, Weekday, is_a_time_of_the_week
from discovery.workspaces.links import absolute_url, sign_link
from discovery.workspaces.models import Membership, Workspace
from discovery.workspaces.permissions import Permission


class DigestChoice(models.Model):
    """How a reader wants their digest. Who never chose has no row: ``of`` says what holds."""

    class Scope(models.TextChoices):
        OWN = "own", _("My teams")
        ALL = "all", _("Every team")
        CHOSEN = "chosen", _("Only what I choose")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="digest_choice"
    )
    is_on = models.BooleanField(_("Send me a digest every week"), default=True)
    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=Weekday.choices, default=Weekday.MONDAY
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=MORNING)
    scope = models.CharField(
        _("Stories of"), max_length=8, choices=Scope.choices, default=Scope.ALL
    )
    # Filters, not references: an id that is no longer there finds nothing
    # (docs/decisions/1701-what-a-digest-keeps.md).
    team_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    outcome_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="digests_choice_on_the_clock", condition=is_a_time_of_the_week()
            ),
        ]

    def __str__(self):
        return f"{self.membership}, {self.get_weekday_display()} {self.hour}:00"

    @classmethod
    def of(cls, membership):
        """What a member chose; else Mondays at eight, all teams for who only reads."""
        try:
            return membership.digest_choice
        except cls.DoesNotExist:
            writes = membership.may(Permission.SNAPSHOT_WRITE)
            return cls(
                workspace_id=membership.workspace_id,
                membership=membership,
                scope=cls.Scope.OWN if writes else cls.Scope.ALL,
            )


class DigestIssue(models.Model):
    """That a reader's week was settled: told in a mail, or nothing to tell. Holds no words.

    What stands in the mail is written when it goes out and kept nowhere. An issue that
    somebody asked for themselves belongs to no week.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="digest_issues"
    )
    week = models.CharField(max_length=8, null=True, help_text="Such as 2026-W48.")  # noqa: DJ001 - several of no week
    since = models.DateTimeField()
    until = models.DateTimeField()
    has_news = models.BooleanField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "membership", "week", name="digests_once_a_member_and_week"
            ),
        ]
        indexes = [
            models.Index(fields=["membership", "-until"], name="digests_last_issue"),
            models.Index(fields=["created_at"], name="digests_issue_age"),
        ]

    def __str__(self):
        return f"{self.membership_id}, {self.week or 'asked for'}"

    @property
    def subject_ref(self):
        """How its mail is known to the outbox."""
        return f"digest:{self.pk}"

    @property
    def unsubscribe_url(self):
        return unsubscribe_url(self.membership_id)


def unsubscribe_url(membership_id):
    """The link at the mail's foot and in its header: works without signing in, for ever."""
    token = sign_link("digest", membership_id)
    return absolute_url(reverse("digest:unsubscription", args=[token]))

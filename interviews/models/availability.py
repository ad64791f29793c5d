from datetime import timedelta

from django.contrib.postgres.fields import DateTimeRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from discovery.accounts.models import validate_time_zone
from discovery.workspaces.models import Membership, Team, Workspace
from interviews.hosts import Rules


class Availability(models.Model):
    """One stretch of a member's week in which interviews may be booked, in wall time of a zone."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="availabilities"
    )
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="availabilities"
    )
    weekday = models.PositiveSmallIntegerField(help_text="Monday is 0.")
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])

    class Meta:
        ordering = ["weekday", "starts_at"]
        constraints = [
            models.CheckConstraint(
                name="interviews_availability_is_forward",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="interviews_availability_weekday",
                condition=Q(weekday__range=(0, 6)),
            ),
        ]

    def __str__(self):
        return f"{self.weekday}, {self.starts_at:%H:%M} to {self.ends_at:%H:%M}"


class BusyTime(models.Model):
    """A time at which a member cannot be booked, for a reason that concerns nobody else."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="busy_times")
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="busy_times"
    )
    during = DateTimeRangeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["membership", "during"], name="interviews_busy_by_host"
            )
        ]

    def __str__(self):
        return f"{self.during.lower:%d %B %Y %H:%M}"


class BookingPage(models.Model):
    """How a team lets participants pick a time: the ask, the length and the rules of its slots."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="booking_pages"
    )
    team = models.OneToOneField(Team, models.CASCADE, related_name="booking_page")
    heading = models.CharField(_("heading"), max_length=120)
    pitch = models.TextField(_("the ask, in a sentence or two"), max_length=600)
    learning_goal = models.CharField(
        _("what you want to learn"), max_length=300, blank=True
    )
    would_change_our_mind = models.CharField(
        _("what would change your mind"), max_length=300, blank=True
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=20,
        validators=[MinValueValidator(10), MaxValueValidator(120)],
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("minutes free afterwards"), default=15, validators=[MaxValueValidator(120)]
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("hours of notice"), default=12, validators=[MaxValueValidator(24 * 14)]
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("days ahead"),
        default=21,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    most_per_day = models.PositiveSmallIntegerField(_("most in a day"), default=2)
    observers = models.PositiveSmallIntegerField(
        _("colleagues who listen along"), default=2, validators=[MaxValueValidator(5)]
    )
    meeting_url = models.URLField(_("address of the call"), blank=True)
    where = models.CharField(_("where"), max_length=200, blank=True)
    is_open = models.BooleanField(_("open"), default=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.heading

    @property
    def rules(self):
        """What the search for slots needs to know."""
        return Rules(
            duration=timedelta(minutes=self.duration_minutes),
            buffer=timedelta(minutes=self.buffer_minutes),
            notice=timedelta(hours=self.notice_hours),
            horizon=timedelta(days=self.horizon_days),
            most_per_day=self.most_per_day,
            observers=self.observers,
        )

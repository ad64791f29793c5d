from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateTimeRangeField,
    RangeOperators,
)
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.accounts.models import User, validate_time_zone
from discovery.workspaces.models import Membership, Team, Workspace
from recruiting.models import Invitation, Participant


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


class Guide(models.Model):
    """A few prompts for a talk; what we want to learn stands apart from what we ask (R26)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="guides")
    team = models.ForeignKey(Team, models.CASCADE, related_name="guides")
    title = models.CharField(_("title"), max_length=120)
    learning_goal = models.CharField(_("learning goal"), max_length=300, blank=True)
    is_current = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "team",
                condition=Q(is_current=True),
                name="interviews_current_guide_once",
            ),
        ]

    def __str__(self):
        return self.title


class Question(models.Model):
    """One prompt of a guide, in one of the four phases (R35)."""

    class Phase(models.TextChoices):
        WELCOME = "welcome", _("Welcome")
        STORY = "story", _("Story")
        THEIR_QUESTIONS = "their_questions", _("Their questions")
        THANKS = "thanks", _("Thanks")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    guide = models.ForeignKey(Guide, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=16, choices=Phase.choices, default=Phase.STORY)
    text = models.CharField(_("prompt"), max_length=300)
    probes = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    is_scary = models.BooleanField(_("could hurt the plan"), default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class InterviewQuerySet(models.QuerySet):
    def upcoming(self):
        return self.filter(
            state__in=[Interview.State.BOOKED, Interview.State.RUNNING],
            during__endswith__gt=now(),
        )

    def held(self):
        return self.filter(state=Interview.State.HELD)

    def for_habit(self):
        """Those that count: held, and a talk about a customer's story (R1, R5)."""
        return self.held().filter(kind__in=Interview.KINDS_THAT_COUNT)

    def for_list(self):
        """In order of time, with everything that a row shows."""
        people = self.select_related("participant", "participant__photo", "team")
        return people.prefetch_related("attendances__membership__user").order_by(
            "during", "pk"
        )


class Interview(models.Model):
    """One conversation with one participant, at a time that both have agreed to."""

    class Kind(models.TextChoices):
        EXPLORATORY = "exploratory", _("Exploratory")
        VALIDATION = "validation", _("Validation")
        SATISFACTION = "satisfaction", _("Satisfaction")
        EFFICIENCY = "efficiency", _("Efficiency")
        USABILITY = "usability", _("Usability or prototype test")
        SALES = "sales", _("Sales talk")
        SUPPORT = "support", _("Support talk")

    KINDS_THAT_COUNT = ["exploratory", "validation", "satisfaction", "efficiency"]

    class State(models.TextChoices):
        BOOKED = "booked", _("Booked")
        RUNNING = "running", _("Under way")
        HELD = "held", _("Held")
        NO_SHOW = "no_show", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="interviews")
    team = models.ForeignKey(Team, models.PROTECT, related_name="interviews")
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="interviews"
    )
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="interviews"
    )
    guide = models.ForeignKey(
        Guide, models.SET_NULL, null=True, blank=True, related_name="interviews"
    )
    kind = models.CharField(
        _("kind"), max_length=16, choices=Kind.choices, default=Kind.EXPLORATORY
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.BOOKED)
    during = DateTimeRangeField()
    # What the participant saw when they chose, kept beside the instant (trust.md B3.2).
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    wall_time = models.CharField(max_length=16, help_text="2026-11-25T14:00")
    tzdata_version = models.CharField(max_length=16, blank=True)
    learning_goal = models.CharField(
        _("what you want to learn"), max_length=300, blank=True
    )
    would_change_our_mind = models.CharField(
        _("what would change your mind"), max_length=300, blank=True
    )
    meeting_url = models.URLField(_("address of the call"), blank=True)
    where = models.CharField(_("where"), max_length=200, blank=True)
    recording_agreed_at = models.DateTimeField(null=True, blank=True)
    recording_agreed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    calendar_uid = models.CharField(max_length=120, unique=True)
    # Rises with every change that both sides' calendars must hear of (RFC 5546).
    calendar_sequence = models.PositiveIntegerField(default=0)
    link_version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cancellation_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="interviews_participant_booked_once",
                expressions=[
                    ("participant", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "running"]),
            ),
            models.CheckConstraint(
                name="interviews_cancelled_has_a_moment",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "during"], name="interviews_by_team_and_time"),
            models.Index(
                fields=["workspace", "-created_at"], name="interviews_newest_first"
            ),
        ]

    def __str__(self):
        return f"{self.participant}, {self.during.lower:%d %B %Y %H:%M}"

    @property
    def starts_at(self):
        return self.during.lower

    @property
    def ends_at(self):
        return self.during.upper

    @property
    def is_open(self):
        """Whether it may still be moved or cancelled."""
        return self.state == self.State.BOOKED

    @property
    def counts_for_habit(self):
        return self.kind in self.KINDS_THAT_COUNT


class Attendance(models.Model):
    """A member's part in an interview; ``during`` includes the free minutes afterwards."""

    class Part(models.TextChoices):
        LEAD = "lead", _("Leads")
        NOTE_TAKER = "note_taker", _("Takes notes")
        OBSERVER = "observer", _("Listens")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="attendances")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="attendances"
    )
    # A person is in one place at a time, whatever the workspace.
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    during = DateTimeRangeField()
    is_blocking = models.BooleanField(default=True)

    class Meta:
        ordering = ["part", "pk"]
        constraints = [
            ExclusionConstraint(
                name="interviews_member_booked_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_blocking=True),
            ),
            models.UniqueConstraint(
                "interview", "membership", name="interviews_attendance_once"
            ),
            models.UniqueConstraint(
                "interview", condition=Q(part="lead"), name="interviews_lead_once"
            ),
        ]


class Reminder(models.Model):
    """A mail that is due before an interview; a row with a moment, never a task with an ETA."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="reminders")
    membership = models.ForeignKey(
        Membership,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whom it reminds; the participant if empty.",
    )
    sequence = models.PositiveIntegerField(
        help_text="Of the interview it was made for."
    )
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "membership", "sequence"],
                name="interviews_reminder_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="interviews_reminders_due",
                condition=Q(settled_at=None),
            ),
        ]


class Note(models.Model):
    """Something that somebody on the team heard or saw, with its minute and its author (R39)."""

    class Kind(models.TextChoices):
        QUOTE = "quote", _("Quote")
        FACT = "fact", _("Fact")
        FEELING = "feeling", _("Feeling")
        GAP = "gap", _("Gap or contradiction")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    # Made by the browser before anything is sent, so that a retry changes nothing.
    client_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    second = models.PositiveIntegerField(help_text="Seconds since the interview began.")
    is_to_come_back = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["second", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "interview", "client_id", name="interviews_note_once"
            ),
        ]

    @property
    def minute(self):
        return f"{self.second // 60:02d}:{self.second % 60:02d}"


class NoteVersion(models.Model):
    """Every saved text of a note, kept so that nothing written is ever lost (trust.md B5.5)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Note.Kind.choices)
    text = models.TextField()
    saved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint("note", "number", name="interviews_version_once"),
        ]

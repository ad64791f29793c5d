from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.accounts.models import User, validate_time_zone
from discovery.workspaces.models import Membership, Team, Workspace
from discovery.workspaces.permissions import Permission
from interviews.countdown import DEBRIEF_WITHIN
from interviews.models.guides import Guide
from interviews.moments import Moment
from recruiting.models import Invitation, Participant

MOST_WORDS_HANDED_BACK = 4


class InterviewQuerySet(models.QuerySet):
    def upcoming(self):
        return self.filter(
            state__in=Interview.OPEN,
            during__endswith__gt=now(),
        )

    def past(self):
        """Over, called off or not attended."""
        return self.filter(
            Q(during__endswith__lte=now()) | ~Q(state__in=Interview.OPEN)
        )

    def visible_to(self, membership):
        """Those of the member's own teams and those they attend; all for who keeps the panel."""
        if membership.may(Permission.PANEL_MANAGE):
            return self
        teams = membership.teams.values("pk")
        attended = membership.attendances.values("interview")
        return self.filter(Q(team__in=teams) | Q(pk__in=attended))

    def held(self):
        return self.filter(state=Interview.State.HELD)

    def for_habit(self):
        """Those that count: held, and a talk about a customer's story (R1, R5)."""
        return self.held().that_count()

    def that_count(self):
        return self.filter(kind__in=Interview.KINDS_THAT_COUNT)

    def that_do_not_count(self):
        """Usability tests, sales and support talks: logged, and kept apart (F117)."""
        return self.exclude(kind__in=Interview.KINDS_THAT_COUNT)

    def for_room(self):
        """With everybody who is in the room, or whom it is about, in two queries."""
        people = self.select_related(
            "workspace",
            "participant__photo",
            "team",
            "guide",
            "recording_agreed_by__user",
        )
        return people.prefetch_related("attendances__membership__user")

    def for_schedule(self):
        """In order of time, with the people that a row of the schedule shows."""
        rows = self.select_related("participant__photo", "debrief")
        return rows.prefetch_related("attendances__user").order_by("during", "pk")

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

    # The states in which people are still expected.
    OPEN = ["booked", "running"]

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
    def attendees(self):
        """The members who take part; the lead stands first."""
        return [attendance.membership for attendance in self.attendances.all()]

    @property
    def newest_words(self):
        """The end of what the participant was last quoted with, to be handed back to them."""
        quotes = self.notes.filter(kind="quote", deleted_at=None).exclude(text="")
        quote = quotes.order_by("-second", "-pk").values_list("text", flat=True).first()
        words = (quote or "").strip("“”\"'’.!?… \n").split()
        return " ".join(words[-MOST_WORDS_HANDED_BACK:])

    @property
    def elapsed_seconds(self):
        """How long the talk has lasted; None before it begins."""
        if self.started_at is None:
            return None
        return int(((self.ended_at or now()) - self.started_at).total_seconds())

    @property
    def counts_for_habit(self):
        return self.kind in self.KINDS_THAT_COUNT

    @property
    def debrief_due_at(self):
        """Until when its debrief should be written (R41); None if none is called for any more."""
        if self.state != self.State.HELD or not self.ended_at:
            return None
        debrief = getattr(self, "debrief", None)
        is_done = debrief is not None and debrief.is_done
        wanted = self.counts_for_habit and not is_done
        return self.ended_at + DEBRIEF_WITHIN if wanted else None

    @property
    def mail_subject_ref(self):
        """What e-mails about this interview are filed under."""
        return f"interview:{self.pk}"

    def told_in(self, zone):
        """When it is, as somebody in ``zone`` reads it."""
        return Moment(self.starts_at, self.ends_at, zone)


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

    def __str__(self):
        return f"{self.membership}, {self.get_part_display()}"


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

    def __str__(self):
        return f"{self.due_at:%d %B %Y %H:%M}"

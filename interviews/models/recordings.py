import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from interviews.models.interviews import Interview

DAYS_OF_WARNING = 30


class RecordingPolicy(models.Model):
    """How long a workspace keeps recordings, how much of them, and whether they are transcribed."""

    workspace = models.OneToOneField(
        Workspace, models.CASCADE, related_name="recording_policy"
    )
    keep_months = models.PositiveSmallIntegerField(_("keep for months"), default=12)
    most_gigabytes = models.PositiveIntegerField(_("room in GB"), default=100)
    is_transcribed = models.BooleanField(_("transcribe by itself"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="interviews_recordings_are_kept_a_while",
                condition=Q(keep_months__gte=1, keep_months__lte=120),
            ),
        ]

    def __str__(self):
        return f"{self.keep_months} months"


class RecordingUpload(models.Model):
    """A file on its way, in pieces, over a connection that may break (trust.md A7.8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    # Of the whole file, in hex; asked for before it counts as arrived.
    sha256 = models.CharField(max_length=64, blank=True)
    # What became of it; kept a day, so that whoever lost our answer can ask again.
    recording = models.ForeignKey(
        "Recording", models.CASCADE, null=True, blank=True, related_name="uploads"
    )
    started_at = models.DateTimeField(default=now)
    touched_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="interviews_upload_within_its_size",
                condition=Q(received__lte=models.F("size")),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_complete(self):
        return self.received == self.size


class RecordingQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(deleted_at=None)


class Recording(models.Model):
    """The sound or picture of a talk, kept only with consent and only for a time (C3, C4)."""

    class Medium(models.TextChoices):
        AUDIO = "audio", _("Audio")
        VIDEO = "video", _("Video")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="recordings")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="recordings")
    medium = models.CharField(max_length=8, choices=Medium.choices)
    file = models.FileField(max_length=255, blank=True)
    name = models.CharField(max_length=255, help_text="As its uploader called it.")
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    duration_ms = models.PositiveBigIntegerField(null=True, blank=True)
    # Where the talk's clock stood when the recording began; negative if it ran before.
    offset_ms = models.BigIntegerField(default=0)
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now)
    keep_until = models.DateField()
    # The row stays as proof; name and file go.
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "interview",
                "sha256",
                condition=Q(deleted_at=None),
                name="interviews_recording_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["keep_until"],
                name="interviews_recordings_to_end",
                condition=Q(deleted_at=None),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def days_left(self):
        """How many days it is kept yet; 0 on the last one."""
        return (self.keep_until - localdate()).days

    @property
    def is_near_its_end(self):
        return self.days_left <= DAYS_OF_WARNING

    @property
    def clock(self):
        """How long it is, as a player shows it; empty if its file does not tell."""
        return "" if self.duration_ms is None else _clock(self.duration_ms // 1000)

    @property
    def beginning(self):
        """Where the talk's clock stood when it began: 2:30, or -1:00 if it ran before."""
        sign = "-" if self.offset_ms < 0 else ""
        return sign + _clock(abs(self.offset_ms) // 1000)


def _clock(seconds):
    hours, rest = divmod(seconds, 3600)
    if hours:
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{rest // 60}:{rest % 60:02d}"

from django.db import models
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Length, Replace
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from interviews.models.interviews import Interview
from interviews.models.recordings import Recording
from interviews.models.room import Note
from interviews.transcripts.ranges import moment_of
from interviews.transcripts.times import write_short


class TranscriptQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Those of the interviews that the member may know of."""
        interviews = Interview.objects.filter(workspace=membership.workspace_id)
        return self.filter(interview__in=interviews.visible_to(membership))

    def for_list(self):
        """With what a row of an interview's list shows."""
        return self.select_related("added_by__user", "recording").annotate(
            speaker_count=models.Count("speakers", distinct=True),
            quote_count=models.Count("highlights", distinct=True),
        )


class Transcript(models.Model):
    """What was said in a talk, word for word, with who said it and when (F146, F147).

    Times are milliseconds since the recording began; ``offset_ms`` is where the talk's clock
    stood then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be written")
        RUNNING = "running", _("Being written")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be written")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="transcripts")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="transcripts")
    recording = models.ForeignKey(
        Recording, models.SET_NULL, null=True, blank=True, related_name="transcripts"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    trouble = models.CharField(max_length=300, blank=True)
    # Of automatic transcription; a worker that dies leaves them behind for the sweep.
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=255, help_text="Of the file it came from.")
    source = models.CharField(
        max_length=20, help_text="vtt, srt, txt, docx, json, auto"
    )
    language = models.CharField(max_length=10, blank=True)
    offset_ms = models.BigIntegerField(default=0)
    is_timed = models.BooleanField(default=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # How the file was read, for whoever checks it: [what, how often] and the guessed encoding.
    warnings = models.JSONField(default=list, db_default=[], blank=True)
    encoding = models.CharField(max_length=20, blank=True, db_default="")
    word_count = models.PositiveIntegerField(default=0, db_default=0)
    duration_ms = models.PositiveBigIntegerField(null=True, blank=True)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects = TranscriptQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "interview",
                "sha256",
                condition=~Q(sha256=""),
                name="interviews_transcript_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "claimed_at"],
                name="interviews_to_transcribe",
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def clock(self):
        """How long it is, as ``1:02:05``; empty if nothing tells."""
        return "" if self.duration_ms is None else write_short(self.duration_ms)

    def second_of(self, ms):
        """Where the talk's clock stood when its recording was at ``ms``."""
        return max(((ms or 0) + self.offset_ms) // 1000, 0)


class Speaker(models.Model):
    """Somebody who is heard in a transcript, by the name the tool gave them."""

    class Part(models.TextChoices):
        TEAM = "team", _("Of the team")
        PARTICIPANT = "participant", _("Participant")
        UNKNOWN = "unknown", _("Not said")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    transcript = models.ForeignKey(Transcript, models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.UNKNOWN)
    membership = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "transcript", "name", name="interviews_speaker_once"
            ),
        ]

    def __str__(self):
        return self.name


class UtteranceQuerySet(models.QuerySet):
    def between(self, first, last):
        return self.filter(position__range=(first.position, last.position))

    def talk_by_speaker(self):
        """How long each speaker speaks, and how many words: ``(speaker, ms, words)``.

        The time is None for whoever has a line without times.
        """
        words = Length("text") - Length(Replace("text", Value(" "))) + 1
        spoken = self.order_by().values("speaker")
        timed = Count("pk", filter=Q(starts_ms__isnull=False, ends_ms__isnull=False))
        time = Sum(F("ends_ms") - F("starts_ms"))
        ms = Case(When(timed=Count("pk"), then=time))
        sums = spoken.annotate(timed=timed, ms=ms, words=Sum(words))
        return sums.values_list("speaker", "ms", "words")


class Utterance(models.Model):
    """What one speaker says without a break; times are null where the source has none."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    transcript = models.ForeignKey(
        Transcript, models.CASCADE, related_name="utterances"
    )
    speaker = models.ForeignKey(
        Speaker, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField()
    starts_ms = models.PositiveBigIntegerField(null=True, blank=True)
    ends_ms = models.PositiveBigIntegerField(null=True, blank=True)
    text = models.TextField()

    objects = UtteranceQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                "transcript", "position", name="interviews_utterance_once"
            ),
        ]

    def __str__(self):
        return self.text[:60]

    def moment_of(self, at):
        """When its character ``at`` is spoken, in milliseconds."""
        return moment_of(at, len(self.text), self.starts_ms, self.ends_ms)


class Highlight(models.Model):
    """Words selected in a transcript: a quote with its clip, and a page of its own (F148, F149).

    From ``first`` at character ``starts_at`` to ``last`` at ``ends_at`` (exclusive).
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="highlights")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="highlights")
    transcript = models.ForeignKey(
        Transcript, models.CASCADE, related_name="highlights"
    )
    first = models.ForeignKey(Utterance, models.CASCADE, related_name="+")
    starts_at = models.PositiveIntegerField()
    last = models.ForeignKey(Utterance, models.CASCADE, related_name="+")
    ends_at = models.PositiveIntegerField()
    text = models.TextField()
    starts_ms = models.PositiveBigIntegerField(null=True, blank=True)
    ends_ms = models.PositiveBigIntegerField(null=True, blank=True)
    # The note through which it reaches the snapshot's drawer.
    note = models.OneToOneField(
        Note, models.SET_NULL, null=True, blank=True, related_name="highlight"
    )
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["starts_ms", "pk"]
        constraints = [
            models.UniqueConstraint(
                "first",
                "starts_at",
                "last",
                "ends_at",
                name="interviews_highlight_once",
            ),
            models.CheckConstraint(
                name="interviews_clip_runs_forward",
                condition=Q(ends_ms=None) | Q(ends_ms__gte=F("starts_ms")),
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def clock(self):
        """When its first word is spoken; empty if nothing tells."""
        return "" if self.starts_ms is None else write_short(self.starts_ms)


class Redaction(models.Model):
    """Words taken out of a transcript for good; the player leaves their seconds out (F151).

    The words themselves are overwritten where they stood and are kept nowhere. The file of a
    recording still holds the seconds.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    transcript = models.ForeignKey(
        Transcript, models.CASCADE, related_name="redactions"
    )
    utterance = models.ForeignKey(Utterance, models.CASCADE, related_name="+")
    starts_at = models.PositiveIntegerField()
    ends_at = models.PositiveIntegerField()
    starts_ms = models.PositiveBigIntegerField(null=True, blank=True)
    ends_ms = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["utterance", "starts_at"]
        constraints = [
            models.CheckConstraint(
                name="interviews_redaction_has_length",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self):
        return f"{self.ends_at - self.starts_at} characters"

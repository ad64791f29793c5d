from django.db import models
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.coach import read_note
from discovery.workspaces.models import Membership, Workspace
from interviews.models.guides import Question
from interviews.models.interviews import Interview


class AskedQuestion(models.Model):
    """That a prompt of the guide has been asked in an interview."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="asked")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "interview", "question", name="interviews_question_asked_once"
            ),
        ]

    def __str__(self):
        return f"{self.question_id} asked in {self.interview_id}"


class NoteQuerySet(models.QuerySet):
    def for_room(self):
        """In order of the talk, deleted ones left out, with what a line shows, in one query."""
        people = self.filter(deleted_at=None).select_related("author__user")
        return people.in_order()

    def in_order(self):
        """By the place that its author gave a note, else by when in the talk it was."""
        return self.order_by(
            Coalesce("place", Cast("second", models.FloatField())), "pk"
        )


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
    # Where its author has put it among the others; by its second if empty.
    place = models.FloatField(null=True, blank=True)
    is_to_come_back = models.BooleanField(default=False)
    # A step of the story, so that the timeline grows while the trio listens (R32, F136).
    is_story_step = models.BooleanField(default=False, db_default=False)
    # What the participant asked us (F143).
    is_their_question = models.BooleanField(default=False, db_default=False)
    is_hint_dismissed = models.BooleanField(default=False)
    # Set where two devices changed one note: both texts are kept, side by side (trust.md B5.4).
    conflict_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="conflict_copies"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["second", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "interview", "client_id", name="interviews_note_once"
            ),
        ]

    def __str__(self):
        return f"{self.minute} {self.text[:60]}"

    @property
    def rank(self):
        """What it is sorted by."""
        return float(self.second) if self.place is None else self.place

    @property
    def is_listed(self):
        """Whether it stands beside the notes as well: come back to it, a step, a question."""
        return self.is_to_come_back or self.is_story_step or self.is_their_question

    @property
    def hint(self):
        """What the coach says to it, unless somebody has put that aside."""
        hints = [] if self.is_hint_dismissed else read_note(self.text)
        return hints[0] if hints else None

    @property
    def spoken(self):
        """A quote without the marks that its writer may have typed around it."""
        return self.text.strip().strip('“”"„«»').strip()

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

    def __str__(self):
        return f"{self.note_id}, version {self.number}"


class Nudge(models.Model):
    """A silent word from somebody who listens to the one who leads (F138)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="nudges")
    sent_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    text = models.CharField(max_length=140)
    # Made by the browser, so that a retry does not nudge twice.
    client_id = models.UUIDField()
    sent_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "interview", "client_id", name="interviews_nudge_once"
            ),
        ]

    def __str__(self):
        return self.text

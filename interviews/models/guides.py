from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.coach import read_question
from discovery.workspaces.models import Membership, Team, Workspace


class Guide(models.Model):
    """A few prompts for a talk; what we want to learn stands apart from what we ask (R26)."""

    class Kind(models.TextChoices):
        """The kinds of talk that count, each with a starting guide of its own (R29)."""

        EXPLORATORY = "exploratory", _("Exploratory")
        VALIDATION = "validation", _("Validation")
        SATISFACTION = "satisfaction", _("Satisfaction")
        EFFICIENCY = "efficiency", _("Efficiency")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="guides")
    team = models.ForeignKey(Team, models.CASCADE, related_name="guides")
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=Kind.choices,
        default=Kind.EXPLORATORY,
        db_default=Kind.EXPLORATORY,
    )
    learning_goal = models.CharField(_("learning goal"), max_length=300, blank=True)
    # What we want to know; never read aloud (R26).
    research_questions = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("research questions"),
        default=list,
        db_default=[],
        blank=True,
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    is_current = models.BooleanField(default=False)
    # Raised by every edit of the title or the goal, so that a stale one is seen.
    version = models.PositiveIntegerField(default=1)
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

    def prompts_for(self, interview):
        """Its prompts and those of this talk alone, by phase, with ``is_asked`` and ``is_next``."""
        asked = set(interview.asked.values_list("question_id", flat=True))
        prompts = list(Question.objects.for_talk(self, interview))
        prompts.sort(key=lambda prompt: Question.Phase.values.index(prompt.phase))
        for prompt in prompts:
            prompt.is_asked = prompt.pk in asked
        following = next((prompt for prompt in prompts if not prompt.is_asked), None)
        for prompt in prompts:
            prompt.is_next = prompt is following
        return prompts


class QuestionQuerySet(models.QuerySet):
    def standing(self):
        """What is on the guide now, in its order."""
        on_guide = self.filter(removed_at=None, interview=None)
        return on_guide.order_by("position", "pk")

    def for_talk(self, guide, interview):
        """What is on a guide, and what was thought of in the talk itself."""
        own = Q(interview=interview) | Q(guide=guide, interview=None)
        return self.filter(own, removed_at=None).order_by("position", "pk")


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
    # Thought of in the room: it belongs to that one talk and is not on the guide.
    interview = models.ForeignKey(
        "interviews.Interview",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="own_prompts",
    )
    version = models.PositiveIntegerField(default=1)
    # Taken off the guide; interviews that asked it still know it.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "guide",
                condition=Q(is_scary=True, removed_at=None),
                name="interviews_scary_question_once",
            ),
        ]

    def __str__(self):
        return self.text

    @cached_property
    def hints(self):
        """What the coach says to it."""
        return read_question(self.text)


class GuideVersion(models.Model):
    """A guide as it once read, to look at, to compare with and to go back to."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    guide = models.ForeignKey(Guide, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    learning_goal = models.CharField(max_length=300, blank=True)
    research_questions = ArrayField(models.CharField(max_length=300), default=list)
    prompts = models.JSONField(
        help_text="In order: phase, text, probes and is_scary of each."
    )
    saved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                "guide", "number", name="interviews_guide_version_once"
            ),
        ]

    def __str__(self):
        return f"{self.guide_id}, version {self.number}"


class BankQuestion(models.Model):
    """A question that a workspace has put into its question bank, beside those that come with it (F129)."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="bank_questions"
    )
    step = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40, blank=True)
    text = models.CharField(_("question"), max_length=300)
    instead_of = models.CharField(_("instead of"), max_length=300, blank=True)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(
                "workspace", "text", name="interviews_bank_question_once"
            ),
        ]

    def __str__(self):
        return self.text

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from interviews.countdown import DEBRIEF_LENGTH
from interviews.models.interviews import Interview

ANSWERS = ("surprises", "story", "contradictions", "who_else", "follow_up")


class Debrief(models.Model):
    """What the trio says to one another in the quarter of an hour after a talk (R41, F142)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    interview = models.OneToOneField(Interview, models.CASCADE, related_name="debrief")
    surprises = models.TextField(_("biggest surprises"), blank=True)
    story = models.CharField(_("the story in one line"), max_length=300, blank=True)
    contradictions = models.TextField(_("contradictions"), blank=True)
    who_else = models.TextField(_("who else to talk to"), blank=True)
    follow_up = models.TextField(_("what to follow up"), blank=True)
    # They were asked for a past instance and could not recall one: that is a finding (R37).
    could_not_recall = models.BooleanField(_("could not recall"), default=False)
    # Each text has its own version, so that two who write two of them both keep their words;
    # ``version`` rises with every change.
    surprises_version = models.PositiveIntegerField(default=1, db_default=1)
    story_version = models.PositiveIntegerField(default=1, db_default=1)
    contradictions_version = models.PositiveIntegerField(default=1, db_default=1)
    who_else_version = models.PositiveIntegerField(default=1, db_default=1)
    follow_up_version = models.PositiveIntegerField(default=1, db_default=1)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.story or f"Debrief of {self.interview_id}"

    @property
    def is_done(self):
        return self.done_at is not None

    @property
    def ends_at(self):
        """When its quarter of an hour is over."""
        return self.started_at + DEBRIEF_LENGTH


class SkillReview(models.Model):
    """How one member did one of the four skills in one interview (R30, F126).

    ``score`` runs from 0 (not seen) to 4 and is empty where nobody can tell; ``evidence`` is
    a list of ``{"quote", "second", "is_good", "tip"}``, ``talk`` what else was counted in the
    talk (see ``discovery.coach.skills.Talk``). It belongs to ``membership`` alone, and to whom
    they choose.
    """

    class Skill(models.TextChoices):
        OPENER = "opener", _("Open with a story question")
        SCENE = "scene", _("Set the scene")
        TIMELINE = "timeline", _("Build the timeline")
        REDIRECT = "redirect", _("Bring generalisations back to a story")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    interview = models.ForeignKey(
        Interview, models.CASCADE, related_name="skill_reviews"
    )
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="skill_reviews"
    )
    skill = models.CharField(max_length=12, choices=Skill.choices)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    talk = models.JSONField(default=dict, db_default={}, blank=True)
    # The share of what was said that the team said, 0 to 1; known from a transcript only (R34).
    talk_share = models.FloatField(null=True, blank=True)
    reviewed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "interview", "membership", "skill", name="interviews_skill_once"
            ),
            models.CheckConstraint(
                name="interviews_skill_score_in_range",
                condition=models.Q(score__lte=4),
            ),
        ]

    def __str__(self):
        return f"{self.skill} {self.score}"


class SkillViewer(models.Model):
    """Somebody whom a member lets see their skills."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="skill_viewers"
    )
    viewer = models.ForeignKey(
        Membership, models.CASCADE, related_name="skills_shown_to_me"
    )
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "membership", "viewer", name="interviews_skill_viewer_once"
            ),
            models.CheckConstraint(
                name="interviews_skill_viewer_is_another",
                condition=~models.Q(viewer=models.F("membership")),
            ),
        ]

    def __str__(self):
        return f"{self.viewer_id} sees {self.membership_id}"

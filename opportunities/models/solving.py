from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from opportunities.models.tree import Outcome, Solution
from recruiting.models import Participant


class StoryStep(models.Model):
    """A step that somebody takes with a solution: assumptions are found step by step (F215)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, models.CASCADE, related_name="story_steps")
    position = models.PositiveIntegerField(default=0)
    actor = models.CharField(_("who"), max_length=60)
    text = models.CharField(_("does what"), max_length=200)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.actor}: {self.text}"


# Each kind has its icon and its word, so that none is told by colour alone.
ASSUMPTION_ICONS = {
    "desirability": "heart",
    "viability": "coins",
    "feasibility": "hammer",
    "usability": "hand",
    "ethical": "scale",
}
# What a place on the map means in words; each stands for the fifth of the map around it.
IMPORTANCE_WORDS = {
    10: _("Hardly matters"),
    30: _("Matters a little"),
    50: _("Matters"),
    70: _("Matters a lot"),
    90: _("All hangs on it"),
}
EVIDENCE_WORDS = {
    10: _("no evidence yet"),
    30: _("weak evidence"),
    50: _("some evidence"),
    70: _("good evidence"),
    90: _("strong evidence"),
}


def words_at(words, place):
    """The words of the fifth of the map in which a place lies."""
    return "" if place is None else words[min(place // 20, 4) * 20 + 10]


class Assumption(models.Model):
    """A belief that must be true for a solution to work (R73), with its place on the map (R74)."""

    class Kind(models.TextChoices):
        DESIRABILITY = "desirability", _("Desirability")
        VIABILITY = "viability", _("Viability")
        FEASIBILITY = "feasibility", _("Feasibility")
        USABILITY = "usability", _("Usability")
        ETHICAL = "ethical", _("Ethical")

    class Origin(models.TextChoices):
        DIRECT = "direct", _("Written down")
        STORY_MAP = "story_map", _("Story map")
        PRE_MORTEM = "pre_mortem", _("Pre-mortem")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="assumptions")
    solution = models.ForeignKey(Solution, models.PROTECT, related_name="assumptions")
    position = models.CharField(max_length=64, db_collation="C")
    text = models.CharField(_("assumption"), max_length=240)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    origin = models.CharField(
        max_length=10, choices=Origin.choices, default=Origin.DIRECT
    )
    story_step = models.ForeignKey(
        StoryStep, models.SET_NULL, null=True, blank=True, related_name="assumptions"
    )
    # In a pre-mortem: what went wrong, of which the text is the other side.
    failure = models.CharField(
        _("it failed because"), max_length=240, blank=True, default="", db_default=""
    )
    # From 0 to 100 on the map; nothing until somebody has placed it there.
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence_strength = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "solution",
                "position",
                condition=Q(deleted_at=None),
                name="opportunities_assumption_order",
            ),
            models.CheckConstraint(
                name="opportunities_assumption_on_map",
                condition=(Q(importance=None) | Q(importance__lte=100))
                & (Q(evidence_strength=None) | Q(evidence_strength__lte=100)),
            ),
        ]
        indexes = [models.Index("outcome", name="opportunities_assumption_tree")]

    def __str__(self):
        return self.text

    @property
    def element_id(self):
        """Where it stands on the page of its tree."""
        return f"assumption-{self.pk}"

    @property
    def icon_name(self):
        return ASSUMPTION_ICONS[self.kind]

    @property
    def is_placed(self):
        return self.importance is not None and self.evidence_strength is not None

    @property
    def importance_words(self):
        return words_at(IMPORTANCE_WORDS, self.importance)

    @property
    def evidence_words(self):
        return words_at(EVIDENCE_WORDS, self.evidence_strength)


class AssumptionTest(models.Model):
    """A small test of one assumption; its criterion is locked when it starts (R75, F213)."""

    class Verdict(models.TextChoices):
        HOLDS = "holds", _("It holds")
        FAILS = "fails", _("It does not hold")
        UNCLEAR = "unclear", _("Still unclear")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(
        Outcome, models.CASCADE, related_name="assumption_tests"
    )
    assumption = models.ForeignKey(Assumption, models.PROTECT, related_name="tests")
    method = models.CharField(_("how we test"), max_length=240)
    # "At least ``needed`` of ``sample`` people do ``behaviour``."
    needed = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    sample = models.PositiveSmallIntegerField(_("of"), null=True, blank=True)
    behaviour = models.CharField(_("do what"), max_length=200, blank=True)
    owner = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # How many did it, once the test is over.
    counted = models.PositiveSmallIntegerField(null=True, blank=True)
    verdict = models.CharField(max_length=7, choices=Verdict.choices, blank=True)
    learned = models.TextField(_("what we learned"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    client_id = models.UUIDField()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "assumption", "client_id", name="opportunities_test_once"
            ),
            models.CheckConstraint(
                name="opportunities_test_starts_with_criterion",
                condition=Q(started_at=None)
                | (
                    Q(needed__isnull=False, sample__isnull=False)
                    & ~Q(behaviour="")
                    & Q(needed__lte=models.F("sample"))
                ),
            ),
            models.CheckConstraint(
                name="opportunities_verdict_of_finished_test",
                condition=Q(finished_at=None, verdict="")
                | (
                    Q(finished_at__isnull=False, started_at__isnull=False)
                    & ~Q(verdict="")
                ),
            ),
        ]

    def __str__(self):
        return self.method

    @property
    def state(self):
        """How far it is, as one word for templates."""
        if self.finished_at:
            return "over"
        return "running" if self.started_at else "planned"

    @property
    def criterion(self):
        """Such as: At least 6 of 10 people answer within the hour."""
        if not (self.needed and self.sample and self.behaviour):
            return ""
        said = {"needed": self.needed, "sample": self.sample, "do": self.behaviour}
        return _("At least %(needed)s of %(sample)s people %(do)s") % said


class TestParticipant(models.Model):
    """Somebody of the governed panel who takes part in a test, and whether they did it (F216)."""

    # Not a test class of pytest's.
    __test__ = False

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    test = models.ForeignKey(
        AssumptionTest, models.CASCADE, related_name="participants"
    )
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=now)
    # Whether they did what the criterion asks for; nothing until it has been seen.
    did_it = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "test", "participant", name="opportunities_test_participant_once"
            ),
        ]

    def __str__(self):
        return f"{self.participant_id} in {self.test_id}"

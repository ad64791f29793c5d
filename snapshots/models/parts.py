from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Workspace
from interviews.models import Highlight, Note
from snapshots.models.snapshot import Snapshot


class Part(models.Model):
    """What every ordered part of a snapshot has; ``client_id`` makes adding it repeatable."""

    # The columns that hold words of the story.
    TEXTS: tuple[str, ...] = ("text",)

    position = models.PositiveSmallIntegerField()
    client_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    # Where the words came from, so that a part leads back to what was said.
    note = models.ForeignKey(
        Note, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    highlight = models.ForeignKey(
        Highlight, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class QuickFact(Part):
    """A fact that gives the story its context, such as "Plans the rota: 4 hours, Sundays"."""

    TEXTS = ("label", "text")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="quick_facts")
    label = models.CharField(_("label"), max_length=40)
    text = models.CharField(_("fact"), max_length=120, blank=True)

    def __str__(self):
        return f"{self.label}: {self.text}"


class Moment(Part):
    """A step of this one story's experience map, with how it felt from -2 (awful) to 2 (great)."""

    TEXTS = ("title", "text", "tried", "hurt")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="moments")
    title = models.CharField(_("moment"), max_length=60)
    text = models.CharField(_("what happened"), max_length=200, blank=True)
    tried = models.CharField(
        _("what they tried"), max_length=160, blank=True, default="", db_default=""
    )
    hurt = models.CharField(
        _("where it hurt"), max_length=160, blank=True, default="", db_default=""
    )

    class Feeling(models.IntegerChoices):
        GREAT = 2, _("great")
        GOOD = 1, _("good")
        MIXED = 0, _("so-so")
        BAD = -1, _("bad")
        AWFUL = -2, _("awful")

    feeling = models.SmallIntegerField(
        _("feeling"), choices=Feeling.choices, default=Feeling.MIXED
    )

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                name="snapshots_feeling_in_range", condition=Q(feeling__range=(-2, 2))
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def in_words(self):
        words = filter(None, (self.text, self.tried, self.hurt))
        return f"{self.title}: {' · '.join(words)} ({self.get_feeling_display()})"


class HeardOpportunity(Part):
    """A need, pain or desire as this customer would say it, pinned to a moment if it has one (R45)."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="heard_opportunities"
    )
    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, related_name="heard_opportunities"
    )
    moment = models.ForeignKey(
        Moment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="heard_opportunities",
    )
    text = models.CharField(_("opportunity"), max_length=240)

    class Meta(Part.Meta):
        verbose_name_plural = "heard opportunities"

    def __str__(self):
        return self.text


class Insight(Part):
    """Something learned that is not (yet) an opportunity (R46)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="insights")
    text = models.CharField(_("insight"), max_length=300)

    def __str__(self):
        return self.text


# Each kind by the name that it has in an address.
KINDS = {
    "facts": QuickFact,
    "moments": Moment,
    "opportunities": HeardOpportunity,
    "insights": Insight,
}

# One page holds no more; the person's story is what matters, not a list of everything (R42).
MOST = {"facts": 9, "moments": 7, "opportunities": 6, "insights": 6}

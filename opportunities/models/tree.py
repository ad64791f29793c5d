from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Team, Workspace


class Outcome(models.Model):
    """A measurable change in what customers do; the root of one tree (R61)."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("Business outcome")
        PRODUCT = "product", _("Product outcome")
        TRACTION = "traction", _("Traction metric")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="outcomes")
    team = models.ForeignKey(Team, models.PROTECT, related_name="outcomes")
    title = models.CharField(_("outcome"), max_length=200)
    # A product outcome is what a team can move itself; the other kinds get advice (R62).
    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=Kind.choices,
        default=Kind.PRODUCT,
        db_default="product",
    )
    metric = models.CharField(_("measured by"), max_length=120, blank=True)
    baseline = models.CharField(_("from"), max_length=40, blank=True)
    target = models.CharField(_("to"), max_length=40, blank=True)
    current = models.CharField(_("now"), max_length=40, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    # What fewer people told of waits for one more voice before it is offered for placing (R63).
    least_people = models.PositiveSmallIntegerField(
        _("people who told of it"), default=1, db_default=1
    )
    # After so many weeks without a new story a node is marked as not heard for long (F175).
    quiet_weeks = models.PositiveSmallIntegerField(
        _("weeks without a story"), default=12, db_default=12
    )
    # Rises by one with every TreeChange; live updates carry it (trust.md B4.3).
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    # The outcome, often of the business, that this one helps to reach (F198).
    serves = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="served_by"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    # Said when the tree was put away; kept should it come back.
    came_of_it = models.CharField(
        _("what came of it"), max_length=300, blank=True, default="", db_default=""
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="opportunities_serves_another",
                condition=Q(serves=None) | ~Q(serves=F("id")),
            ),
        ]

    def __str__(self):
        return self.title


# Each kind has its icon and its word, so that none is told by colour alone.
KIND_ICONS = {"need": "sprout", "pain": "zap", "desire": "heart"}


class OpportunityQuerySet(models.QuerySet):
    def present(self):
        """What is on the tree or parked beside it."""
        return self.filter(deleted_at=None)

    def standing(self):
        """What is on the tree now: not parked and not deleted."""
        return self.filter(deleted_at=None, parked_at=None)


class Opportunity(models.Model):
    """A need, pain point or desire with exactly one parent: the outcome or another opportunity (R49, R57)."""

    class Horizon(models.TextChoices):
        NOW = "now", _("Now")
        NEXT = "next", _("Next")
        LATER = "later", _("Later")

    class Kind(models.TextChoices):
        NEED = "need", _("Need")
        PAIN = "pain", _("Pain point")
        DESIRE = "desire", _("Desire")

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="opportunities"
    )
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="opportunities")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # A fractional key among siblings: two inserts at one place both survive (B4.4).
    position = models.CharField(max_length=64, db_collation="C")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NEED)
    text = models.CharField(_("opportunity"), max_length=240)
    description = models.TextField(
        _("more about it"), max_length=2000, blank=True, default="", db_default=""
    )
    is_target = models.BooleanField(default=False)
    owner = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    horizon = models.CharField(
        _("when"),
        max_length=5,
        choices=Horizon.choices,
        blank=True,
        default="",
        db_default="",
    )
    # Where its stories and children went when it was merged with one that says the same.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    parked_at = models.DateTimeField(null=True, blank=True)
    parked_reason = models.CharField(max_length=300, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "parent", "position"],
                condition=Q(deleted_at=None),
                name="opportunities_sibling_order",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                "outcome",
                condition=Q(is_target=True),
                name="opportunities_one_target",
            ),
            models.CheckConstraint(
                name="opportunities_not_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
            ),
        ]
        indexes = [models.Index("outcome", "parent", name="opportunities_of_outcome")]

    def __str__(self):
        return self.text

    @property
    def element_id(self):
        """Where it stands on the page of its tree."""
        return f"opportunity-{self.pk}"

    @property
    def icon_name(self):
        return KIND_ICONS[self.kind]


class Solution(models.Model):
    """Something we could build for one opportunity; ideas are compared under the same one (R71)."""

    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        TESTING = "testing", _("Testing")
        BUILDING = "building", _("Building")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Not now")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="solutions")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="solutions")
    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, related_name="solutions"
    )
    position = models.CharField(max_length=64, db_collation="C")
    text = models.CharField(_("solution"), max_length=240)
    description = models.TextField(
        _("how it would work"), max_length=2000, blank=True, default="", db_default=""
    )
    status = models.CharField(
        _("state"),
        max_length=8,
        choices=Status.choices,
        default=Status.IDEA,
        db_default="idea",
    )
    owner = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    horizon = models.CharField(
        _("when"),
        max_length=5,
        choices=Opportunity.Horizon.choices,
        blank=True,
        default="",
        db_default="",
    )
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "opportunity",
                "position",
                condition=Q(deleted_at=None),
                name="opportunities_solution_order",
            ),
        ]

    def __str__(self):
        return self.text

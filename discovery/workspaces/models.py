from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.accounts.models import User, validate_time_zone
from discovery.workspaces.permissions import GRANTS, Role

INVITATION_LIFETIME = timedelta(days=7)


class Paper(models.TextChoices):
    """The two sheets that offices have."""

    A4 = "a4", "A4"
    LETTER = "letter", _("US Letter")


class Workspace(models.Model):
    """One company: the tenant. Every row of every app belongs to exactly one."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=50, unique=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default="en"
    )
    postal_address = models.CharField(
        _("postal address"),
        max_length=200,
        blank=True,
        help_text=_("Stands at the foot of invitations; the law asks for it."),
    )
    paper = models.CharField(
        _("paper"),
        max_length=8,
        choices=Paper.choices,
        default=Paper.A4,
        db_default=Paper.A4,
        help_text=_("What snapshots are printed on."),
    )
    created_at = models.DateTimeField(default=now)

    def __str__(self):
        return self.name


class Team(models.Model):
    """A product trio, or whoever talks to customers together."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=50)
    product = models.CharField(_("product or area"), max_length=120, blank=True)
    weekly_target = models.PositiveSmallIntegerField(
        _("interviews a week"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "workspace", "slug", name="workspaces_team_slug_once"
            ),
            models.CheckConstraint(
                name="workspaces_weekly_target_in_range",
                condition=Q(weekly_target__range=(1, 20)),
            ),
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(removed_at=None, user__is_active=True)

    def for_list(self):
        """By name, with all that a row shows."""
        people = self.select_related("user").prefetch_related("teams")
        return people.order_by(Lower("user__name"), "pk")

    def with_permission(self, permission):
        roles = [role for role, grants in GRANTS.items() if permission in grants]
        return self.filter(role__in=roles)


class Membership(models.Model):
    """A person's place in one workspace: what they may do and what they are good at."""

    class Craft(models.TextChoices):
        PRODUCT = "product", _("Product")
        DESIGN = "design", _("Design")
        ENGINEERING = "engineering", _("Engineering")
        RESEARCH = "research", _("Research")
        OTHER = "other", _("Other")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    craft = models.CharField(
        _("craft"), max_length=16, choices=Craft.choices, default=Craft.OTHER
    )
    teams = models.ManyToManyField(
        Team, through="TeamMembership", related_name="memberships"
    )
    current_team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    joined_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "user", name="workspaces_membership_once"
            ),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def permissions(self):
        return GRANTS[Role(self.role)] if self.removed_at is None else set()

    def may(self, permission):
        return permission in self.permissions


class TeamMembership(models.Model):
    """That a member belongs to a team."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE)
    membership = models.ForeignKey(Membership, models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "team", "membership", name="workspaces_team_membership_once"
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} on {self.team_id}"


class JoinInvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now())


class JoinInvitation(models.Model):
    """An invitation to join, bound to one address, one workspace and one role (trust.md A2)."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="join_invitations"
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    craft = models.CharField(
        max_length=16,
        choices=Membership.Craft.choices,
        default=Membership.Craft.OTHER,
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = JoinInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="workspaces_join_invitation_open_once",
            ),
            models.CheckConstraint(
                name="workspaces_join_invitation_expires_within_a_week",
                condition=Q(expires_at__lte=F("created_at") + INVITATION_LIFETIME),
            ),
        ]

    def __str__(self):
        return self.email

    @property
    def is_open(self):
        return (
            self.accepted_at is None
            and self.revoked_at is None
            and self.expires_at > now()
        )


class SetupLink(models.Model):
    """The one-time link, printed on the console, by which the first admin comes in."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d %H:%M}"


class RateLimit(models.Model):
    """How often something was done under one key since its window began (``limits.hit``).

    The key is a hash, so that no client's address is kept, and belongs to no workspace.
    """

    key = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.key[:8]}, {self.hits} until {self.ends_at:%Y-%m-%d %H:%M:%S}"

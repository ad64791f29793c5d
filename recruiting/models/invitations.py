from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.coach import read_message
from discovery.coach.packs import knows
from discovery.workspaces.links import absolute_url, sign_link
from discovery.workspaces.models import Membership, Team, Workspace
from recruiting.models.participants import Participant

LIFETIME = timedelta(days=30)
# What a page has no need of: its button asks, and a sentence or two are enough.
NOT_FOR_PAGES = {"ask", "short"}


class OptInPage(models.Model):
    """A team's public page on which somebody says "yes, I'd talk to you" (F1, F22)."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="opt_in_pages"
    )
    team = models.OneToOneField(Team, models.CASCADE, related_name="opt_in_page")
    slug = models.CharField(max_length=40, unique=True)
    heading = models.CharField(_("heading"), max_length=120)
    pitch = models.TextField(_("what you ask, in a sentence or two"), max_length=600)
    consent_text = models.TextField(_("consent text"), max_length=1200)
    question = models.CharField(_("one question"), max_length=200, blank=True)
    is_open = models.BooleanField(_("open"), default=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.heading

    @property
    def hints(self):
        """What the coach says to its words, if it knows the language of the workspace."""
        language = self.workspace.language
        if not knows(language, "messages"):
            return []
        read = read_message(f"{self.heading} {self.pitch}", language)
        return [hint for hint in read if hint.label not in NOT_FOR_PAGES]

    @property
    def path(self):
        return reverse("join:page", args=[self.slug])

    @property
    def url(self):
        return absolute_url(self.path)


class Nomination(models.Model):
    """That a colleague named somebody worth talking to, and why."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="nominations")
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="nominations"
    )
    nominated_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="nominations"
    )
    reason = models.CharField(_("why this person"), max_length=500)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "participant", "nominated_by", name="recruiting_nominated_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "-created_at", "-id"],
                name="recruiting_nominations_newest",
            ),
        ]

    def __str__(self):
        return f"{self.participant}, by {self.nominated_by}"


class Answer(models.Model):
    """What somebody answered to the one question of an opt-in page."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")
    page = models.ForeignKey(OptInPage, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=200)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=now)

    def __str__(self):
        return self.text[:80]


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(booked_at=None, revoked_at=None, expires_at__gt=now())

    def for_list(self):
        """Newest first, with whom they went to and who sent them."""
        people = self.select_related(
            "participant__workspace", "invited_by__user", "team"
        )
        return people.order_by("-created_at", "-pk")


class Invitation(models.Model):
    """The invitation of one participant to pick a time with one team; its link is signed."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations")
    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="invitations"
    )
    invited_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    link_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    # Why somebody was written to although the contact policy advises against it (C10).
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # To try something while we watch, not to tell a story: the mail says so, and what is booked
    # counts as no discovery interview (practice.md R76).
    is_for_test = models.BooleanField(default=False, db_default=False)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "team",
                "participant",
                condition=Q(booked_at=None, revoked_at=None),
                name="recruiting_open_invitation_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["participant", "-created_at"], name="recruiting_invited_newest"
            ),
            models.Index(
                fields=["team", "-created_at", "-id"],
                name="recruiting_sent_newest",
            ),
        ]

    def __str__(self):
        return f"{self.participant}, by {self.team}"

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > now()

    @property
    def state(self):
        """How far it has come, as one word for templates and chips."""
        if self.booked_at:
            return "booked"
        if not self.is_open:
            return "over"
        return "opened" if self.opened_at else "sent"

    @property
    def link(self):
        """The personal address at which the participant picks a time."""
        token = sign_link("invitation", self.pk, self.link_version)
        return absolute_url(reverse("booking:pick", args=[token]))

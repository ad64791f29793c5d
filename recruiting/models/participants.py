from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.accounts.models import validate_time_zone
from discovery.workspaces.links import absolute_url, sign_link
from discovery.workspaces.models import Membership, Team, Workspace
from recruiting.models.panel import COOLDOWN, ParticipantQuerySet, searched_text


class Channel(models.TextChoices):
    """How a participant came to us."""

    PROMPT = "prompt", _("In-product prompt")
    LANDING_PAGE = "landing_page", _("Sign-up page")
    COLLEAGUE = "colleague", _("Colleague")
    TRIGGER = "trigger", _("Trigger")
    ADVISORY_BOARD = "advisory_board", _("Advisory board")
    OUTREACH = "outreach", _("Outreach")
    PERSONAL_NETWORK = "personal_network", _("Personal network")
    REFERRAL = "referral", _("Referral")


class Refusal(models.TextChoices):
    """Why somebody is not to be written to now; the first two cannot be overridden."""

    DO_NOT_CONTACT = "do_not_contact", _("Asked not to be written to")
    NO_ADDRESS = "no_address", _("No e-mail address")
    NO_CONSENT = "no_consent", _("Has not agreed to be written to")
    TOO_SOON = "too_soon", _("Written to within the last 14 days")

    @property
    def short(self):
        """The same in two or three words, for a table."""
        words = {
            "do_not_contact": _("Asked not to be"),
            "no_address": _("No address"),
            "no_consent": _("Not agreed yet"),
            "too_soon": _("Written to lately"),
        }
        return words[self.value]

    @property
    def may_be_overridden(self):
        return self in (Refusal.NO_CONSENT, Refusal.TOO_SOON)


class Participant(models.Model):
    """A customer whom a team could talk to, or has talked to. Has no account."""

    class Audience(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        USER = "user", _("End user")
        DECISION_MAKER = "decision_maker", _("Decision maker")
        PROSPECT = "prospect", _("Prospect")
        CANCELLED = "cancelled", _("Recently cancelled")
        COLLEAGUE = "colleague", _("Internal colleague")

    # The indexes below begin with the workspace and the team; a second one would only cost.
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="participants", db_index=False
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    company = models.CharField(_("company"), max_length=120, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    audience = models.CharField(
        _("audience"),
        max_length=16,
        choices=Audience.choices,
        default=Audience.CUSTOMER,
    )
    channel = models.CharField(
        _("channel"), max_length=16, choices=Channel.choices, default=Channel.OUTREACH
    )
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="participants",
        db_index=False,
    )
    nominated_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="nominees"
    )
    pseudonym = models.CharField(max_length=16)
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default="en"
    )
    attributes = models.JSONField(default=dict, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    notes = models.TextField(_("about this person"), blank=True)
    photo = models.ForeignKey(
        "Photo", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Raised to make every signed link of this person void.
    link_version = models.PositiveIntegerField(default=0)
    last_contacted_at = models.DateTimeField(null=True, blank=True)
    last_talked_at = models.DateTimeField(null=True, blank=True)
    do_not_contact_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("email"),
                condition=~Q(email=""),
                name="recruiting_participant_email_once",
            ),
            models.UniqueConstraint(
                "workspace", "pseudonym", name="recruiting_pseudonym_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "-created_at", "-id"],
                name="recruiting_newest_first",
            ),
            models.Index(
                fields=["workspace", "audience", "-created_at", "-id"],
                name="recruiting_by_audience",
            ),
            models.Index(
                fields=["workspace", "channel", "-created_at", "-id"],
                name="recruiting_by_channel",
            ),
            models.Index(
                fields=["team", "-created_at", "-id"], name="recruiting_by_team"
            ),
            models.Index("workspace", Lower("name"), "id", name="recruiting_by_name"),
            GinIndex(
                OpClass(searched_text(), "gin_trgm_ops"), name="recruiting_searched"
            ),
            models.Index(
                "workspace",
                F("last_contacted_at").asc(nulls_first=True),
                "id",
                name="recruiting_contactable",
                condition=Q(do_not_contact_at=None, erased_at=None),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_erased(self):
        return self.erased_at is not None

    @property
    def first_name(self):
        return self.name.split(" ")[0]

    @property
    def portrait_seed(self):
        """What the drawn portrait is made from; says nothing about the person."""
        return f"{self.workspace_id}:{self.pseudonym}"

    @property
    def has_vouched_name(self):
        """Whether the name came from us, or from a stranger's form that anybody may fill in.

        A name off the street is not repeated in a mail: it could be an advert (trust.md A5.4).
        """
        return self.channel not in (Channel.LANDING_PAGE, Channel.PROMPT)

    @property
    def path(self):
        return reverse("recruiting:participant", args=[self.workspace.slug, self.pk])

    @property
    def photo_url(self):
        if self.photo_id is None:
            return ""
        return reverse(
            "recruiting:photo", args=[self.workspace.slug, self.pk, self.photo_id]
        )

    @property
    def own_page_url(self):
        """The address of the page on which this person sees and changes what we hold."""
        token = sign_link("participant", self.pk, self.link_version)
        return absolute_url(reverse("join:you", args=[token]))

    @property
    def unsubscribe_url(self):
        """The address that stops all mail. It has no version, since it never becomes void."""
        token = sign_link("unsubscribe", self.pk)
        return absolute_url(reverse("join:unsubscribe", args=[token]))

    @property
    def contact_refusal(self):
        """Why this person is not to be written to now, or None. Asks the database for consent
        unless the row came ``with_agreement``.
        """
        if self.do_not_contact_at or self.erased_at:
            return Refusal.DO_NOT_CONTACT
        if not self.email:
            return Refusal.NO_ADDRESS
        if not self._has_agreed():
            return Refusal.NO_CONSENT
        if self.last_contacted_at and self.last_contacted_at > now() - COOLDOWN:
            return Refusal.TOO_SOON
        return None

    def _has_agreed(self):
        if hasattr(self, "has_agreed"):
            return self.has_agreed
        answers = self.consents.filter(purpose="contact").order_by("-at", "-pk")
        return answers.values_list("is_granted", flat=True).first()

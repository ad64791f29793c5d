from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.accounts.models import validate_time_zone
from discovery.workspaces.models import Membership, Team, Workspace


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


class ParticipantQuerySet(models.QuerySet):
    def present(self):
        """Everybody who has not been erased."""
        return self.filter(erased_at=None)

    def for_list(self):
        """Newest first, with what a row shows, in one query."""
        return self.present().order_by("-created_at", "-pk")


class Participant(models.Model):
    """A customer whom a team could talk to, or has talked to. Has no account."""

    class Audience(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        USER = "user", _("End user")
        DECISION_MAKER = "decision_maker", _("Decision maker")
        PROSPECT = "prospect", _("Prospect")
        CANCELLED = "cancelled", _("Recently cancelled")
        COLLEAGUE = "colleague", _("Internal colleague")

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="participants"
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
        Team, models.SET_NULL, null=True, blank=True, related_name="participants"
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
            models.Index("workspace", Lower("name"), "id", name="recruiting_by_name"),
            GinIndex(
                OpClass(Lower("name"), "gin_trgm_ops"), name="recruiting_name_trgm"
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


class Photo(models.Model):
    """A participant's photo, re-encoded and stripped of everything but its pixels (trust.md A7.5)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="photos")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="photos")
    file = models.FileField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        """The newest answer for each person and purpose, if it is a yes."""
        newest = self.order_by("participant", "purpose", "-at", "-pk").distinct(
            "participant", "purpose"
        )
        return self.filter(pk__in=newest.values("pk"), is_granted=True)


class Consent(models.Model):
    """One answer of one person for one purpose; a withdrawal is a new row, never an update (C1)."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("be written to about interviews")
        SESSION = "session", _("take part in an interview")
        RECORDING = "recording", _("have an interview recorded")
        QUOTE = "quote", _("be quoted inside the company")
        PHOTO = "photo", _("have their photo on the snapshot")
        SHARING = "sharing", _("have their story shown outside the team's company")

    class Source(models.TextChoices):
        PAGE = "page", _("on a page")
        IN_PERSON = "in_person", _("in person")
        IMPORT = "import", _("imported")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="consents")
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    is_granted = models.BooleanField()
    text = models.TextField(help_text="The exact words that were shown or said.")
    language = models.CharField(max_length=8, default="en")
    source = models.CharField(max_length=12, choices=Source.choices)
    page_url = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["participant", "purpose", "-at", "-id"],
                name="recruiting_consent_newest",
            ),
        ]


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
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

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
        ]

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > now()


class Answer(models.Model):
    """What somebody answered to the one question of an opt-in page."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")
    page = models.ForeignKey(OptInPage, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=200)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=now)

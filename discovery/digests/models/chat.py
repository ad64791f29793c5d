"""The digest in a chat: addresses that a chat tool gave out, and what is posted to them."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.digests.models.times import MORNING, Weekday, is_a_time_of_the_week
from discovery.digests.sealing import unseal
from discovery.workspaces.models import Membership, Workspace
from snapshots.models import Snapshot

# Why a post went wrong, for whoever looks after the chat; never what the other side said (A8.4).
REASONS = {
    "address": _("the address cannot be used"),
    "scheme": _("the address does not begin with https://"),
    "port": _("we do not post to that port"),
    "private": _("the address leads into a private network"),
    "name": _("no computer of that name was found"),
    "away": _("nobody answers there"),
    "certificate": _("its certificate is not valid"),
    "slow": _("it took too long; look whether the message arrived"),
    "broken": _("the connection broke; look whether the message arrived"),
    "lost": _("our worker ended in the middle; look whether the message arrived"),
    "fault": _("something went wrong on our side; we have noted what"),
    "refused": _("not accepted"),
}

# A worker that has begun to post and not said how it ended within this time has died.
LONGEST_POSTING = timedelta(minutes=2)


class ChatHook(models.Model):
    """An incoming webhook of a chat. Its address is a secret: kept sealed, never shown again."""

    class Kind(models.TextChoices):
        SLACK = "slack", "Slack"
        MATTERMOST = "mattermost", "Mattermost"
        TEAMS = "teams", "Microsoft Teams"
        JSON = "json", _("Other (JSON)")

    class Occasion(models.TextChoices):
        WEEKLY = "weekly", _("Once a week")
        EACH = "each", _("At each publication")

    class Off(models.TextChoices):
        GONE = "gone", _("The chat says that this address no longer exists.")
        FAILING = "failing", _("The last posts could not be delivered.")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="chat_hooks")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("chat tool"), max_length=12, choices=Kind.choices)
    sealed_address = models.TextField()
    # All that is ever shown of it: the host and the last characters.
    address_hint = models.CharField(max_length=300)
    sealed_key = models.TextField(blank=True)
    # The one before, which signs as well until whoever checks has changed over.
    sealed_old_key = models.TextField(blank=True, default="", db_default="")
    old_key_until = models.DateTimeField(null=True, blank=True)
    occasion = models.CharField(
        _("post"), max_length=8, choices=Occasion.choices, default=Occasion.WEEKLY
    )
    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=Weekday.choices, default=Weekday.MONDAY
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=MORNING)
    # None of either means everything; see DigestChoice.
    team_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    outcome_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    shows_names = models.BooleanField(_("show real names"), default=False)
    is_on = models.BooleanField(_("switched on"), default=True)
    # Only what is published from then on is posted.
    on_since = models.DateTimeField(default=now)
    failures = models.PositiveSmallIntegerField(default=0)
    off_reason = models.CharField(max_length=8, choices=Off.choices, blank=True)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="digests_hook_on_the_clock", condition=is_a_time_of_the_week()
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def address(self):
        return unseal(self.sealed_address)

    @property
    def key(self):
        """What posts of the kind JSON are signed with."""
        return unseal(self.sealed_key)

    @property
    def old_key(self):
        """The key before, as long as it signs beside the new one."""
        is_over = self.old_key_until is None or self.old_key_until <= now()
        return "" if is_over else unseal(self.sealed_old_key)


class ChatPostQuerySet(models.QuerySet):
    def due(self):
        return self.filter(state=ChatPost.State.QUEUED, due_at__lte=now())

    def claim(self, pk):
        """Return the post if it is ours to deliver, and None if it is not.

        One at a time for each workspace, so that a slow chat holds up its own only (A8.6).
        """
        in_hand = ChatPost.objects.filter(
            workspace=OuterRef("workspace"), state=ChatPost.State.POSTING
        )
        claimed = (
            self.due()
            .filter(~Exists(in_hand), pk=pk)
            .update(
                state=ChatPost.State.POSTING,
                claimed_at=now(),
                attempts=F("attempts") + 1,
            )
        )
        return self.select_related("hook__workspace").get(pk=pk) if claimed else None

    def lost(self):
        return self.filter(
            state=ChatPost.State.POSTING, claimed_at__lt=now() - LONGEST_POSTING
        )


class ChatPost(models.Model):
    """One message for one occasion; its words are made when it goes out and kept nowhere."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        POSTING = "posting", _("Being posted")
        SENT = "sent", _("Posted")
        FAILED = "failed", _("Failed")
        UNCONFIRMED = "unconfirmed", _("Not confirmed")
        CANCELLED = "cancelled", _("Nothing to tell")

    class Occasion(models.TextChoices):
        WEEKLY = "weekly", _("The week’s stories")
        EACH = "each", _("A new story")
        TEST = "test", _("A test")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="chat_posts")
    hook = models.ForeignKey(ChatHook, models.CASCADE, related_name="posts")
    occasion = models.CharField(max_length=8, choices=Occasion.choices)
    week = models.CharField(max_length=8, null=True)  # noqa: DJ001 - several of no week
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)

    objects = ChatPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("hook", "week", name="digests_posted_once_a_week"),
            models.UniqueConstraint(
                "hook", "snapshot", name="digests_posted_once_a_snapshot"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="digests_posts_open",
                condition=Q(state__in=["queued", "posting"]),
            ),
            models.Index(fields=["hook", "-created_at"], name="digests_last_post"),
        ]

    def __str__(self):
        return f"{self.hook_id}, {self.occasion}: {self.state}"

    @property
    def is_under_way(self):
        """Whether it is worth waiting for; the next attempt of one that failed may be hours away."""
        is_new = self.state == self.State.QUEUED and not self.attempts
        return is_new or self.state == self.State.POSTING

    @property
    def words(self):
        """Why it went wrong, in words."""
        return REASONS.get(self.reason, "")

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.workspaces.models import Membership, Workspace
from opportunities.models.tree import Opportunity, Outcome, Solution


class NodeCommentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(deleted_at=None)

    def threads(self):
        """What answers nothing else; a deleted one stays while it has an answer to it."""
        answers = self.model.objects.filter(parent=OuterRef("pk"), deleted_at=None)
        return self.filter(Q(deleted_at=None) | Exists(answers), parent=None)


class NodeComment(models.Model):
    """What somebody says about a node of a tree, or about the outcome when both are empty (F200)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="comments")
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, related_name="comments"
    )
    solution = models.ForeignKey(
        Solution, models.CASCADE, null=True, blank=True, related_name="comments"
    )
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=2000)
    # An answer to another comment on the same node; answers are one level deep.
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )
    # Rises with every change of the words, so that none is saved over another unseen.
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Settled: it stands folded behind the open ones, with its answers.
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    client_id = models.UUIDField()

    objects = NodeCommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "outcome", "client_id", name="opportunities_comment_once"
            ),
            models.CheckConstraint(
                name="opportunities_comment_on_one_node",
                condition=Q(opportunity=None) | Q(solution=None),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_deleted(self):
        return self.deleted_at is not None


class TicketLink(models.Model):
    """Where the work on a node is delivered: a ticket in another tool (F207)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="tickets")
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, related_name="tickets"
    )
    solution = models.ForeignKey(
        Solution, models.CASCADE, null=True, blank=True, related_name="tickets"
    )
    title = models.CharField(_("ticket"), max_length=120)
    url = models.URLField(_("address"), max_length=500)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="opportunities_ticket_of_one_node",
                condition=Q(opportunity__isnull=False, solution=None)
                | Q(opportunity=None, solution__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["opportunity", "solution", "url"],
                nulls_distinct=False,
                name="opportunities_ticket_once",
            ),
        ]

    def __str__(self):
        return self.title


class LintSetAside(models.Model):
    """That a team has looked at a lint of the tree and has a reason not to follow it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="lints_set_aside")
    # The code of a rule in opportunities/lints.py.
    rule = models.CharField(max_length=24)
    # Nothing for what the lint says about the tree as a whole.
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, related_name="+"
    )
    # A digest of what the lint was about: other words or children bring it back.
    about = models.CharField(max_length=64)
    reason = models.CharField(_("why not"), max_length=300)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "lints set aside"
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "rule", "opportunity", "about"],
                nulls_distinct=False,
                name="opportunities_lint_aside_once",
            ),
        ]

    def __str__(self):
        return f"{self.rule} of {self.opportunity_id or self.outcome_id}"

"""What is said about a node, and the tickets in which it is delivered."""

from django.utils.functional import cached_property

from discovery.workspaces.permissions import Permission
from opportunities.models import NodeComment
from snapshots.mentions import KEPT, mark_up

# So many of the newest stand in the panel; the page of comments has all of them.
MOST_IN_PANEL = 10


class NodeTalk:
    """All this for one node; each part is read when a template asks for it."""

    def __init__(self, node, membership, most=MOST_IN_PANEL):
        self.node = node
        self.on = node._meta.model_name
        self.name = f"{self.on}:{node.pk}"
        self.may_comment = membership.may(Permission.COMMENT_WRITE)
        self._workspace = membership.workspace
        self._most = most

    @cached_property
    def comment_count(self):
        return self._standing.count()

    @cached_property
    def earlier(self):
        """How many comments are older than those shown."""
        return self.comment_count - len(self.comments)

    @cached_property
    def comments(self):
        """The newest, oldest first, each with ``said``: its words with the members' names."""
        newest = self._standing.select_related("author__user").order_by(
            "-created_at", "-pk"
        )
        comments = list(newest[: self._most])[::-1]
        names = self._names(comments)
        for comment in comments:
            comment.said = mark_up(comment.text, names)
        return comments

    @cached_property
    def tickets(self):
        if self.on == "outcome":
            return []
        return list(self.node.tickets.select_related("added_by__user"))

    @property
    def _standing(self):
        said = NodeComment.objects.filter(deleted_at=None)
        if self.on == "outcome":
            return said.filter(outcome=self.node, opportunity=None, solution=None)
        return said.filter(**{self.on: self.node})

    def _names(self, comments):
        keys = {key for comment in comments for key in KEPT.findall(comment.text)}
        if not keys:
            return {}
        called = self._workspace.memberships.filter(pk__in=keys).select_related("user")
        return {str(member.pk): f"@{member}" for member in called}

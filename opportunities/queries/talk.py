"""What is said about a node, and the tickets in which it is delivered."""

from urllib.parse import urlencode
from uuid import uuid4

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property

from discovery.workspaces.permissions import Permission
from opportunities.models import NodeComment
from snapshots.mentions import KEPT, mark_up

# So many of the newest threads stand in the panel; the page of comments goes on to all of them.
MOST_IN_PANEL = 10
MOST_ON_PAGE = 50
MOST_ANSWERS = 5
MOST_ANSWERS_ALONE = 100


class NodeTalk:
    """All this for one node; each part is read when a template asks for it.

    ``thread`` shows one comment with all its answers; ``before`` goes on with a list towards
    its beginning.
    """

    def __init__(
        self, node, membership, *, most=MOST_IN_PANEL, thread=None, before=None
    ):
        self.node = node
        self.on = node._meta.model_name
        self.name = f"{self.on}:{node.pk}"
        self.may_comment = membership.may(Permission.COMMENT_WRITE)
        self.thread = thread
        # What somebody typed that could not be kept: {"where": form, "text": ..., "problem": ...}.
        self.refused = {}
        self._before = before
        self._workspace = membership.workspace
        self._most = most
        self._goes_on = None

    @cached_property
    def comment_count(self):
        return self._about.standing().count()

    @cached_property
    def threads(self):
        """The newest threads, oldest first, each with its newest ``shown_answers``."""
        threads = self._about.threads().select_related(
            "author__user", "resolved_by__user"
        )
        if self.thread:
            shown = list(threads.filter(pk=self.thread))
            return self._with_answers(shown, MOST_ANSWERS_ALONE)
        if self._before:
            threads = threads.filter(pk__lt=self._before)
        newest = list(threads.order_by("-pk")[: self._most + 1])
        shown = newest[: self._most][::-1]
        self._goes_on = shown[0].pk if len(newest) > self._most else None
        return self._with_answers(shown, MOST_ANSWERS)

    @property
    def earlier_query(self):
        """Where the list goes on towards its beginning; empty where it begins."""
        return self.threads and self._goes_on and self.query(before=self._goes_on)

    @property
    def own_query(self):
        """This very list, for drawing it anew."""
        return self.query(thread=self.thread, before=self._before)

    def query(self, **asked):
        asked = {"node": self.name} | {k: v for k, v in asked.items() if v}
        return urlencode(asked)

    @cached_property
    def tickets(self):
        if self.on == "outcome":
            return []
        return list(self.node.tickets.select_related("added_by__user"))

    @property
    def _about(self):
        if self.on == "outcome":
            return NodeComment.objects.filter(
                outcome=self.node, opportunity=None, solution=None
            )
        return NodeComment.objects.filter(**{self.on: self.node})

    def _with_answers(self, threads, most):
        found = {thread.pk: thread for thread in threads}
        for thread in threads:
            thread.shown_answers, thread.more_query = [], ""
            thread.answer_id = uuid4()
        answers = NodeComment.objects.standing().filter(parent__in=found)
        if self.thread and self._before:
            answers = answers.filter(pk__lt=self._before)
        of_thread = {"partition_by": F("parent")}
        answers = answers.annotate(
            from_end=Window(RowNumber(), order_by="-pk", **of_thread),
            together=Window(Count("pk"), **of_thread),
        ).filter(from_end__lte=most)
        rows = list(answers.select_related("author__user").order_by("pk"))
        for answer in rows:
            thread = found[answer.parent_id]
            thread.shown_answers.append(answer)
            thread.more_answers = answer.together - len(thread.shown_answers)
        for thread in threads:
            if getattr(thread, "more_answers", 0):
                first = thread.shown_answers[0].pk if self.thread else None
                thread.more_query = self.query(thread=thread.pk, before=first)
        self._say([*threads, *rows])
        return threads

    def _say(self, comments):
        """Give each ``said``, its words to be read, and ``typed``, the same to be edited."""
        keys = {key for comment in comments for key in KEPT.findall(comment.text)}
        called = self._workspace.memberships.filter(pk__in=keys) if keys else ()
        names = {str(member.pk): f"@{member}" for member in _with_users(called)}
        for comment in comments:
            comment.said = mark_up(comment.text, names)
            comment.typed = KEPT.sub(
                lambda key: names.get(key[1], key[0]), comment.text
            )


def _with_users(members):
    return members.select_related("user") if members else ()

"""One reader's digest: the stories, decisions and questions of a stretch of time."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from discovery.digests.reach import reach_of_member
from discovery.digests.stories import (
    MOST_STORIES,
    group,
    may_be_told,
    published_between,
    tell,
)
from discovery.workspaces.links import absolute_url
from opportunities.models import Decision
from snapshots.gathering import pages_of
from snapshots.models import Comment, Reading
from snapshots.operations.telling import address_of_comment

# Of more than that nobody counts the rest.
MOST_READ = 100
MOST_DECISIONS = 5
MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Window:
    """From when, not included, until when."""

    since: object
    until: object


class Digest:
    """What one member reads of a window, read from the tables at this very moment."""

    def __init__(self, membership, window):
        self.membership, self.window = membership, window
        self.workspace = membership.workspace
        self.reach = reach_of_member(membership)

    @property
    def is_empty(self):
        return not (self.stories or self.decisions)

    @cached_property
    def _all_stories(self):
        snapshots = published_between(
            self.workspace, self.reach, self.window.since, self.window.until
        )
        stories = tell(snapshots[:MOST_READ], self.workspace)
        ids = [story.snapshot.pk for story in stories]
        readings = Reading.objects.filter(membership=self.membership, snapshot__in=ids)
        read = set(readings.values_list("snapshot", flat=True))
        for story in stories:
            story.is_unread = story.snapshot.pk not in read
        return stories

    @property
    def stories(self):
        """The newest, those not read yet first."""
        ordered = sorted(self._all_stories, key=lambda story: not story.is_unread)
        return ordered[:MOST_STORIES]

    @property
    def count(self):
        return len(self._all_stories)

    @property
    def more(self):
        return self.count - len(self.stories)

    @property
    def unread_count(self):
        return sum(story.is_unread for story in self._all_stories)

    @property
    def groups(self):
        return group(self.stories)

    @property
    def teaser(self):
        """The first words that an inbox shows beside the subject."""
        return next(
            (story.page.quote for story in self.stories if story.page.quote), ""
        )

    @cached_property
    def decisions(self):
        found = decided_between(self.workspace, self.reach, self.window)
        decisions = list(found.select_related("owner__user")[:MOST_DECISIONS])
        for decision in decisions:
            decision.url = self._url("opportunities:decision", decision.pk)
        return decisions

    @cached_property
    def questions(self):
        """Questions that this reader was asked by name or about a page of theirs, and are open."""
        me = self.membership
        asked = Comment.objects.open_questions().filter(
            Q(mentions__membership=me)
            | Q(snapshot__published_by=me)
            | Q(snapshot__created_by=me),
            workspace=self.workspace,
            snapshot__published_at__isnull=False,
        )
        rows = asked.exclude(author=me).select_related(
            "author__user", "workspace", "snapshot__workspace", "snapshot__participant"
        )
        oldest = list(rows.distinct().order_by("created_at", "pk")[:MOST_READ])
        pages = pages_of([question.snapshot for question in oldest])
        questions = [q for q in oldest if may_be_told(pages[q.snapshot_id])]
        questions = questions[:MOST_QUESTIONS]
        for question in questions:
            question.url = absolute_url(address_of_comment(question))
        return questions

    @property
    def wall_url(self):
        return self._url("snapshots:library")

    @property
    def settings_url(self):
        return self._url("digests:choice")

    def _url(self, name, *args):
        return absolute_url(reverse(name, args=[self.workspace.slug, *args]))


def decided_between(workspace, reach, window):
    made = Decision.objects.filter(
        workspace=workspace,
        decided_at__gt=window.since,
        decided_at__lte=window.until,
        outcome__archived_at=None,
    )
    return reach.decided(made).order_by("decided_at", "pk")

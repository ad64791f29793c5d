"""What was heard and waits to be placed, with who told of it and how many others said the same."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from discovery.searching.words import fold
from opportunities.words import telling_words
from snapshots.gathering import pages_of
from snapshots.models import HeardOpportunity

A_PAGE = 25
# What waits longer than these is still there when they have been placed.
MOST_READ = 2_000
MOST_CHOICES = 40
# Two say the same if at least half of their telling words are the same.
SAME = 0.5
MOST_HAVING = 60


def inbox_of(outcome):
    """What the team heard in published stories and has neither placed nor set aside."""
    heard = heard_by_team(outcome).filter(evidence=None).exclude(text="")
    return heard.exclude(set_aside__outcome=outcome)


def set_aside_of(outcome):
    """What was set aside, as far as its story is published now."""
    rows = outcome.heard_set_aside.filter(heard__snapshot__published_at__isnull=False)
    return rows.select_related("by__user", "heard__snapshot__participant")


def heard_by_team(outcome):
    """All that the team of a tree heard in stories that are published now."""
    return HeardOpportunity.objects.filter(
        workspace=outcome.workspace_id,
        snapshot__team=outcome.team_id,
        snapshot__published_at__isnull=False,
    )


def for_inbox(heard):
    """With the story that each was heard in, oldest story first."""
    stories = heard.select_related(
        "moment", "snapshot__participant__photo", "snapshot__workspace"
    )
    return stories.order_by("snapshot__talked_on", "snapshot", "position", "pk")


@dataclass
class Waiting:
    """One thing heard as the inbox knows it before it is shown."""

    pk: int
    text: str
    person: int
    name: str
    moment: str
    # How many different people said the same, among all that waits.
    voices: int = 1
    words: frozenset = frozenset()


@dataclass
class Inbox:
    """What waits and fits the filters, those first that enough people told of (R63)."""

    outcome: object
    asked: dict
    number: str | None = None
    everything: list = field(init=False)

    def __post_init__(self):
        rows = for_inbox(inbox_of(self.outcome)).values_list(
            "pk", "text", "snapshot__participant", "snapshot__name", "moment__title"
        )
        self.everything = [Waiting(*row[:4], row[4] or "") for row in rows[:MOST_READ]]
        count_voices(self.everything)

    @cached_property
    def found(self):
        return [one for one in self.everything if self._fits(one)]

    @property
    def is_filtered(self):
        return any(self.asked.values())

    @cached_property
    def page(self):
        """The rows of one screen, with the pages of their stories."""
        least = self.outcome.least_people
        ordered = sorted(self.found, key=lambda one: one.voices < least)
        page = Paginator(ordered, A_PAGE).get_page(self.number)
        voices = {one.pk: one.voices for one in page}
        rows = for_inbox(HeardOpportunity.objects.filter(pk__in=voices)).in_bulk()
        page.object_list = [rows[pk] for pk in voices if pk in rows]
        pages = pages_of([row.snapshot for row in page])
        for row in page:
            row.page = pages[row.snapshot_id]
            row.voices = voices[row.pk]
            row.is_early = row.voices < least
        return page

    @property
    def people(self):
        """Whose words wait, as choices of a filter."""
        names = {str(one.person): one.name for one in self.everything}
        named = sorted(names.items(), key=lambda pair: pair[1].casefold())
        return named[:MOST_CHOICES]

    @property
    def moments(self):
        titles = {one.moment for one in self.everything if one.moment}
        return sorted(titles, key=str.casefold)[:MOST_CHOICES]

    def _fits(self, one):
        person, moment, text = (self.asked[k] for k in ("person", "moment", "text"))
        return (
            (not person or str(one.person) == person)
            and (not moment or one.moment == moment)
            and (not text or fold(text).casefold() in fold(one.text).casefold())
        )


def count_voices(waiting):
    """Write onto each how many different people said the same, itself counted."""
    people = defaultdict(set)
    for one in waiting:
        one.words = frozenset(telling_words(one.text))
        people[one.words].add(one.person)
    having = defaultdict(list)
    for words in people:
        for word in words:
            having[word].append(words)
    voices = {}
    for words in people:
        # A word that stands nearly everywhere tells nothing apart, and would cost the most.
        telling = (having[w] for w in words if len(having[w]) <= MOST_HAVING)
        near = {other for others in telling for other in others}
        same = [other for other in near if _is_same(words, other)]
        voices[words] = set().union(people[words], *(people[other] for other in same))
    for one in waiting:
        one.voices = len(voices[one.words])


def _is_same(words, other):
    return 2 * len(words & other) >= SAME * (len(words) + len(other))

"""Who has read a published page, and who was told of it and has not yet."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from snapshots.mentions import members_who_read
from snapshots.models import Reading

MOST_NAMED = 3
A_SCREENFUL = 100
MOST_EVER = 5000


class Readers:
    """The readings of one page; ``most`` bounds each of the two lists."""

    def __init__(self, snapshot, *, most=A_SCREENFUL):
        self.snapshot = snapshot
        self.most = min(most, MOST_EVER)

    @cached_property
    def count(self):
        return self.snapshot.readings.count()

    @property
    def _by_latest(self):
        readings = self.snapshot.readings.select_related("membership__user")
        return readings.order_by("-last_at", "-pk")

    @cached_property
    def read(self):
        return list(self._by_latest[: self.most])

    @cached_property
    def named(self):
        """A few of them for one line."""
        return [reading.membership for reading in self._by_latest[:MOST_NAMED]]

    @property
    def others(self):
        return self.count - len(self.named)

    @cached_property
    def _waiting(self):
        """Who was told at the publication, may still read it, and has not."""
        readings = Reading.objects.filter(
            snapshot=self.snapshot, membership=OuterRef("pk")
        )
        told = members_who_read(self.snapshot.workspace).filter(
            ~Exists(readings), joined_at__lte=self.snapshot.published_at
        )
        return told.exclude(pk=self.snapshot.published_by_id)

    @cached_property
    def waiting_count(self):
        return self._waiting.count()

    @cached_property
    def waiting(self):
        people = self._waiting.select_related("user")
        return list(people.order_by(Lower("user__name"), "pk")[: self.most])

    @property
    def next_most(self):
        """How many the lists hold after "Show more", or None if that is all."""
        longest = max(self.count, self.waiting_count)
        return self.most * 2 if self.most < min(longest, MOST_EVER) else None

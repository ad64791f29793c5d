"""What stands on the wall: which pages, in what order, and what a card of each one shows."""

from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from discovery.searching.finding import Marks
from discovery.searching.words import excerpt
from snapshots.experience_map import draw_map
from snapshots.models import Moment, Reading, Snapshot
from snapshots.models.parts import KINDS
from snapshots.wall_words import somewhere_on

# How many are read in order for words, a few first, before the index is asked.
FEW_NEWEST = 200
NEWEST = 2_000
# Beyond this nobody counts, and the database need not either.
MOST_COUNTED = 1_000
LONGEST_EXCERPT = 140
FEELINGS = dict(Moment.Feeling.choices)


class Wall:
    """Pages, newest first, that have all words of a query somewhere on them, and all ``common``.

    These are more ``Words``, of which an index would find too many pages.
    """

    # How many there are, once all of them had to be looked up.
    known = None

    def __init__(self, pages, query, common=()):
        self.pages = pages
        self.query = query
        self.common = common

    @cached_property
    def _words(self):
        return [*self.common, *([somewhere_on(self.query)] if self.query else [])]

    @property
    def _newest_first(self):
        return self.pages.order_by("-talked_on", "-pk")

    def first_ids(self, most):
        """The ids of the newest ``most`` of them."""
        if not self._words:
            return list(self._newest_first.values_list("pk", flat=True)[:most])
        found, is_all = self._read(most)
        if not is_all and len(found) < most:
            found = self._looked_up(max(most, MOST_COUNTED + 1))
            is_all = True
        if is_all:
            self.known = len(found)
        return found[:most]

    def _read(self, most):
        """Those among the newest pages, read one after the other, and whether these are all."""
        rows = self._rows(0, FEW_NEWEST)
        is_all = len(rows) < FEW_NEWEST
        found = [pk for pk, fits in rows if fits]
        if len(found) < most and not is_all:
            rows = self._rows(FEW_NEWEST, NEWEST)
            is_all = len(rows) < NEWEST - FEW_NEWEST
            found += [pk for pk, fits in rows if fits]
        return found, is_all

    def _rows(self, begin, end):
        fits = reduce(and_, (Q(words.read) for words in self._words))
        reading = self._newest_first.annotate(fits=fits)
        return list(reading.values_list("pk", "fits")[begin:end])

    def _looked_up(self, most):
        """By the index, which has few pages of words that are rare among the newest."""
        found = self._newest_first.filter(*(words.found for words in self._words))
        return list(found.values_list("pk", flat=True)[:most])

    def count(self, at_least):
        """How many there are, and whether there are more than that, uncounted.

        More than ``at_least`` are shown already.
        """
        if self.known is None and self.common:
            # An index would find too many titles or names: a number of pages is read.
            many = sum(fits for _pk, fits in self._rows(0, MOST_COUNTED))
            return max(many, at_least), True
        many = self._counted() if self.known is None else self.known
        is_more = many > MOST_COUNTED
        return max(MOST_COUNTED if is_more else many, at_least), is_more

    def _counted(self):
        """As many as there are, or one more than anybody counts."""
        pages = self.pages.order_by()
        if self.query:
            pages = pages.filter(self._words[-1].counted)
        return pages.values("pk")[: MOST_COUNTED + 1].count()


def load_cards(ids, membership, query=None, also=()):
    """The cards of these pages in the order of the wall, with the words of a search marked.

    ``also`` names relations that the caller shows besides.
    """
    moments = Prefetch("moments", Moment.objects.order_by("position", "pk"))
    pages = (
        Snapshot.objects.filter(pk__in=ids).for_wall().prefetch_related(moments, *also)
    )
    mine = Reading.objects.filter(membership=membership, snapshot=OuterRef("pk"))
    pages = pages.annotate(is_read=Exists(mine))
    if query:
        pages = pages.prefetch_related(*RELATED.values())
    cards = [Card(snapshot) for snapshot in pages]
    if query:
        marks = Marks([text for card in cards for text in card.texts], query)
        for card in cards:
            card.marks = marks
    return cards


# The parts of a page by the names of their relations.
RELATED = {
    "moments": "moments",
    "opportunities": "heard_opportunities",
    "facts": "quick_facts",
    "insights": "insights",
}


class Card:
    """What the wall shows of one page: a face, a quote, and how the story went."""

    marks = None

    def __init__(self, snapshot):
        self.snapshot = snapshot
        self.participant = snapshot.participant
        self.is_quote_removed = (
            snapshot.quote_answer is False or snapshot.participant.is_erased
        )

    @property
    def photo(self):
        return self.participant.photo if self.snapshot.photo_answer else None

    @property
    def portrait_seed(self):
        return self.participant.portrait_seed

    @property
    def is_draft(self):
        return not self.snapshot.is_published

    @property
    def facts(self):
        """For who shows more of it than the wall does."""
        return self.snapshot.quick_facts.all()

    @property
    def title(self):
        """What it is about, in a line."""
        quote = "" if self.is_quote_removed else self.snapshot.quote
        return self.snapshot.story_title or quote or self.snapshot.name

    @property
    def name(self):
        return self._marked(self.snapshot.name)

    @property
    def context(self):
        return self._marked(self.snapshot.context)

    @property
    def quote(self):
        return [] if self.is_quote_removed else self._marked(self.snapshot.quote)

    @property
    def story_title(self):
        return self._marked(self.snapshot.story_title)

    @cached_property
    def drawing(self):
        """The line of how the moments felt; one moment makes no line."""
        feelings = [moment.feeling for moment in self.snapshot.moments.all()]
        return draw_map(feelings) if len(feelings) > 1 else None

    @property
    def feelings_in_words(self):
        moments = self.snapshot.moments.all()
        steps = [f"{moment.title}: {FEELINGS[moment.feeling]}" for moment in moments]
        return _("How each moment felt. %(moments)s.") % {"moments": "; ".join(steps)}

    @property
    def found_elsewhere(self):
        """Where else on the page the words stand, if the card itself does not show them."""
        if self.marks is None or any(map(self.marks.stand_in, self._shown)):
            return None
        for text in self._texts_of_parts:
            if self.marks.stand_in(text):
                return excerpt(self.marks.pieces(text), LONGEST_EXCERPT)
        return None

    @property
    def texts(self):
        """Every text in which the words of a search may stand."""
        return [*self._shown, *self._texts_of_parts]

    @property
    def _shown(self):
        page = self.snapshot
        quote = "" if self.is_quote_removed else page.quote
        return [page.name, page.context, quote, page.story_title]

    @cached_property
    def _texts_of_parts(self):
        parts = [
            (part, KINDS[kind].TEXTS)
            for kind, related in RELATED.items()
            for part in getattr(self.snapshot, related).all()
        ]
        return [
            ": ".join(filter(None, (getattr(part, column) for column in columns)))
            for part, columns in parts
        ]

    def _marked(self, text):
        return self.marks.pieces(text) if self.marks else [(text, False)]

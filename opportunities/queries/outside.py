"""A tree as it may be read outside the company: its titles and how many people told of each.

No name, face, description or reason is even read from the database for it, but for what must
be taken out of the titles: a title may name the person who said it (trust.md C11). Where the
link says so, the figures of the outcome and which node is the target; and quotes of those who have agreed to be quoted, under their pseudonyms.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discovery.workspaces.links import hash_token
from opportunities.formats.records import Record
from opportunities.models import KIND_ICONS, Evidence, TreeLink
from opportunities.queries.cards import load_cards
from opportunities.queries.names_to_hide import NamesToHide
from snapshots.gathering import pages_of
from snapshots.models import Snapshot
from snapshots.outside import Place

MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class OutsideNode:
    """One node; ``ends_here`` has an item for each list that ends behind it: nodes are written one by one."""

    on: str
    word: str
    icon: str
    text: str
    people: int
    level: int
    has_children: bool
    is_target: bool
    ends_here: range
    quotes: list = field(default_factory=list)


def load_tree_link(token):
    """The live link of a token, or None."""
    if len(token) > 100:
        return None
    links = TreeLink.objects.live().select_related("workspace", "outcome")
    return links.filter(token_hash=hash_token(token)).first()


def stands(link, above=None):
    """Whether the branch is on the tree: neither it nor anything above is parked or gone.

    ``above`` is ``parents_of(outcome)``, for who asks of many links.
    """
    if link.opportunity_id is None:
        return True
    above = parents_of(link.outcome) if above is None else above
    seen, here = set(), link.opportunity_id
    while here is not None and here not in seen:
        if here not in above:
            return False
        seen.add(here)
        here = above[here]
    return here is None


def parents_of(outcome):
    """What each opportunity that stands on the tree hangs from."""
    return dict(outcome.opportunities.standing().values_list("pk", "parent_id"))


class OutsideTree:
    """What the reader of a link sees of the tree or of its one branch."""

    def __init__(self, link):
        self.outcome = link.outcome
        self._shows_aim = link.shows_aim
        self._names = NamesToHide(link.outcome)
        cards = load_cards(link.outcome)
        self._tellers = cards.tellers
        self._words = {**cards.words, "assumption": _("Assumption")}
        self._cards = _branch(cards.cards, link.opportunity_id)
        if not link.shows_solutions:
            self._cards = [card for card in self._cards if card.on == "opportunity"]
        self._opportunity_of = {
            card.pk: card.row.parent_id for card in self._cards if card.on == "solution"
        }

        self._quotes = self._read_quotes() if link.shows_quotes else {}

    @cached_property
    def title(self):
        return self._names.hidden(self.outcome.title)

    @property
    def headline(self):
        """The title with its way from one figure to another, for the picture."""
        row = self.outcome
        if not (self._shows_aim and row.baseline and row.target):
            return self.title
        return f"{self.title}: {self._names.hidden(f'{row.baseline} → {row.target}')}"

    @cached_property
    def figures(self):
        """What the outcome is measured by and how far it is: ``(label, text)``."""
        row = self.outcome
        day = row.due_on and date_format(row.due_on, "DATE_FORMAT")
        said = (
            (pgettext("figure", "Measured by"), row.metric),
            (pgettext("figure", "From"), row.baseline),
            (pgettext("figure", "Now"), row.current),
            (pgettext("figure", "To"), row.target),
            (pgettext("figure", "By"), day),
        )
        if not self._shows_aim:
            return []
        return [(label, self._names.hidden(text)) for label, text in said if text]

    @cached_property
    def nodes(self):
        levels = [card.level for card in self._cards]
        # Behind the last one the lists end down to where the first one stands.
        following = levels[1:] + levels[:1]
        return [
            self._node(card, max(card.level - level, 0), level > card.level)
            for card, level in zip(self._cards, following, strict=True)
        ]

    @cached_property
    def records(self):
        """The same for the picture."""
        records, above, base = [], {}, min((n.level for n in self.nodes), default=1)
        for at, node in enumerate(self.nodes, 1):
            parent = above[node.level - 1] if node.level > base else ""
            above[node.level] = str(at)
            kind = "target" if node.is_target else node.on
            records.append(Record(str(at), parent, kind, node.text))
        return records

    def _node(self, card, ends, goes_deeper):
        own = self._own_opportunity(card)
        is_opportunity = card.on == "opportunity"
        is_target = is_opportunity and self._shows_aim and card.row.is_target
        word = "target" if is_target else card.kind if is_opportunity else card.on
        return OutsideNode(
            on=card.on,
            word=self._words[word],
            icon=KIND_ICONS[card.kind]
            if is_opportunity and not is_target
            else card.icon,
            text=self._names.hidden(card.text, self._tellers.keys(own)),
            people=len(self._tellers.keys(own)) if is_opportunity else 0,
            level=card.level,
            has_children=goes_deeper,
            is_target=is_target,
            ends_here=range(ends),
            quotes=self._quotes.get(card.pk, []) if is_opportunity else [],
        )

    def places(self):
        """Each text that leaves, where it stands, and whose words it may be: ``(place, people)``."""
        slug = self.outcome.workspace.slug
        tree = reverse("opportunities:tree", args=[slug, self.outcome.pk])
        label = _("Outcome")
        yield Place("outcome", label, self.title, tree), self._names.everybody()
        for at, (label, text) in enumerate(self.figures):
            yield Place(f"figure-{at}", label, text, tree), self._names.everybody()
        for card, node in zip(self._cards, self.nodes, strict=True):
            tellers = self._tellers.keys(self._own_opportunity(card))
            place = Place(card.id, node.word, node.text, f"{tree}#{card.id}")
            yield place, self._names.people(tellers)
        for page in {page for said in self._quotes.values() for page in said}:
            url = reverse("snapshots:snapshot", args=[slug, page.snapshot.pk])
            place = Place(f"quote-{page.snapshot.pk}", _("Quote"), page.quote, url)
            yield place, [page.person]

    def _read_quotes(self):
        """For each opportunity the newest quotes told of it, as strangers may see them."""
        shown = [card.pk for card in self._cards if card.on == "opportunity"]
        told = Evidence.objects.filter(opportunity__in=shown, is_against=False)
        told = told.filter(heard__snapshot__published_at__isnull=False)
        rows = told.order_by("-heard__snapshot__talked_on", "-pk").values_list(
            "opportunity", "heard__snapshot"
        )
        stories = Snapshot.objects.select_related("participant__photo", "workspace")
        stories = stories.in_bulk({story for _node, story in rows})
        pages = pages_of(list(stories.values()), is_outside=True)
        quotes = defaultdict(list)
        for node, story in rows:
            page, said = pages[story], quotes[node]
            if page in said or len(said) == MOST_QUOTES:
                continue
            if page.may_leave_the_company and page.quote:
                said.append(page)
        return quotes

    def _own_opportunity(self, card):
        if card.on == "opportunity":
            return card.pk
        if card.on == "solution":
            return card.row.parent_id
        return self._opportunity_of[card.row.parent_id]


def _branch(cards, key):
    """The cards of one branch, or all of them."""
    if key is None:
        return cards
    branch = []
    for card in cards:
        if branch and card.level <= branch[0].level:
            break
        if branch or (card.on == "opportunity" and card.pk == key):
            branch.append(card)
    return branch

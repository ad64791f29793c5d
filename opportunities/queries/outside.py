"""A tree as it may be read outside the company: its titles and how many people told of each.

No name, face, quote, description or reason is even read from the database for it, but for what
must be taken out of the titles: a title may name the person who said it (trust.md C11).
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from discovery.workspaces.links import hash_token
from opportunities.formats.records import Record
from opportunities.models import KIND_ICONS, Evidence, TreeLink
from opportunities.queries.cards import load_cards
from recruiting.disclosure import Person
from recruiting.names import hide_names, spans_of


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
    ends_here: range


def load_tree_link(token):
    """The live link of a token to a tree or branch that still stands, else None."""
    if len(token) > 100:
        return None
    links = TreeLink.objects.live().select_related("workspace", "outcome")
    link = links.filter(token_hash=hash_token(token)).first()
    if link is None or not _stands(link):
        return None
    return link


def _stands(link):
    """Whether the branch is on the tree: neither it nor anything above is parked or gone."""
    if link.opportunity_id is None:
        return True
    standing = link.outcome.opportunities.standing()
    above = dict(standing.values_list("pk", "parent_id"))
    seen, here = set(), link.opportunity_id
    while here is not None and here not in seen:
        if here not in above:
            return False
        seen.add(here)
        here = above[here]
    return here is None


class OutsideTree:
    """What the reader of a link sees of the tree or of its one branch."""

    def __init__(self, link):
        self.outcome = link.outcome
        self._names = _Names(link.outcome)
        cards = load_cards(link.outcome)
        self._tellers = cards.tellers
        self._words = {**cards.words, "assumption": _("Assumption")}
        self._cards = _branch(cards.cards, link.opportunity_id)
        self._opportunity_of = {
            card.pk: card.row.parent_id for card in self._cards if card.on == "solution"
        }

    @cached_property
    def title(self):
        return self._names.hidden(self.outcome.title)

    @cached_property
    def nodes(self):
        levels = [card.level for card in self._cards]
        # Behind the last one the lists end down to where the first one stands.
        following = levels[1:] + levels[:1]
        return [
            self._node(card, max(card.level - level, 0))
            for card, level in zip(self._cards, following, strict=True)
        ]

    @cached_property
    def records(self):
        """The same for the picture."""
        records, above, base = [], {}, min((n.level for n in self.nodes), default=1)
        for at, node in enumerate(self.nodes, 1):
            parent = above[node.level - 1] if node.level > base else ""
            above[node.level] = str(at)
            records.append(Record(str(at), parent, node.on, node.text))
        return records

    def _node(self, card, ends):
        own = self._own_opportunity(card)
        # Which one is the target is for the company to know.
        is_opportunity = card.on == "opportunity"
        return OutsideNode(
            on=card.on,
            word=self._words[card.kind if is_opportunity else card.on],
            icon=KIND_ICONS[card.kind] if is_opportunity else card.icon,
            text=self._names.hidden(card.text, self._tellers.keys(own)),
            people=len(self._tellers.keys(own)) if is_opportunity else 0,
            level=card.level,
            has_children=card.has_children,
            ends_here=range(ends),
        )

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


class _Names:
    """Who told of the tree, to be taken out of its words.

    On the nodes that somebody's stories stand on every part of the name counts; on the rest
    only the whole name, since first names belong to many (as in operations.erasure).
    """

    def __init__(self, outcome):
        names, known = defaultdict(set), {}
        who = "heard__snapshot__participant__"
        columns = ("id", "name", "pseudonym", "email", "phone", "company")
        told = Evidence.objects.filter(opportunity__outcome=outcome).values_list(
            "heard__snapshot__name", *(f"{who}{column}" for column in columns)
        )
        for name_then, pk, name, *rest in told.distinct():
            names[pk].update({name_then, name} - {""})
            known[pk] = rest
        self._people = {
            pk: Person(tuple(sorted(names[pk])), *rest) for pk, rest in known.items()
        }
        whole = (name for person in self._people.values() for name in person.names)
        self._whole = tuple(sorted({name for name in whole if len(name) > 3}))

    def hidden(self, text, tellers=()):
        for pk in tellers:
            if pk in self._people:
                text = self._people[pk].hide(text)
        if spans_of(text, self._whole):
            for person in self._people.values():
                text = hide_names(text, person.names, person.pseudonym)
        return text

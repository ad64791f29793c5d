"""A tree for a meeting: one node at a time, with the way to it and what stands beneath."""

from dataclasses import dataclass, field

from opportunities.models import Opportunity
from opportunities.queries.cards import load_cards
from opportunities.queries.evidence import ground_of

MOST_CHILDREN = 12
# A quote that is read from the other end of a room.
SHORT_QUOTE = 240


@dataclass
class Stop:
    """Where the walk stands: at a node, or without one at the outcome."""

    card: object = None
    path: list = field(default_factory=list)
    children: list = field(default_factory=list)
    ground: object = None
    told: object = None
    before: object = None
    after: object = None
    number: int = 0
    count: int = 0

    @property
    def shown(self):
        return self.children[:MOST_CHILDREN]

    @property
    def more(self):
        return max(len(self.children) - MOST_CHILDREN, 0)


def load_stop(outcome, key=None):
    """The stop at the opportunity with this key, or at the outcome; None if it is not on the tree."""
    tree = load_cards(outcome)
    walk = [card for card in tree.cards if card.on == "opportunity"]
    by_key = {card.pk: card for card in walk}
    if key is not None and key not in by_key:
        return None
    number = walk.index(by_key[key]) + 1 if key is not None else 0
    stop = Stop(number=number, count=len(walk))
    stop.after = walk[number] if number < len(walk) else None
    home = f"outcome-{outcome.pk}"
    stop.children = [tree.by_id[name] for name in tree.lists.get(home, ())]
    if key is not None:
        stop.card = by_key[key]
        stop.before = walk[number - 2] if number > 1 else None
        stop.path = _path(stop.card, by_key)
        names = tree.lists.get(stop.card.id, ())
        stop.children = [tree.by_id[name] for name in names]
        node = Opportunity.objects.select_related("outcome").get(pk=key)
        stop.ground = ground_of(node)
        stop.told = _quoted(stop.ground.stories)
    return stop


def _path(card, by_key):
    path, here = [], by_key.get(card.parent)
    while here:
        path.append(here)
        here = by_key.get(here.parent)
    return path[::-1]


def _quoted(stories):
    """The story whose words are shown: the node's own before those beneath, short before long."""
    said = [
        placed
        for placed in stories.everything
        if placed.heard.snapshot.published_at
        and placed.page.quote
        and not placed.is_against
    ]
    short = [placed for placed in said if len(placed.page.quote) <= SHORT_QUOTE]
    return next(iter(short or said), None)

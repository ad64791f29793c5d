"""The tree as cards in reading order, in four queries however many nodes it has."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from discovery.accounts.portraits import draw_portrait
from opportunities.models import KIND_ICONS, Assumption, Opportunity
from opportunities.queries.rows import assumptions_of, opportunities_of, solutions_of
from opportunities.queries.tellers import Tellers
from opportunities.risk import MIDDLE, Belief, find_riskiest
from opportunities.tree import Branch, nest

MOST_FACES = 3
# Each kind of node, and what of it stands under it: below its own kind, in this order.
BELOW = {"opportunity": "solution", "solution": "assumption"}
PATHS = {
    "opportunity": "opportunities",
    "solution": "solutions",
    "assumption": "assumptions",
}
ICONS = {"solution": "wrench", "assumption": "circle-dashed"}


@dataclass(slots=True)
class Card:
    """One node as canvas and outline show it; ``tree`` tells what depends on others."""

    tree: "Cards"
    on: str
    row: object
    level: int
    position: int
    siblings: int
    has_children: bool = False
    # How many lists end behind it: the cards are written one after the other.
    ends: int = 0

    @property
    def pk(self):
        return self.row.pk

    @property
    def text(self):
        return self.row.text

    @property
    def id(self):
        """Names the card on the page."""
        return f"{self.on}-{self.row.pk}"

    @property
    def path(self):
        """Where it is, below the address of its tree."""
        return f"{PATHS[self.on]}/{self.row.pk}/"

    @property
    def parent(self):
        return self.row.parent_id

    @property
    def parent_id(self):
        """The id of the card that it stands under."""
        if self.on == "assumption":
            return f"solution-{self.parent}"
        if self.parent is None:
            return f"outcome-{self.tree.outcome.pk}"
        return f"opportunity-{self.parent}"

    @property
    def aria_level(self):
        """The outcome is the first level."""
        return self.level + 1

    @property
    def is_folded(self):
        """What a solution rests on is shown when somebody asks for it."""
        return self.on == "solution"

    @property
    def is_target(self):
        return self.on == "opportunity" and self.row.is_target

    @property
    def is_riskiest(self):
        return self.on == "assumption" and self.row.pk in self.tree.riskiest

    @property
    def is_unheard(self):
        return self.on == "opportunity" and not self.tree.tellers.is_heard(self.row.pk)

    @property
    def kind(self):
        return "" if self.on == "solution" else self.row.kind

    @property
    def word(self):
        if self.on == "solution":
            return self.tree.words["solution"]
        return self.tree.words["target" if self.is_target else self.row.kind]

    @property
    def icon(self):
        if self.on != "opportunity":
            return ICONS[self.on]
        return "crosshair" if self.is_target else KIND_ICONS[self.row.kind]

    @property
    def foot(self):
        """The words at the foot: who told of it, or how much hangs on a belief."""
        if self.on == "opportunity":
            return self.tree.tellers.words(self.row.pk)
        return self.tree.weight(self.row) if self.on == "assumption" else ""

    @property
    def faces(self):
        if self.on != "opportunity":
            return []
        return self.tree.tellers.people(self.row.pk, MOST_FACES)


class Cards:
    """All cards of a tree in reading order, and what is parked beside it."""

    icon_names = [
        "target",
        "crosshair",
        "triangle-alert",
        *ICONS.values(),
        *KIND_ICONS.values(),
    ]

    def __init__(self, outcome):
        self.outcome = outcome
        nested = nest(opportunities_of(outcome))
        branches = list(nested.walk())
        below = {
            "solution": _by_parent(solutions_of(outcome)),
            "assumption": _by_parent(assumptions_of(outcome)),
        }
        self.tellers = Tellers(outcome, branches)
        self.riskiest = set(find_riskiest(_beliefs(below["assumption"])).values())
        self.words = _words()
        self.cards = list(_lay_out(self, nested.top, below))
        parked = [branch.row for branch in branches if branch.row.parked_at]
        self.parked = parked + nested.strays

    @property
    def faces(self):
        return faces_on(self.cards)

    @cached_property
    def by_id(self):
        return {card.id: card for card in self.cards}

    @cached_property
    def lists(self):
        """The ids under each card, in order."""
        lists = defaultdict(list)
        for card in self.cards:
            lists[card.parent_id].append(card.id)
        return lists

    def weight(self, belief):
        """How much hangs on an assumption and how much is known, such as "matters much, little known"."""
        if belief.importance is None or belief.evidence_strength is None:
            return self.words["unplaced"]
        matters = "matters" if belief.importance >= MIDDLE else "matters_less"
        known = "known" if belief.evidence_strength >= MIDDLE else "unknown"
        return f"{self.words[matters]}, {self.words[known]}"


def faces_on(cards):
    """The portrait of everybody whose face some cards show, by their key."""
    people = {person.pk: person for card in cards for person in card.faces}
    return {pk: draw_portrait(person.portrait_seed) for pk, person in people.items()}


def load_cards(outcome):
    """Read the tree of ``outcome`` and lay its cards out in reading order."""
    return Cards(outcome)


def _beliefs(assumptions):
    for row in chain.from_iterable(assumptions.values()):
        strength, is_disproved = row.evidence_strength, row.is_disproved
        yield Belief(row.pk, row.parent_id, row.importance, strength, is_disproved)


def _by_parent(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.parent_id].append(row)
    return found


def _lay_out(tree, top, below):
    """Yield the cards one behind the other, noting where lists end; without recursion."""
    waiting = _in_line("opportunity", top, 1)
    while waiting:
        on, branch, position, siblings, ends = waiting.pop()
        card = Card(tree, on, branch.row, branch.level, position, siblings)
        kind = BELOW.get(on)
        rows = below[kind].get(branch.row.pk, ()) if kind else ()
        others = [Branch(row, branch, level=branch.level + 1) for row in rows]
        standing = [each for each in branch.children if not each.row.parked_at]
        count = len(standing) + len(others)
        # The last card of a list ends it, and whatever its parent was to end.
        line = _in_line(kind, others, ends + 1, len(standing), count)
        line += _in_line(on, standing, ends + 1, 0, count)
        card.has_children = bool(line)
        card.ends = 0 if line else ends
        waiting += line
        yield card


def _in_line(on, branches, ends, before=0, count=None):
    """Branches of one list that stand on the tree, last first, with what a card must know."""
    if count is None:
        branches = [each for each in branches if not each.row.parked_at]
        count = len(branches)
    line = [
        (on, branch, at, count, 0 if at < count else ends)
        for at, branch in enumerate(branches, before + 1)
    ]
    return line[::-1]


def _words():
    """What cards say, translated once for all of them."""
    kinds = [*Opportunity.Kind.choices, *Assumption.Kind.choices]
    return {
        **{kind: str(word) for kind, word in kinds},
        "target": _("Target"),
        "solution": _("Solution"),
        "riskiest": _("riskiest"),
        "matters": _("matters much"),
        "matters_less": _("matters less"),
        "known": _("much known"),
        "unknown": _("little known"),
        "unplaced": _("not on the map yet"),
    }

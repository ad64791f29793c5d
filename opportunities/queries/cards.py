"""The tree as cards in reading order, in two queries however many nodes it has."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from discovery.accounts.portraits import draw_portrait
from opportunities.models import KIND_ICONS, Assumption, Opportunity
from opportunities.queries.inbox import inbox_of
from opportunities.queries.rows import load_rows
from opportunities.queries.tellers import Tellers
from opportunities.risk import MIDDLE, Belief, find_riskiest
from opportunities.tree import nest

MOST_FACES = 3
ICONS = {"solution": "wrench", "assumption": "circle-dashed"}


class Look(NamedTuple):
    """Everything that a card shows, so that equal looks are drawn once (opportunities.drawing)."""

    on: str
    pk: int
    parent: int | None
    text: str
    kind: str | None
    is_target: bool | None
    word: str
    icon: str
    foot: str
    # The keys of those whose faces it shows.
    faces: tuple
    is_unheard: bool
    is_riskiest: bool
    level: int
    position: int
    siblings: int
    has_children: bool


@dataclass(slots=True)
class Card:
    """One node as canvas and outline show it; ``tree`` tells what depends on others."""

    tree: "Cards"
    on: str
    row: object
    # Names the card on the page, and the card that it stands under.
    id: str
    parent_id: str
    level: int
    position: int
    siblings: int
    # How many lists end behind it: the cards are written one after the other.
    ends: int
    has_children: bool = False

    @property
    def pk(self):
        return self.row.pk

    @property
    def text(self):
        return self.row.text

    @property
    def parent(self):
        return self.row.parent_id

    @property
    def kind(self):
        return self.row.kind

    @property
    def is_folded(self):
        """What a solution rests on is shown when somebody asks for it."""
        return self.on == "solution"

    @property
    def word(self):
        row = self.row
        return self.tree.words["target" if row.is_target else row.kind or self.on]

    @property
    def icon(self):
        if self.on != "opportunity":
            return ICONS[self.on]
        return "crosshair" if self.row.is_target else KIND_ICONS[self.row.kind]

    @property
    def foot(self):
        """The words at the foot: who told of it, or how much hangs on a belief."""
        if self.on == "opportunity":
            return self.tree.tellers.words(self.row.pk)
        return self.tree.weight(self.row) if self.on == "assumption" else ""

    @property
    def faces(self):
        if self.on != "opportunity":
            return ()
        return self.tree.tellers.people(self.row.pk, MOST_FACES)

    @property
    def look(self):
        row, faces = self.row, self.faces
        return Look(
            on=self.on,
            pk=row.pk,
            parent=row.parent_id,
            text=row.text,
            kind=row.kind,
            is_target=row.is_target,
            word=self.word,
            icon=self.icon,
            foot=self.foot,
            faces=tuple([person.pk for person in faces]),
            is_unheard=not faces and self.on == "opportunity",
            is_riskiest=row.pk in self.tree.riskiest and self.on == "assumption",
            level=self.level,
            position=self.position,
            siblings=self.siblings,
            has_children=self.has_children,
        )


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
        rows = load_rows(outcome)
        nested = nest(rows["opportunity"])
        # In reading order, parents first.
        branches = list(nested.by_pk.values())
        self.tellers = Tellers(outcome, branches)
        self.riskiest = set(find_riskiest(map(_belief, rows["assumption"])).values())
        self.words = _words()
        below = {on: _by_parent(rows[on]) for on in ("solution", "assumption")}
        # The ids under each card, in order.
        self.lists = {}
        self.cards = list(_lay_out(self, nested.top, below))
        parked = [branch.row for branch in branches if branch.row.parked_at]
        self.parked = parked + nested.strays

    @property
    def faces(self):
        return faces_on(self.cards)

    @cached_property
    def waiting(self):
        """How much was heard and not placed yet."""
        return inbox_of(self.outcome).count()

    @cached_property
    def by_id(self):
        return {card.id: card for card in self.cards}

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


def _belief(row):
    strength, is_disproved = row.evidence_strength, row.is_disproved
    return Belief(row.pk, row.parent_id, row.importance, strength, is_disproved)


def _by_parent(rows):
    found = {}
    for row in rows:
        found.setdefault(row.parent_id, []).append((row, ()))
    return found


def _lay_out(tree, top, below):
    """Yield the cards one behind the other, noting where lists end; without recursion."""
    home = f"outcome-{tree.outcome.pk}"
    waiting = _list(tree, home, _standing(top), level=1, ends=1)
    while waiting:
        card, children = waiting.pop()
        nodes = _standing(children)
        if card.on == "opportunity":
            nodes += below["solution"].get(card.row.pk, ())
        elif card.on == "solution":
            nodes += below["assumption"].get(card.row.pk, ())
        if nodes:
            # The last card of a list ends it, and whatever its parent was to end.
            waiting += _list(tree, card.id, nodes, card.level + 1, card.ends + 1)
            card.has_children, card.ends = True, 0
        yield card


def _standing(branches):
    """Each row that stands on the tree, with the branches under it."""
    return [(each.row, each.children) for each in branches if not each.row.parked_at]


def _list(tree, parent_id, nodes, level, ends):
    """The cards of one list, last first, each with the branches under it."""
    count = len(nodes)
    line = []
    for at, (row, children) in enumerate(nodes, 1):
        at_end = ends if at == count else 0
        name = f"{row.on}-{row.pk}"
        card = Card(tree, row.on, row, name, parent_id, level, at, count, at_end)
        line.append((card, children))
    tree.lists[parent_id] = [card.id for card, _children in line]
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

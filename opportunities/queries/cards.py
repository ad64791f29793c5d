"""The tree as cards in reading order, in three queries however many nodes it has."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.models import KIND_ICONS, Evidence, Opportunity, Solution
from opportunities.tree import Branch, nest
from recruiting.models import Participant

MOST_FACES = 3


@dataclass
class Heard:
    """Who told of a node or of anything beneath it, and when last; newest first."""

    last: dict[int, date] = field(default_factory=dict)

    def add(self, person, on):
        self.last[person] = max(on, self.last.get(person, on))

    def merge(self, other):
        for person, on in other.last.items():
            self.add(person, on)

    @property
    def people(self):
        return sorted(self.last, key=lambda person: (self.last[person], person))[::-1]

    @property
    def count(self):
        return len(self.last)

    @cached_property
    def words(self):
        """Such as "5 people, 2 wk"; what stands on nothing says so."""
        if not self.last:
            return _("no story yet")
        people = ngettext("%(count)s person", "%(count)s people", self.count)
        weeks = (localdate() - max(self.last.values())).days // 7
        when = _("%(weeks)s wk") % {"weeks": weeks} if weeks > 0 else _("this week")
        return f"{people % {'count': self.count}}, {when}"


@dataclass
class Card:
    """One node as canvas and outline show it."""

    on: str
    row: object
    level: int
    position: int
    siblings: int
    heard: Heard
    has_children: bool = False
    # How many lists end behind it: the cards are written one after the other.
    ends: int = 0
    faces: list = field(default_factory=list)

    @property
    def pk(self):
        return self.row.pk

    @property
    def text(self):
        return self.row.text

    @property
    def id(self):
        """Names the card's parts on the page."""
        return f"{self.on}-{self.row.pk}"

    @property
    def aria_level(self):
        """The outcome is the first level."""
        return self.level + 1

    @property
    def is_unheard(self):
        return self.on == "opportunity" and not self.heard.last

    @property
    def parent(self):
        return (
            self.row.parent_id if self.on == "opportunity" else self.row.opportunity_id
        )

    @property
    def is_target(self):
        return self.on == "opportunity" and self.row.is_target

    @property
    def word(self):
        if self.on == "solution":
            return _("Solution")
        return _("Target") if self.is_target else self.row.get_kind_display()

    @property
    def icon(self):
        if self.on == "solution":
            return "wrench"
        return "crosshair" if self.is_target else self.row.icon_name

    @property
    def more(self):
        return _("More for “%(text)s”") % {"text": self.row.text}

    @property
    def ending(self):
        return mark_safe("</ul></li>" * self.ends)


@dataclass
class Cards:
    """All cards of a tree, what is parked beside it, and each face that is shown, once."""

    cards: list
    parked: list
    people: list
    icon_names = [
        "target",
        "ellipsis",
        "chevron-down",
        "wrench",
        "crosshair",
        *KIND_ICONS.values(),
    ]


_SHOWN = [
    "outcome",
    "parent",
    "position",
    "kind",
    "text",
    "is_target",
    "version",
    "parked_at",
    "parked_reason",
]


def load_cards(outcome):
    """Read the tree of ``outcome`` and lay its cards out in reading order."""
    rows = Opportunity.objects.filter(outcome=outcome, deleted_at=None)
    nested = nest(rows.only(*_SHOWN))
    ideas = defaultdict(list)
    solutions = Solution.objects.filter(outcome=outcome, deleted_at=None)
    for solution in solutions.order_by("position", "pk"):
        ideas[solution.opportunity_id].append(solution)
    people, heard = _heard(outcome, nested)
    cards = list(_lay_out(nested.top, ideas, heard))
    for card in cards:
        card.faces = [people[pk] for pk in card.heard.people[:MOST_FACES]]
    parked = [branch.row for branch in nested.walk() if branch.row.parked_at]
    shown = {face.pk: face for card in cards for face in card.faces}
    return Cards(cards, parked + nested.strays, list(shown.values()))


def _lay_out(top, ideas, heard):
    """Yield the cards one behind the other, noting where lists end; without recursion."""
    waiting = _in_line(top, 1)
    while waiting:
        branch, position, siblings, ends = waiting.pop()
        row = branch.row
        if isinstance(row, Solution):
            card = Card("solution", row, branch.level, position, siblings, Heard())
            below = []
        else:
            here = heard[row.pk]
            card = Card("opportunity", row, branch.level, position, siblings, here)
            below = branch.children + [
                Branch(idea, branch, level=branch.level + 1) for idea in ideas[row.pk]
            ]
        # The last card of a list ends it, and whatever its parent was to end.
        next_in_line = _in_line(below, ends + 1)
        card.has_children = bool(next_in_line)
        card.ends = 0 if next_in_line else ends
        waiting += next_in_line
        yield card


def _in_line(branches, ends):
    """Branches of one list that stand on the tree, last first, with what a card must know."""
    standing = [b for b in branches if not getattr(b.row, "parked_at", None)]
    count = len(standing)
    line = [
        (b, at, count, 0 if at < count else ends) for at, b in enumerate(standing, 1)
    ]
    return line[::-1]


def _heard(outcome, nested):
    """Every person that a card may show, and who was heard on each node or beneath it."""
    placed = Evidence.objects.filter(opportunity__outcome=outcome)
    rows = placed.values_list(
        "opportunity_id",
        "heard__snapshot__talked_on",
        "heard__snapshot__participant_id",
        "heard__snapshot__participant__pseudonym",
        "heard__snapshot__name",
    )
    people, heard = {}, defaultdict(Heard)
    for node, talked_on, pk, pseudonym, name in rows:
        people[pk] = Participant(
            pk=pk, workspace_id=outcome.workspace_id, pseudonym=pseudonym, name=name
        )
        heard[node].add(pk, talked_on)
    for branch in reversed(list(nested.walk())):
        if branch.parent and not branch.row.parked_at:
            heard[branch.parent.row.pk].merge(heard[branch.row.pk])
    return people, heard

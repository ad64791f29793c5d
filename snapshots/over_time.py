"""One person's pages in the order of time, compared."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property

from discovery.workspaces.permissions import Permission
from snapshots.experience_map import HEIGHT, WIDTH, ExperienceMap
from snapshots.needs_over_time import Change, Heard, compare
from snapshots.wall import load_cards

# Of somebody who talks with us every month, these are the last years.
MOST_PAGES = 24
# More lines over each other are a tangle.
MOST_LINES = 4


class OverTime:
    """The pages of one person that a member may see, and what changed from talk to talk."""

    def __init__(self, participant, pages, membership):
        self.participant = participant
        self.pages = pages.filter(participant=participant)
        self.membership = membership

    @property
    def name(self):
        """As the newest page calls the person: a pseudonym after an erasure."""
        return self.cards[-1].snapshot.name

    @cached_property
    def cards(self):
        """The pages as cards, oldest first, each with what was heard then."""
        newest = self.pages.order_by("-talked_on", "-pk").values_list("pk", flat=True)
        cards = load_cards(
            list(newest[:MOST_PAGES]),
            self.membership,
            also=["heard_opportunities__evidence__opportunity", "quick_facts"],
        )
        return cards[::-1]

    @cached_property
    def needs(self):
        return compare([self._heard(card) for card in self.cards])

    @property
    def changes(self):
        """The needs in groups by what became of them, the ones that stayed first."""
        groups = [
            (change, [n for n in self.needs if n.change == change]) for change in Change
        ]
        return [(change, needs) for change, needs in groups if needs]

    def _heard(self, card):
        """What was heard in a talk; where it hangs on the tree is for who may see the tree."""
        sees_tree = self.membership.may(Permission.TREE_VIEW)
        return [
            Heard(
                heard.text,
                frozenset(
                    evidence.opportunity_id
                    for evidence in heard.evidence.all()
                    if sees_tree and evidence.opportunity.deleted_at is None
                ),
            )
            for heard in card.snapshot.heard_opportunities.all()
        ]

    @cached_property
    def columns(self):
        """Each page with its own needs as (text, "first" or "again", whether it is a guess);
        in the first talk everything is heard for the first time, and nothing is said of it."""
        return [
            (
                card,
                [
                    (need.told[number].text, *_heard_before(need, number))
                    for need in self.needs
                    if need.told[number]
                ],
            )
            for number, card in enumerate(self.cards)
        ]

    @property
    def lines(self):
        """The newest maps over each other, the last one strongest; one alone compares nothing."""
        drawn = [card for card in self.cards if card.drawing][-MOST_LINES:]
        styles = range(len(drawn) - 1, -1, -1)
        return [
            Line(card.drawing, card.snapshot.talked_on, card.feelings_in_words, style)
            for card, style in zip(drawn, styles, strict=True)
            if len(drawn) > 1
        ]

    @property
    def width(self):
        return int(WIDTH)

    @property
    def height(self):
        return int(HEIGHT)


@dataclass(frozen=True)
class Line:
    """One talk's map; ``style`` 0 is the newest, and each style has dashes of its own."""

    drawing: ExperienceMap
    day: date
    in_words: str
    style: int


def _heard_before(need, number):
    if number == 0:
        return "", False
    if not any(need.told[:number]):
        return "first", False
    return "again", need.is_guess

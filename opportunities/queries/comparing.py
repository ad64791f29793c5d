"""One row of siblings beside each other: what is known of each, and what the team sees in it (R67-R69)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Avg, Count

from opportunities.models import Comparison, CustomerRating, Evidence, LensView
from opportunities.tree import nest

# What was chosen may have been merged into another since.
_CHOSEN = ("chosen__merged_into", "decision__decided_by__user")


@dataclass
class Sibling:
    """One opportunity of the row with its evidence, its views by lens and what customers say."""

    node: object
    people: dict[int, date] = field(default_factory=dict)
    stories: int = 0
    children: int = 0
    views: dict[str, LensView] = field(default_factory=dict)
    rated_by: int = 0
    importance: float | None = None
    satisfaction: float | None = None

    @property
    def people_count(self):
        return len(self.people)

    @property
    def last_on(self):
        return max(self.people.values(), default=None)

    @property
    def team_place(self):
        """The best place that any lens gives it, and how many lenses do; lower comes first."""
        places = [view.place for view in self.views.values() if view.place]
        return (min(places), -places.count(min(places))) if places else (99, 0)


@dataclass
class Row:
    """The siblings under one parent, the comparison that is under way, and those of before."""

    parent: object
    siblings: list[Sibling]
    open: Comparison | None
    past: list[Comparison]
    # The way down to this row, the outcome left out.
    way: list

    @property
    def last(self):
        """The newest choice, while nobody has begun to look again."""
        return self.past[0] if self.past and not self.open else None

    @property
    def last_key(self):
        """What a choice made here comes after."""
        return self.past[0].pk if self.past else 0

    @property
    def lenses(self):
        """Each lens with its word and, sibling by sibling, the view through it if there is one."""
        return [
            (lens, word, [(one, one.views.get(lens)) for one in self.siblings])
            for lens, word in LensView.Lens.choices
        ]

    @property
    def customers_ranking(self):
        """Most important first, and among those the least content: what customers say, not a score."""
        rated = [one for one in self.siblings if one.rated_by]
        return sorted(rated, key=lambda one: (-one.importance, one.satisfaction))

    @property
    def team_ranking(self):
        placed = [one for one in self.siblings if one.team_place[0] < 99]
        return sorted(placed, key=lambda one: one.team_place)


def load_row(outcome, parent=None):
    """The row of siblings under ``parent`` (None: under the outcome), in seven queries at most."""
    rows = list(outcome.opportunities.standing().select_related("owner__user"))
    nested = nest(rows)
    branch = nested.by_pk.get(parent.pk) if parent else None
    top = (branch.children if branch else []) if parent else nested.top
    siblings = {one.row.pk: Sibling(one.row, children=len(one.children)) for one in top}
    _add_evidence(outcome, top, siblings)
    _add_ratings(siblings)
    comparisons = outcome.comparisons.filter(parent=parent)
    under_way = comparisons.filter(decided_at=None).first()
    decided = comparisons.exclude(decided_at=None).order_by("-decided_at", "-pk")
    past = list(decided.select_related(*_CHOSEN)[:5])
    _add_views(siblings, under_way, past)
    return Row(parent, list(siblings.values()), under_way, past, _way(branch))


def _add_views(siblings, under_way, past):
    """What the team sees now; before anybody has looked again, what it saw last time."""
    shown = under_way or (past[0] if past else None)
    for view in shown.views.filter(opportunity__in=siblings) if shown else ():
        if not under_way:
            view.version = 0
        siblings[view.opportunity_id].views[view.lens] = view


def _way(branch):
    way = []
    while branch:
        way.append(branch.row)
        branch = branch.parent
    return way[::-1]


def _add_evidence(outcome, top, siblings):
    """Who told of each sibling or of anything beneath it, and when last."""
    above = {below.row.pk: one.row.pk for one in top for below in one.walk()}
    placed = Evidence.objects.filter(opportunity__outcome=outcome, is_against=False)
    told = placed.values_list(
        "opportunity_id",
        "heard__snapshot__participant_id",
        "heard__snapshot__talked_on",
    )
    for node, person, on in told:
        if node in above:
            one = siblings[above[node]]
            one.stories += 1
            one.people[person] = max(on, one.people.get(person, on))


def _add_ratings(siblings):
    found = CustomerRating.objects.filter(opportunity__in=siblings).values(
        "opportunity"
    )
    for rating in found.annotate(
        people=Count("pk"), important=Avg("importance"), content=Avg("satisfaction")
    ).order_by():
        one = siblings[rating["opportunity"]]
        one.rated_by = rating["people"]
        one.importance, one.satisfaction = rating["important"], rating["content"]


def people_of(outcome, row):
    """Whoever told of this row, to note how much each sibling matters to them; by name in their story."""
    wanted = {person for one in row.siblings for person in one.people}
    stories = Evidence.objects.filter(
        opportunity__outcome=outcome, heard__snapshot__participant__in=wanted
    ).order_by("heard__snapshot__name")
    names = defaultdict(str)
    for pk, pseudonym, name in stories.values_list(
        "heard__snapshot__participant_id",
        "heard__snapshot__participant__pseudonym",
        "heard__snapshot__name",
    ):
        names[pk] = name or pseudonym
    return sorted(names.items(), key=lambda pair: pair[1])

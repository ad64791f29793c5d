"""What the dialogs for shaping a tree show."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from opportunities.models import Assumption, Opportunity, Solution
from opportunities.queries.stories import stories_of
from opportunities.tree import nest

_ICONS = {"opportunity": "sprout", "solution": "wrench", "assumption": "lightbulb"}


@dataclass
class Line:
    """A node in the outline of a form."""

    row: Opportunity | Solution | Assumption
    level: int

    @property
    def on(self):
        return self.row._meta.model_name

    @property
    def name(self):
        return f"{self.on}:{self.row.pk}"

    @property
    def icon(self):
        return _ICONS[self.on]

    @property
    def indent(self):
        return "\u2003" * self.level


def list_outline(outcome):
    """All nodes on the tree in reading order; three queries."""
    solutions = _by_owner(outcome, Solution, "opportunity_id")
    assumptions = _by_owner(outcome, Assumption, "solution_id")
    nested = nest(Opportunity.objects.filter(outcome=outcome, deleted_at=None))
    lines, hidden = [], set()
    for branch in nested.walk():
        row = branch.row
        if row.parked_at or row.parent_id in hidden:
            hidden.add(row.pk)
            continue
        lines.append(Line(row, branch.level))
        for solution in solutions.get(row.pk, ()):
            lines.append(Line(solution, branch.level + 1))
            below = assumptions.get(solution.pk, ())
            lines += [Line(assumption, branch.level + 2) for assumption in below]
    return lines


def _by_owner(outcome, model, owner):
    rows = model.objects.filter(outcome=outcome, deleted_at=None)
    found = {}
    for row in rows.order_by("position", "pk"):
        found.setdefault(getattr(row, owner), []).append(row)
    return found


@dataclass
class Hanging:
    """An opportunity with what hangs on it: what a merge keeps, and what a split shares out."""

    node: Opportunity
    stories: list
    others: list
    children: list
    solutions: list


def list_hanging(nodes):
    """The nodes with their evidence and what stands right under them."""
    nodes = list(nodes)
    present = {"deleted_at": None}
    below = Opportunity.objects.filter(**present).order_by("position")
    ideas = Solution.objects.filter(**present).order_by("position")
    prefetch_related_objects(
        nodes,
        Prefetch("children", below, to_attr="here"),
        Prefetch("solutions", ideas, to_attr="ideas"),
        "other_evidence",
    )
    stories = stories_of(nodes) if nodes else {}
    return [
        Hanging(
            node,
            stories[node.pk].own,
            list(node.other_evidence.all()),
            node.here,
            node.ideas,
        )
        for node in nodes
    ]

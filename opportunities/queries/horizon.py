"""The tree by when: now, next, later, and what nobody has said yet (F206)."""

from collections import defaultdict
from dataclasses import dataclass, field

from opportunities.models import Opportunity, Solution
from opportunities.queries.tellers import Tellers
from opportunities.tree import nest

MOST_FACES = 3
# What is over, or put off, waits for no time; it stands here only where somebody gave it one.
OVER = (Solution.Status.DONE, Solution.Status.DROPPED)


@dataclass
class Column:
    """What has one horizon, in the order of the tree."""

    horizon: str
    word: str
    entries: list = field(default_factory=list)


@dataclass
class Entry:
    """An opportunity with who told of it, or a solution, and where it stands."""

    node: Opportunity | Solution
    above: Opportunity | None
    words: str = ""
    people: list = field(default_factory=list)
    is_heard: bool = True
    tickets: list = field(default_factory=list)

    @property
    def on(self):
        return self.node._meta.model_name

    @property
    def name(self):
        return f"{self.on}:{self.node.pk}"

    @property
    def element_id(self):
        return f"{self.on}-{self.node.pk}"


def load_board(outcome):
    """Three columns and the entries without a horizon; in four queries."""
    rows = outcome.opportunities.present().select_related("owner__user")
    branches = list(nest(rows).walk())
    tellers = Tellers(outcome, branches)
    solutions, tickets = _solutions(outcome), _tickets(outcome)
    columns = {
        horizon: Column(horizon, word)
        for horizon, word in [*Opportunity.Horizon.choices, ("", "")]
    }
    hidden = set()
    for branch in branches:
        row, above = branch.row, branch.parent and branch.parent.row
        # Parked, or beneath something parked: branches come parents first.
        if row.parked_at or (above and above.pk in hidden):
            hidden.add(row.pk)
            continue
        entry = Entry(
            row,
            above,
            tellers.words(row.pk),
            tellers.people(row.pk, MOST_FACES),
            tellers.is_heard(row.pk),
        )
        for each in [entry, *(Entry(one, row) for one in solutions[row.pk])]:
            each.tickets = tickets[each.name]
            columns[each.node.horizon].entries.append(each)
    unsaid = columns.pop("")
    return list(columns.values()), unsaid.entries


def _solutions(outcome):
    """The solutions of each opportunity, in order, with their owners."""
    found = defaultdict(list)
    rows = outcome.solutions.filter(deleted_at=None).select_related("owner__user")
    for row in rows.order_by("position", "pk"):
        if row.horizon or row.status not in OVER:
            found[row.opportunity_id].append(row)
    return found


def _tickets(outcome):
    found = defaultdict(list)
    for ticket in outcome.tickets.all():
        if ticket.solution_id:
            found[f"solution:{ticket.solution_id}"].append(ticket)
        else:
            found[f"opportunity:{ticket.opportunity_id}"].append(ticket)
    return found

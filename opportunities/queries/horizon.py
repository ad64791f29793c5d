"""The tree by when: now, next, later, and what nobody has said yet."""

from dataclasses import dataclass, field

from opportunities.models import Opportunity
from opportunities.queries.tellers import Tellers
from opportunities.tree import nest

MOST_FACES = 3


@dataclass
class Column:
    """The opportunities of one horizon, in the order of the tree."""

    horizon: str
    word: str
    entries: list = field(default_factory=list)


@dataclass
class Entry:
    """One opportunity with who told of it and where it stands."""

    node: Opportunity
    above: Opportunity | None
    words: str
    people: list
    is_heard: bool


def load_board(outcome):
    """Three columns and the entries without a horizon; in two queries."""
    rows = outcome.opportunities.present().select_related("owner__user")
    branches = list(nest(rows).walk())
    tellers = Tellers(outcome, branches)
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
        columns[row.horizon].entries.append(entry)
    unsaid = columns.pop("")
    return list(columns.values()), unsaid.entries

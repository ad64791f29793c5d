"""Opportunities by segments of the panel: how many different people of each told of each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from opportunities.models import Evidence
from opportunities.segments import ATTRIBUTE, UNKNOWN, build_matrix, values_of
from opportunities.tree import nest
from recruiting.models import Participant

MOST_COLUMNS = 12
MOST_ATTRIBUTES = 20


@dataclass
class Segments:
    """The matrix in one dimension, of the whole tree or of one branch."""

    dimensions: list
    dimension: str
    branches: list
    branch: int | None
    matrix: object

    @property
    def headings(self):
        """The columns in words."""
        audiences = dict(Participant.Audience.choices)
        return [
            str(audiences.get(name, name)) if name != UNKNOWN else _("not known")
            for name in self.matrix.columns
        ]

    @property
    def rows(self):
        for row in self.matrix.rows:
            counts = row.counts(self.matrix.columns)
            yield row, list(zip(self.headings, counts, strict=True))


def load_segments(outcome, *, dimension="audience", branch=None):
    """Read the tree and its evidence in two queries, and count in memory."""
    rows = outcome.opportunities.standing().only("parent", "position", "text")
    nested = nest(rows)
    evidence = list(
        Evidence.objects.filter(opportunity__outcome=outcome)
        .select_related("heard__snapshot__participant")
        .only(
            "opportunity",
            "heard__snapshot__participant__audience",
            "heard__snapshot__participant__company",
            "heard__snapshot__participant__attributes",
            "heard__snapshot__participant__tags",
        )
    )
    people = {row.heard.snapshot.participant for row in evidence}
    dimensions = _dimensions(people)
    if dimension not in dict(dimensions):
        dimension = "audience"
    top = nested.by_pk.get(branch)
    shown = list(top.walk() if top else nested.walk())
    told = [
        (row.opportunity_id, person.pk, values_of(person, dimension))
        for row in evidence
        if (person := row.heard.snapshot.participant)
    ]
    lines = ((b.row.pk, b.row.parent_id, b.level, b.row.text) for b in shown)
    matrix = build_matrix(lines, told, MOST_COLUMNS)
    tops = [(b.row.pk, b.row.text) for b in nested.top]
    return Segments(dimensions, dimension, tops, top and branch, matrix)


def _dimensions(people):
    """What the people who told of this tree can be told apart by."""
    keys = {key for person in people for key in person.attributes}
    found = [("audience", _("Audience")), ("company", _("Company"))]
    found += [(f"{ATTRIBUTE}{key}", key) for key in sorted(keys)[:MOST_ATTRIBUTES]]
    if any(person.tags for person in people):
        found.append(("tag", _("Tag")))
    return found

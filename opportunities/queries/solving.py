"""The solutions of one opportunity side by side, with their assumptions, tests and what is riskiest."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from string import ascii_uppercase

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from opportunities.models import Assumption, AssumptionTest
from opportunities.risk import Belief, find_riskiest, suggest_verdict

Verdict = AssumptionTest.Verdict
ENOUGH_SOLUTIONS = 3


@dataclass
class Compared:
    """One of several solutions for the same opportunity."""

    row: object
    letter: str
    assumptions: list = field(default_factory=list)
    riskiest: object = None

    @property
    def tests(self):
        return [test for row in self.assumptions for test in row.shown_tests]

    @property
    def running(self):
        return [test for test in self.tests if test.state == "running"]

    @property
    def planned(self):
        return [test for test in self.tests if test.state == "planned"]

    @property
    def verdicts(self):
        """How often each verdict was given, in the order in which they are read."""
        given = Counter(test.verdict for test in self.tests if test.verdict)
        return [(Verdict(name), given[name]) for name in Verdict.values if given[name]]

    @property
    def kinds(self):
        """The five kinds with how many assumptions there are of each: a gap is seen too."""
        counts = Counter(row.kind for row in self.assumptions)
        return [(kind, counts[kind]) for kind in Assumption.Kind]

    @property
    def unplaced_count(self):
        return sum(not row.is_placed for row in self.assumptions)

    @property
    def disproved(self):
        return [row for row in self.assumptions if row.is_disproved]


def compare_solutions(opportunity):
    """What can be compared: the solutions of one opportunity and of no other (R71), in three queries."""
    rows = opportunity.solutions.filter(deleted_at=None).select_related("owner__user")
    found = {}
    for number, row in enumerate(rows.order_by("position", "pk")):
        found[row.pk] = Compared(row, letter_of(number))
    assumptions = list(
        Assumption.objects.filter(solution__in=found, deleted_at=None).order_by(
            "solution", "position", "pk"
        )
    )
    tell_tests(assumptions)
    tell_risk(assumptions)
    for row in assumptions:
        compared = found[row.solution_id]
        compared.assumptions.append(row)
        row.label = f"{compared.letter}{len(compared.assumptions)}"
        if row.risk:
            compared.riskiest = row
    return list(found.values())


def letter_of(number):
    """A, B … Z, AA: what a solution is called on the map."""
    rest, at = divmod(number, len(ascii_uppercase))
    return (letter_of(rest - 1) if rest else "") + ascii_uppercase[at]


def tell_tests(assumptions):
    """Give each assumption its tests, oldest first, and whether one has disproved it."""
    by_assumption = defaultdict(list)
    for test in counted_tests().filter(assumption__in=assumptions):
        by_assumption[test.assumption_id].append(test)
    for row in assumptions:
        row.shown_tests = by_assumption[row.pk]
        for test in row.shown_tests:
            test.assumption = row
        row.last_verdict = _last_verdict(row.shown_tests)
        row.is_disproved = row.last_verdict == Verdict.FAILS


def _last_verdict(tests):
    over = [test for test in tests if test.finished_at]
    return max(over, key=lambda test: test.finished_at).verdict if over else ""


def counted_tests():
    """Tests with how many take part, did it and did not."""
    return AssumptionTest.objects.filter(deleted_at=None).annotate(
        invited=Count("participants"),
        did=Count("participants", filter=Q(participants__did_it=True)),
        did_not=Count("participants", filter=Q(participants__did_it=False)),
    )


def suggestion_for(test):
    """The verdict that the count suggests, and how many were seen."""
    if not (test.needed and test.sample):
        return Verdict.UNCLEAR
    return Verdict(suggest_verdict(test.needed, test.sample, test.did, test.did_not))


def tell_risk(assumptions):
    """Mark the riskiest assumption of each solution with the reason; the others with nothing."""
    chosen = set(find_riskiest(_belief(row) for row in assumptions).values())
    for row in assumptions:
        row.risk = _reason(row) if row.pk in chosen else ""


def riskiest(outcome):
    """For the cards of a tree: why an assumption is the riskiest of its solution, by its key."""
    rows = list(outcome.assumptions.filter(deleted_at=None, solution__deleted_at=None))
    over = outcome.assumption_tests.filter(deleted_at=None, finished_at__isnull=False)
    last = dict(over.order_by("finished_at").values_list("assumption", "verdict"))
    for row in rows:
        row.is_disproved = last.get(row.pk) == Verdict.FAILS
    tell_risk(rows)
    return {row.pk: row.risk for row in rows if row.risk}


def _belief(row):
    return Belief(
        row.pk,
        row.solution_id,
        row.importance,
        row.evidence_strength,
        is_disproved=row.is_disproved,
    )


def _reason(row):
    words = {"importance": row.importance_words, "evidence": row.evidence_words}
    return _("%(importance)s, %(evidence)s: test this first.") % words

"""What a team does next on its way from ideas to a decision, as one step with what it is about."""

from dataclasses import dataclass

from opportunities.queries.solving import ENOUGH_SOLUTIONS


@dataclass(frozen=True)
class NextStep:
    """``name`` is what to do; ``solution`` (a Compared) and ``test`` what to do it with."""

    name: str
    solution: object = None
    test: object = None


def find_next_step(compared):
    """The first thing that is missing, in the order in which things build on one another (R70-R75).

    What is known to be the riskiest is tested first; to place the lesser ones can wait until then.
    """
    if len(compared) < ENOUGH_SOLUTIONS:
        return NextStep("ideas")
    for one in compared:
        if not one.assumptions:
            return NextStep("assumptions", one)
    for one in compared:
        # What is disproved is to be changed or put aside, not tested any further.
        if one.riskiest and not one.disproved and not _has_open(one.riskiest):
            return NextStep("plan", one)
    if test := _first_test(compared, "planned"):
        return NextStep("begin", test=test)
    for one in compared:
        if one.unplaced_count:
            return NextStep("places", one)
    if test := _first_test(compared, "running"):
        return NextStep("watch", test=test)
    return NextStep("decide")


def _first_test(compared, state):
    tests = (test for one in compared for test in one.tests)
    return next((test for test in tests if test.state == state), None)


def _has_open(assumption):
    return any(test.state != "over" for test in assumption.shown_tests)

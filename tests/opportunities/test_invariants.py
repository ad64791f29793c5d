"""Whatever is done to a tree, in whatever order, it stays whole (B4.1), and its changes tell it."""

import random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.benchmarks.tree_changes import Shaper
from tests.benchmarks.tree_invariants import is_sound, replay
from tests.factories.opportunities import OutcomeFactory
from tests.factories.workspaces import MembershipFactory

KINDS = list(Shaper.WEIGHTS)


def test_no_order_of_changes_makes_a_tree_unsound(team, member):
    colleague = MembershipFactory(workspace=team.workspace, team=team)

    class Shaping(RuleBasedStateMachine):
        """Two people change one new tree."""

        def __init__(self):
            super().__init__()
            outcome = OutcomeFactory(team=team)
            chance = random.Random(1)
            self.people = [
                Shaper(outcome.pk, by.pk, chance) for by in (member, colleague)
            ]
            for _ in range(2):
                self.people[0].change("branch")

        @rule(
            who=st.integers(0, 1),
            kind=st.sampled_from(KINDS),
            seed=st.integers(0, 10_000),
        )
        def change(self, who, kind, seed):
            shaper = self.people[who]
            shaper.chance.seed(seed)
            shaper.change(kind)
            assert not shaper.errors

        @invariant()
        def is_whole(self):
            assert is_sound(self.people[0].outcome)

        def teardown(self):
            assert replay(self.people[0].outcome) == 0

    few = settings(max_examples=4, stateful_step_count=8, deadline=None)
    run_state_machine_as_test(Shaping, settings=few)

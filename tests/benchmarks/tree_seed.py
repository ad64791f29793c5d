"""A tree of 2,000 nodes with the stories it stands on, and a team that may change it."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.timezone import localdate

from opportunities.models import Assumption, Evidence, Opportunity, Outcome, Solution
from opportunities.ordering import spread_keys
from snapshots.models import HeardOpportunity
from tests.benchmarks.room_seed import session_of
from tests.factories.accounts import UserFactory
from tests.factories.snapshots import SnapshotFactory
from tests.factories.workspaces import (
    MembershipFactory,
    TeamFactory,
    WorkspaceFactory,
)

OPPORTUNITIES, SOLUTIONS, ASSUMPTIONS = 1_300, 450, 250
WIDEST = 6
STORIES, PLACED = 60, 700
WORDS = [
    "I can't get cover when someone drops out at the last minute",
    "I never know who could come in right now",
    "I lose half a morning to calling people one after the other",
    "I want to see what next week will cost before I promise it",
    "I forget school holidays when I plan, and notice it too late to ask anybody nicely",
    "I am afraid to ask the same person again",
]


@dataclass
class BigTree:
    outcome: Outcome
    # The keys of the memberships of those who edit it, and of their sessions.
    people: list = field(default_factory=list)

    @property
    def url(self):
        return f"/w/{self.outcome.workspace.slug}/tree/{self.outcome.pk}/"


def grow_tree(editors=20, size=OPPORTUNITIES):
    """A tree with ``size`` opportunities, its solutions and assumptions, and its editors."""
    name = f"benchmark-{uuid.uuid4().hex[:8]}"
    workspace = WorkspaceFactory(name="Benchmark", slug=name)
    team = TeamFactory(workspace=workspace)
    outcome = Outcome.objects.create(
        workspace=workspace,
        team=team,
        title="More shops fill an open shift within the hour",
        baseline="22%",
        target="40%",
    )
    tree = BigTree(outcome)
    for number in range(editors):
        user = UserFactory(name=f"Editor {number}", email=f"{uuid.uuid4()}@example.com")
        member = MembershipFactory(workspace=workspace, team=team, user=user)
        tree.people.append((member.pk, session_of(user)))
    rng = random.Random(7)  # noqa: S311
    nodes = _opportunities(outcome, rng, size)
    _tell_stories(outcome, nodes, rng, member)
    _solve(outcome, nodes, rng)
    return tree


def _opportunities(outcome, rng, size):
    """Level by level, up to ``WIDEST`` under one."""
    keys = spread_keys(WIDEST)
    level, made = [None], []
    while len(made) < size:
        rows = [
            Opportunity(
                workspace_id=outcome.workspace_id,
                outcome=outcome,
                parent=parent,
                position=key,
                text=rng.choice(WORDS),
                kind=rng.choice(["need", "pain", "desire"]),
            )
            for parent in level
            for key in keys[: rng.randint(2, WIDEST)]
        ]
        level = Opportunity.objects.bulk_create(rows[: size - len(made)])
        made += level
    return made


def _tell_stories(outcome, nodes, rng, member):
    days = [timedelta(days=rng.randint(1, 120)) for _ in range(STORIES)]
    stories = [
        SnapshotFactory(
            interview__team=outcome.team,
            interview__calendar_uid=f"{uuid.uuid4()}@benchmark",
            published=True,
            published_by=member,
            talked_on=localdate() - day,
        )
        for day in days
    ]
    heard = HeardOpportunity.objects.bulk_create(
        HeardOpportunity(
            workspace_id=outcome.workspace_id,
            snapshot=stories[number % STORIES],
            position=number,
            text=rng.choice(WORDS),
        )
        for number in range(PLACED)
    )
    Evidence.objects.bulk_create(
        Evidence(
            workspace_id=outcome.workspace_id,
            opportunity=rng.choice(nodes),
            heard=one,
            placed_by=member,
        )
        for one in heard
    )


def _solve(outcome, nodes, rng):
    common = {"workspace_id": outcome.workspace_id, "outcome": outcome}
    keys = spread_keys(SOLUTIONS)
    leaves = nodes[len(nodes) // 2 :]
    solutions = Solution.objects.bulk_create(
        Solution(
            opportunity=rng.choice(leaves),
            position=key,
            text="Ask three first",
            **common,
        )
        for key in keys
    )
    kinds = Assumption.Kind.values
    Assumption.objects.bulk_create(
        Assumption(
            solution=rng.choice(solutions),
            position=key,
            text="People answer within ten minutes",
            kind=rng.choice(kinds),
            importance=rng.choice([None, 20, 80]),
            evidence_strength=rng.choice([None, 20, 80]),
            **common,
        )
        for key in keys[:ASSUMPTIONS]
    )

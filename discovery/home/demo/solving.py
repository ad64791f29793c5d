"""The target on its way: a round of ideas, three solutions, their assumptions and tests."""

from datetime import timedelta
from itertools import cycle
from uuid import UUID

from discovery.home.demo.content import read
from discovery.home.demo.trees import KEYS
from opportunities.models import (
    Assumption,
    AssumptionTest,
    Idea,
    IdeaRound,
    Opportunity,
    StoryStep,
    TestParticipant,
)
from recruiting.models import Participant


def make_solving(cast):
    said = read("solving")
    node = Opportunity.objects.get(workspace=cast.workspace, text=said["node"])
    make_ideas(cast, node, said["ideas"])
    for row in said["solutions"]:
        solution = node.solutions.get(text=row["text"])
        solution.description, solution.status = row["description"], row["status"]
        solution.owner = cast.members[row["owner"]] if "owner" in row else None
        solution.save()
        steps = make_steps(solution, row.get("steps", []))
        for at, belief in enumerate(row["assumptions"]):
            make_assumption(cast, solution, steps, at, belief)


def make_ideas(cast, node, rows):
    at = cast.moment - timedelta(days=25)
    idea_round = IdeaRound.objects.create(
        workspace=cast.workspace,
        opportunity=node,
        phase=IdeaRound.Phase.CLOSED,
        started_by=cast.members["mara"],
        started_at=at,
    )
    Idea.objects.bulk_create(
        Idea(
            workspace=cast.workspace,
            round=idea_round,
            author=cast.members[row["by"]],
            text=row["text"],
            shared_at=at + timedelta(minutes=10),
            created_at=at + timedelta(minutes=number),
            client_id=UUID(int=number + 1),
        )
        for number, row in enumerate(rows)
    )


def make_steps(solution, rows):
    return StoryStep.objects.bulk_create(
        StoryStep(
            workspace=solution.workspace,
            solution=solution,
            position=at,
            actor=row["who"],
            text=row["does"],
        )
        for at, row in enumerate(rows)
    )


def make_assumption(cast, solution, steps, at, row):
    origin = Assumption.Origin.DIRECT
    if "failure" in row:
        origin = Assumption.Origin.PRE_MORTEM
    elif "step" in row:
        origin = Assumption.Origin.STORY_MAP
    assumption = Assumption.objects.create(
        workspace=cast.workspace,
        outcome=solution.outcome,
        solution=solution,
        position=KEYS[at],
        text=row["text"],
        kind=row["kind"],
        origin=origin,
        failure=row.get("failure", ""),
        story_step=steps[row["step"] - 1] if "step" in row else None,
        importance=row.get("importance"),
        evidence_strength=row.get("evidence"),
    )
    if "test" in row:
        make_test(cast, assumption, row["test"])


def make_test(cast, assumption, row):
    over = {}
    if "ended" in row:
        over = {name: row[name] for name in ("verdict", "counted", "learned")}
        over["finished_at"] = cast.moment - timedelta(days=row["ended"])
    began = cast.moment - timedelta(days=row["days"])
    owner = assumption.solution.owner or cast.members["ida"]
    test = AssumptionTest.objects.create(
        workspace=cast.workspace,
        outcome=assumption.outcome,
        assumption=assumption,
        owner=owner,
        created_by=owner,
        created_at=began - timedelta(days=1),
        started_at=began,
        due_on=None if over else cast.moment.date() + timedelta(days=8),
        client_id=UUID(int=assumption.pk),
        **{name: row[name] for name in ("method", "needed", "sample", "behaviour")},
        **over,
    )
    if "seen" in row:
        make_people(cast, test, row["seen"])


def make_people(cast, test, seen):
    people = Participant.objects.filter(workspace=cast.workspace, erased_at=None)
    people = people.filter(team=test.outcome.team).order_by("pk")
    notes = cycle(["", "rang the list from the top", "", "knew a number by heart"])
    TestParticipant.objects.bulk_create(
        TestParticipant(
            workspace=cast.workspace,
            test=test,
            participant=person,
            invited_by=test.owner,
            invited_at=test.started_at,
            did_it=did_it,
            note=note,
        )
        for person, did_it, note in zip(people, seen + [None] * 2, notes, strict=False)
    )

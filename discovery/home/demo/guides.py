"""What became of the guides in half a year: their versions, what was asked, what was learnt to ask."""

import random
from datetime import timedelta

from discovery.home.demo.content import read
from interviews.models import (
    AskedQuestion,
    BankQuestion,
    Guide,
    GuideVersion,
    Interview,
    Question,
)
from interviews.operations.guide_versions import state_of
from interviews.starting_guides import starting_prompts

# Where in a talk the prompts of each phase are asked, in seconds.
BEGINS = {"welcome": 20, "story": 140, "their_questions": 1080, "thanks": 1290}
BETWEEN = 170


def make_guides(cast):
    """Runs when the talks are there, so that their guides are those of the company's file."""
    told = read("guides")
    chance = random.Random(29)  # noqa: S311
    guides = Guide.objects.filter(workspace=cast.workspace).select_related("team")
    for guide in guides:
        key = next(k for k, team in cast.teams.items() if team.pk == guide.team_id)
        guide.research_questions = told["research"][key]
        guide.save(update_fields=["research_questions"])
        ask_prompts(cast, guide, chance)
        keep_versions(cast, guide, cast.trios[key], told["before"].get(key, {}))
    for row in told["guides"]:
        another_guide(cast, row)
    BankQuestion.objects.bulk_create(
        BankQuestion(
            workspace=cast.workspace,
            added_by=cast.members[row.pop("by")],
            added_at=cast.moment - timedelta(days=row.pop("days")),
            **row,
        )
        for row in told["bank"]
    )


def ask_prompts(cast, guide, chance):
    """Tick the prompts off in every talk that followed the guide, now and then leaving one out."""
    prompts = list(guide.questions.standing())
    talks = Interview.objects.filter(guide=guide, state="held")
    rows = []
    for talk in talks.prefetch_related("attendances__membership"):
        lead = talk.attendees[0]
        places = dict(BEGINS)
        for prompt in prompts:
            second = places[prompt.phase]
            places[prompt.phase] = second + BETWEEN + chance.randint(-40, 40)
            if prompt.phase == "story" and chance.random() < 0.16:
                continue
            rows.append(
                AskedQuestion(
                    workspace=cast.workspace,
                    interview=talk,
                    question=prompt,
                    asked_by=lead,
                    asked_at=talk.started_at + timedelta(seconds=second),
                )
            )
    AskedQuestion.objects.bulk_create(rows)


def keep_versions(cast, guide, trio, before):
    """The guide as it was begun, as it was mended after some weeks, and as it is."""
    now = state_of(guide)
    reworded = [{**p, "text": before.get(p["text"], p["text"])} for p in now["prompts"]]
    first = {
        **now,
        "research_questions": [],
        "prompts": [*reworded[:4], *reworded[-2:]],
    }
    second = {**now, "prompts": reworded}
    weeks = (26, 19, 11)
    for number, state in enumerate((first, second, now), 1):
        GuideVersion.objects.create(
            workspace=cast.workspace,
            guide=guide,
            number=number,
            saved_by=cast.members[trio[(number - 1) % len(trio)]],
            saved_at=cast.moment - timedelta(weeks=weeks[number - 1], hours=number),
            **state,
        )


def another_guide(cast, row):
    """A guide beside the one in use, with the starting prompts of its kind."""
    team = cast.teams[row["team"]]
    created_at = cast.moment - timedelta(days=row["days"])
    guide = Guide.objects.create(
        workspace=cast.workspace,
        team=team,
        kind=row["kind"],
        title=row["title"],
        learning_goal=row["learning_goal"],
        research_questions=row["research_questions"],
        archived_at=created_at + timedelta(days=20) if row.get("archived") else None,
        created_at=created_at,
    )
    Question.objects.bulk_create(
        Question(workspace=cast.workspace, guide=guide, position=position, **prompt)
        for position, prompt in enumerate(starting_prompts(row["kind"], team.product))
    )
    GuideVersion.objects.create(
        workspace=cast.workspace,
        guide=guide,
        number=1,
        saved_by=cast.members[cast.trios[row["team"]][0]],
        saved_at=created_at,
        **state_of(guide),
    )

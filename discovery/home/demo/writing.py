"""The snapshots: what was written up after each interview, who read it and what they said."""

from datetime import timedelta

from discovery.home.demo.content import read, read_stories
from snapshots.models import (
    Comment,
    HeardOpportunity,
    Insight,
    Moment,
    QuickFact,
    Reading,
    Snapshot,
)


def make_snapshots(cast):
    """Write them all, and return what was heard with the node it belongs to."""
    stories = read_stories()
    written = [snapshot(cast, story) for story in stories]
    Snapshot.objects.bulk_create(written)
    placed = []
    for story, page in zip(stories, written, strict=True):
        placed += make_parts(cast, story, page)
    by_person = {s["person"]: page for s, page in zip(stories, written, strict=True)}
    make_comments(cast, by_person)
    make_readings(cast, written)
    return placed


def snapshot(cast, story):
    talk = cast.interviews[story["team"], story["person"]]
    done_at = talk.ended_at + timedelta(minutes=cast.rng.randint(25, 190))
    return Snapshot(
        workspace=cast.workspace,
        team=talk.team,
        interview=talk,
        participant=talk.participant,
        name=talk.participant.name,
        context=story["context"],
        quote=story["quote"],
        story_title=story["title"],
        talked_on=talk.during.lower.astimezone(cast.zone).date(),
        published_at=done_at,
        published_by=cast.members[story["lead"]],
        created_at=talk.ended_at,
        updated_at=done_at,
    )


def make_parts(cast, story, page):
    """Create the page's parts; return ``(heard, node key)`` for what stands on the tree."""

    def parts(model, rows):
        made = [
            model(workspace=cast.workspace, snapshot=page, position=number, **row)
            for number, row in enumerate(rows)
        ]
        return model.objects.bulk_create(made)

    parts(QuickFact, [{"label": label, "text": text} for label, text in story["facts"]])
    parts(Insight, [{"text": text} for text in story["insights"]])
    moments = parts(
        Moment,
        [{"title": t, "text": text, "feeling": f} for t, text, f in story["moments"]],
    )
    heard = parts(
        HeardOpportunity,
        [{"text": text, "moment": moments[at]} for text, at, _ in story["heard"]],
    )
    keys = [key for _, _, key in story["heard"]]
    return [(one, key) for one, key in zip(heard, keys, strict=True) if key]


def make_comments(cast, by_person):
    rows = read("talks")["comments"]
    counts = {}
    for row in rows:
        page = by_person[row["story"]]
        later = counts[page.pk] = counts.get(page.pk, 0) + 1
        at = page.published_at + timedelta(hours=5 * later)
        Comment.objects.create(
            workspace=cast.workspace,
            snapshot=page,
            author=cast.members[row["by"]],
            text=row["text"],
            created_at=min(at, cast.moment),
        )


def make_readings(cast, written):
    """Everybody reads what their team writes; the stakeholder most of it."""
    readings = []
    for page in written:
        key = next(key for key, team in cast.teams.items() if team.pk == page.team_id)
        readers = [*cast.trios[key], "noor"]
        if cast.rng.random() < 0.7:
            readers.append("henrik")
        readings += [
            Reading(
                workspace=cast.workspace,
                snapshot=page,
                membership=cast.members[reader],
                first_at=page.published_at + timedelta(hours=cast.rng.randint(1, 40)),
            )
            for reader in readers
        ]
    Reading.objects.bulk_create(readings)

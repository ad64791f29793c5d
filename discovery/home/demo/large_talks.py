"""The interviews of Large Co with who attended, what was noted, and the page about each."""

import uuid
from datetime import timedelta

from django.db import connection, transaction

from discovery.home.demo.copying import CHUNK, without_indexes
from interviews.models import Attendance, Interview, Note
from snapshots.models import HeardOpportunity, Insight, Moment, QuickFact, Snapshot

LENGTH = timedelta(minutes=20)
FREE_AFTERWARDS = timedelta(minutes=15)
EVERY = timedelta(hours=9)
QUOTES = [
    "I printed the list and went through it with a pencil, twice.",
    "By the time somebody answered I had done it myself.",
    "Nobody told me, so I asked the one person who always knows.",
    "It looked right on my screen and wrong on everybody else's.",
    "I keep the real numbers in a notebook beside the till.",
]
HEARD = [
    "I can't tell who could come in right now",
    "I find out when it is too late to change anything",
    "I have to type the same thing in three places",
    "I don't know whom to ask when it goes wrong",
]


def starts_at(ground, number):
    """Teams talk side by side, each every nine hours from two days ahead back into the past."""
    turn = number // len(ground.teams)
    day = ground.moment.replace(minute=0, second=0, microsecond=0)
    return day + timedelta(days=2) - EVERY * turn


def during(start, end):
    return f"[{start.isoformat()},{end.isoformat()})"


def copy_talks(copier, ground):
    total = ground.scale.interviews
    names = [
        "workspace",
        "team",
        "participant",
        "state",
        "during",
        "time_zone",
        "wall_time",
        "learning_goal",
        "calendar_uid",
        "started_at",
        "ended_at",
        "created_at",
    ]
    rows = (talk(ground, number) for number in range(total))
    ground.first_interview = copier.copy(Interview, names, rows, total)
    names = [
        "workspace",
        "interview",
        "membership",
        "user",
        "part",
        "during",
        "is_blocking",
    ]
    copier.copy(Attendance, names, attendances(ground), total * 3)
    names = ["workspace", "interview", "author", "client_id", "kind", "text", "second"]
    copier.copy(Note, names, notes(ground), total * 2)


def is_held(ground, number):
    return starts_at(ground, number) + LENGTH < ground.moment


def talk(ground, number):
    start = starts_at(ground, number)
    held = is_held(ground, number)
    return (
        ground.workspace.pk,
        ground.teams[number % len(ground.teams)].pk,
        ground.first_participant + number % ground.scale.participants,
        "held" if held else "booked",
        during(start, start + LENGTH),
        "Europe/London",
        f"{start:%Y-%m-%dT%H:%M}",
        "What happens before they ask for help",
        f"large-{ground.workspace.pk}-{number}@large.example",
        start if held else None,
        start + LENGTH if held else None,
        start - timedelta(days=3),
    )


def attendances(ground):
    parts = ["lead", "note_taker", "observer"]
    for number in range(ground.scale.interviews):
        start = starts_at(ground, number)
        trio = ground.trios[number % len(ground.trios)]
        turn = number // len(ground.trios)
        stretch = during(start, start + LENGTH + FREE_AFTERWARDS)
        for place, part in enumerate(parts):
            member = trio[(place + turn) % len(trio)]
            yield (
                ground.workspace.pk,
                ground.first_interview + number,
                member.pk,
                member.user_id,
                part,
                stretch,
                True,
            )


def notes(ground):
    for number in range(ground.scale.interviews):
        author = ground.trios[number % len(ground.trios)][0].pk
        for second, kind in ((260, "fact"), (410, "quote")):
            text = QUOTES[(number + second) % len(QUOTES)]
            yield (
                ground.workspace.pk,
                ground.first_interview + number,
                author,
                uuid.UUID(int=ground.rng.getrandbits(128), version=4),
                kind,
                text,
                second,
            )


def copy_stories(copier, ground):
    """A published page about every interview that was held."""
    held = [n for n in range(ground.scale.interviews) if is_held(ground, n)]
    names = [
        "workspace",
        "team",
        "interview",
        "participant",
        "name",
        "context",
        "quote",
        "story_title",
        "talked_on",
        "published_at",
        "published_by",
    ]
    rows = (story(ground, number) for number in held)
    first = copier.copy(Snapshot, names, rows, len(held))
    pages = range(first, first + len(held))
    here = ground.workspace.pk
    facts = (
        (here, page, place, label, "Eleven people, two shops")
        for page in pages
        for place, label in enumerate(["Team", "Plans"])
    )
    names = ["workspace", "snapshot", "position"]
    copier.copy(QuickFact, [*names, "label", "text"], facts, len(held) * 2)
    moments = (
        (here, page, place, title, "It was a Tuesday, just before closing.", feeling)
        for page in pages
        for place, (title, feeling) in enumerate([("Before", 1), ("It breaks", -2)])
    )
    columns = [*names, "title", "text", "feeling"]
    copier.copy(Moment, columns, moments, len(held) * 2)
    heard = ((here, page, 0, HEARD[page % len(HEARD)]) for page in pages)
    first = copier.copy(HeardOpportunity, [*names, "text"], heard, len(held))
    ground.heard_of_first_team = [
        first + place for place, n in enumerate(held) if n % len(ground.teams) == 0
    ]
    insights = ((here, page, 0, "Has tried three other ways.") for page in pages)
    copier.copy(Insight, [*names, "text"], insights, len(held))
    put_words_together(ground.workspace)


def put_words_together(workspace):
    """Let the database write the words of each page, now that all of its parts are there."""
    table = Snapshot._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        with without_indexes(cursor, table, CHUNK):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "UPDATE snapshots_snapshot SET page_words = NULL WHERE workspace_id = %s",
                [workspace.pk],
            )


def story(ground, number):
    start = starts_at(ground, number)
    trio = ground.trios[number % len(ground.trios)]
    return (
        ground.workspace.pk,
        ground.teams[number % len(ground.teams)].pk,
        ground.first_interview + number,
        ground.first_participant + number % ground.scale.participants,
        f"Customer {number}",
        "Runs a shop with eleven people",
        QUOTES[number % len(QUOTES)],
        f"A Tuesday before closing, number {number}",
        start.date(),
        start + timedelta(hours=3),
        trio[number // len(ground.trios) % len(trio)].pk,
    )

"""Search over the notes and transcripts of 100,000 interviews, through the real page.

The words are drawn as people use them (a few very often, most hardly ever) from the demo's
own stories. The limit is the database: the same statements, sent again by a bare cursor.
"""

import itertools
import random
import statistics
import sys
import time

from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse

from discovery.home.demo.copying import (
    CHUNK,
    default_of,
    reserve_ids,
    without_indexes,
)
from discovery.home.demo.large import LARGE_WORKSPACE, Scale, build_large
from discovery.home.demo.logins import DEMO_LOGINS
from discovery.workspaces.models import Membership, Workspace
from interviews.models import Interview, Note, Speaker, Transcript, Utterance
from snapshots.models import Insight, Snapshot
from tests.benchmarks.asking import ask, p95
from tests.benchmarks.figures import Figure
from tests.benchmarks.fragments import FRAGMENTS, read_vocabulary, write_fragments

NOTES = 6
UTTERANCES = 12
SCALE = Scale(participants=20_000, interviews=100_000, nodes=50)
# One row in five names a case; each case is named in about ten rows.
CASES = 25_000


def run():
    began = time.perf_counter()
    if not Workspace.objects.filter(slug=LARGE_WORKSPACE).exists():
        build_large(say=_say, scale=SCALE)
    vocabulary = read_vocabulary()
    if not Transcript.objects.filter(workspace__slug=LARGE_WORKSPACE).exists():
        _write_talks(vocabulary)
    yield Figure("loaded_in", time.perf_counter() - began, "s")
    yield from _amounts()
    queries = _queries(vocabulary)
    admin = Membership.objects.get(
        workspace__slug=LARGE_WORKSPACE, user__email=DEMO_LOGINS[0][0]
    )
    member = Membership.objects.filter(
        workspace__slug=LARGE_WORKSPACE, role="member"
    ).first()
    for who, membership in (("everybody's", admin), ("own_team's", member)):
        yield from _measure(who, membership, queries)


def _say(line):
    print(line, file=sys.stderr)


# --- the talks ----------------------------------------------------------------------


def _write_talks(vocabulary):
    """Notes and a transcript for every interview that was held."""
    workspace = Workspace.objects.get(slug=LARGE_WORKSPACE)
    write_fragments(vocabulary)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        # One transaction: whatever happens, no index is missing afterwards.
        with (
            transaction.atomic(),
            without_indexes(cursor, Note._meta.db_table, CHUNK),
            without_indexes(cursor, Utterance._meta.db_table, CHUNK),
        ):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _fill(cursor, workspace)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def _fill(cursor, workspace):
    talks = Interview.objects.filter(workspace=workspace)
    first_talk = talks.order_by("pk").values_list("pk", flat=True)[0]
    author = workspace.memberships.order_by("pk").values_list("pk", flat=True)[0]
    held = f"{first_talk} + i"
    total = talks.count()
    here = {"workspace": str(workspace.pk)}
    _insert(cursor, Note, NOTES * total, {
        **here, "interview": f"{first_talk} + i / {NOTES}", "author": str(author),
        "client_id": "gen_random_uuid()", "kind": "'fact'", "second": f"60 + i %% {NOTES} * 90",
        "text": _text("i", 1),
    })  # fmt: skip
    transcripts = _insert(cursor, Transcript, total, {
        **here, "interview": held, "added_by": str(author), "name": "'talk.vtt'", "source": "'vtt'",
    })  # fmt: skip
    speakers = _insert(cursor, Speaker, total, {
        **here, "transcript": f"{transcripts} + i", "name": "'Somebody'", "part": "'participant'",
    })  # fmt: skip
    _insert(cursor, Utterance, UTTERANCES * total, {
        **here, "transcript": f"{transcripts} + i / {UTTERANCES}", "speaker": f"{speakers} + i / {UTTERANCES}",
        "position": f"i %% {UTTERANCES}", "starts_ms": f"i %% {UTTERANCES} * 60000",
        "text": _text("i", 3) + f" || CASE WHEN i %% 5 = 0 THEN ' case' || (i / 5 %% {CASES}) ELSE '' END",
    })  # fmt: skip


def _text(number, fragments):
    return " || '. ' || ".join(f"f{n}.text" for n in range(fragments))


def _insert(cursor, model, total, expressions):
    """Fill a table by one statement, row ``i`` from 0; returns the first id."""
    began = time.perf_counter()
    first = reserve_ids(model, total)
    given = {model._meta.get_field(name): sql for name, sql in expressions.items()}
    rest = {
        field: default_of(field)
        for field in model._meta.concrete_fields
        if field not in given and not field.primary_key and not field.has_db_default()
    }
    columns = ["id", *(f'"{field.column}"' for field in [*given, *rest])]
    joins = " ".join(
        f"JOIN fragment f{n} ON f{n}.n = abs(hashint8(i * 4 + {n})::bigint) %% {FRAGMENTS}"
        for n in range(3)
        if f"f{n}." in expressions.get("text", "")
    )
    values = [f"{first} + i", *given.values(), *["%s"] * len(rest)]
    cursor.execute(
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)})'
        f" SELECT {', '.join(values)}"
        f" FROM generate_series(0::bigint, {total - 1}) AS i {joins}",
        [
            field.get_db_prep_save(value, connection)
            if not isinstance(field, models.JSONField)
            else value
            for field, value in rest.items()
        ],
    )
    _say(
        f"  {total:,} {model._meta.verbose_name_plural}, {time.perf_counter() - began:.0f} s"
    )
    return first


# --- what is asked ------------------------------------------------------------------


def _queries(vocabulary):
    """Each kind of question, with several of it."""
    often, seldom = vocabulary[:40], vocabulary[-4_000::400]
    middle = vocabulary[300:900:60]
    rng = random.Random(5)  # noqa: S311
    return {
        "common": [word + " " for word in often[::4]],
        "middle": [word + " " for word in middle],
        "rare": [*(word + " " for word in seldom), *(f"case{n} " for n in (7, 19_999))],
        "two_common": [" ".join(rng.sample(often, 2)) + " " for _ in range(10)],
        "two": [f"{word} {rng.choice(often)} " for word in middle],
        "two_middle": [" ".join(rng.sample(middle, 2)) + " " for _ in range(10)],
        "beginning": [*(word[:3] for word in middle), *(word[:5] for word in seldom), "case1"],
        "phrase": [f'"{one} {other}"' for one, other in itertools.pairwise(often[:9])],
        "nowhere": ["xylophone ", "quetzal jabber", "zzz"],
    }  # fmt: skip


def _measure(who, member, queries):
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    url = reverse("home:everything", args=[LARGE_WORKSPACE])
    everything, floors, busy, most = [], [], [], 0
    for name, texts in queries.items():
        times = []
        for text in texts:
            taken, worked, floor, statements = ask(client, url, {"q": text})
            times += taken
            busy += worked
            floors.append(floor)
            most = max(most, statements)
        everything += times
        yield Figure(f"{who}_{name}_p50", statistics.median(times), "ms")
        yield Figure(f"{who}_{name}_max", max(times), "ms")
    yield Figure(f"{who}_p50", statistics.median(everything), "ms")
    yield Figure(f"{who}_p95", p95(everything), "ms")
    # What it takes where nothing else runs: the time that processors spent on it.
    yield Figure(f"{who}_processor_p50", statistics.median(busy), "ms")
    yield Figure(f"{who}_processor_p95", p95(busy), "ms")
    yield Figure(f"{who}_database_alone_p50", statistics.median(floors), "ms")
    yield Figure(f"{who}_database_alone_p95", p95(floors), "ms")
    yield Figure(f"{who}_statements", most, "queries")


def _amounts():
    """How much there is to search."""
    yield Figure("interviews", Interview.objects.count(), "rows")
    for model, name in (
        (Note, "notes"),
        (Utterance, "utterances"),
        (Snapshot, "snapshots"),
        (Insight, "insights"),
    ):
        yield Figure(name, model.objects.count(), "rows")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT sum(octet_length(text)) FROM interviews_utterance)"
            " + (SELECT sum(octet_length(text)) FROM interviews_note),"
            " pg_relation_size('interviews_utterance_words')"
            " + pg_relation_size('interviews_note_words')"
        )
        text, index = cursor.fetchone()
    yield Figure("text", float(text) / 1e6, "MB")
    yield Figure("index", index / 1e6, "MB")

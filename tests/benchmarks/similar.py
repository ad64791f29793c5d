"""What is alike among 10,000 opportunities on a tree and 10,000 that wait to be placed.

The words are drawn as people use them, a few very often and most hardly ever. What is looked for
says what one of them says, a little differently; ``found_again`` tells how often that one is among
the suggestions. The limit is a bare scan that compares the letters of all.
"""

import itertools
import random
import statistics
import time

from django.db import connection

from opportunities.models import Evidence, HeardSetAside, Opportunity
from opportunities.ordering import spread_keys
from opportunities.queries.alike import alike_nodes, alike_waiting
from snapshots.models import HeardOpportunity, Snapshot
from tests.benchmarks.asking import p95
from tests.benchmarks.figures import Figure
from tests.benchmarks.fragments import read_vocabulary
from tests.factories.opportunities import OutcomeFactory
from tests.factories.snapshots import SnapshotFactory

MANY = 10_000
STORIES = 50
ASKED = 60
BEGINNINGS = (
    "I can't",
    "I don't know",
    "I want to",
    "It takes me ages to",
    "I have to",
)


def run():
    rng = random.Random(5)  # noqa: S311
    texts = _texts(rng)
    outcome = OutcomeFactory(team__workspace__slug=f"alike-{time.time_ns()}")
    _fill(outcome, texts)
    asked = [_said_anew(text, rng) for text in rng.sample(texts, ASKED)]
    for name, find in (("on_the_tree", alike_nodes), ("in_the_inbox", alike_waiting)):
        times, hits = [], 0
        for text, original in asked:
            began = time.perf_counter()
            found = find(outcome, text)
            times.append((time.perf_counter() - began) * 1000)
            hits += any(alike.row.text == original for alike in found)
        yield Figure(f"{name}_median", statistics.median(times), "ms")
        yield Figure(f"{name}_p95", p95(times), "ms")
        yield Figure(f"{name}_found_again", 100 * hits / len(asked), "%")
    yield Figure("limit_scan_of_letters", _scan(outcome, asked[0][0]), "ms")


def _texts(rng):
    vocabulary = read_vocabulary()
    weights = itertools.accumulate(1 / (rank + 3) for rank in range(len(vocabulary)))
    weights = list(weights)
    return [
        " ".join(
            [
                rng.choice(BEGINNINGS),
                *rng.choices(vocabulary, cum_weights=weights, k=rng.randint(5, 9)),
            ]
        )
        for _ in range(MANY)
    ]


def _said_anew(text, rng):
    """The same with another beginning, one word less, and two words in each other's place."""
    words = text.split()[3:]
    words.pop(rng.randrange(len(words)))
    at = rng.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(["I wish I could", *words]), text


def _fill(outcome, texts):
    workspace = outcome.workspace
    keys = spread_keys(MANY)
    Opportunity.objects.bulk_create(
        (
            Opportunity(workspace=workspace, outcome=outcome, position=key, text=text)
            for key, text in zip(keys, texts, strict=True)
        ),
        batch_size=2_000,
    )
    stories = [
        SnapshotFactory(
            interview__team=outcome.team, interview__workspace=workspace, published=True
        )
        for _ in range(STORIES)
    ]
    share = MANY // STORIES
    for number, story in enumerate(stories):
        own = texts[number * share : (number + 1) * share]
        HeardOpportunity.objects.bulk_create(
            HeardOpportunity(
                workspace=workspace, snapshot=story, position=at, text=text
            )
            for at, text in enumerate(own)
        )
    with connection.cursor() as cursor:
        # As autovacuum does within minutes, also for the tables that are asked on the way.
        for model in (Opportunity, HeardOpportunity, Snapshot, Evidence, HeardSetAside):
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")


def _scan(outcome, text):
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, similarity(text, %s) AS near FROM opportunities_opportunity"
            " WHERE outcome_id = %s ORDER BY near DESC LIMIT 40",
            [text, outcome.pk],
        )
        cursor.fetchall()
    return (time.perf_counter() - began) * 1000

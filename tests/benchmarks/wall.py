"""The wall with 100,000 snapshots: first screen, next screens, every filter, search, bytes.

The pages say different things, drawn as people use words: a few very often, most hardly ever.
"""

import itertools
import random
import re
import statistics
import sys
import time
from datetime import timedelta
from html import unescape

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from discovery.home.demo.large import LARGE_WORKSPACE, Scale, build_large
from discovery.home.demo.logins import DEMO_LOGINS
from discovery.workspaces.models import Membership, Workspace
from snapshots.models import Reading
from tests.benchmarks.asking import ask, p95
from tests.benchmarks.figures import Figure
from tests.benchmarks.fragments import FRAGMENTS, read_vocabulary, write_fragments

# A few talks are still to come; the rest have a page.
SCALE = Scale(participants=110_000, interviews=100_400, nodes=2_000)
READ = 2_000
SCREENS = 6
WRITTEN = {
    "snapshots_snapshot": ("quote", 400),
    "snapshots_moment": ("text", 200),
    "snapshots_heardopportunity": ("text", 240),
    "snapshots_insight": ("text", 300),
}


def run():
    began = time.perf_counter()
    vocabulary = read_vocabulary()
    if not Workspace.objects.filter(slug=LARGE_WORKSPACE).exists():
        build_large(say=_say, scale=SCALE)
        _write_pages(vocabulary)
    yield Figure("loaded_in", time.perf_counter() - began, "s")
    workspace = Workspace.objects.get(slug=LARGE_WORKSPACE)
    yield Figure("pages", workspace.snapshots.published().count(), "rows")
    member = workspace.memberships.select_related("user").get(
        user__email=DEMO_LOGINS[0][0]
    )
    _read_some(member)
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    url = reverse("snapshots:library", args=[LARGE_WORKSPACE])
    yield Figure("first_screen_of_a_new_process", _milliseconds(client, url), "ms")
    yield from _measure_screens(client, url)
    yield from _measure("filter", client, url, _filters(workspace))
    yield from _measure("search", client, url, _searches(vocabulary))
    yield from _measure("both", client, url, _both(workspace, vocabulary))


def _say(line):
    print(line, file=sys.stderr)


# --- the pages ----------------------------------------------------------------------


def _write_pages(vocabulary):
    """Give each page words of its own."""
    write_fragments(vocabulary)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        with transaction.atomic():
            for table, (column, most) in WRITTEN.items():
                # The words of a page are put together once, when all parts are written.
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(
                    f"UPDATE {table} AS row SET {column} = left(f.text || '. ' || g.text, {most})"
                    " FROM fragment f, fragment g"
                    f" WHERE f.n = abs(hashint8(row.id * 2)::bigint) %% {FRAGMENTS}"
                    f" AND g.n = abs(hashint8(row.id * 2 + 1)::bigint) %% {FRAGMENTS}",
                    [],
                )
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            # One in a thousand is told in a moment of its own.
            cursor.execute(
                "UPDATE snapshots_moment SET title = 'The harbour' WHERE id %% 1000 = 0",
                [],
            )
            cursor.execute("UPDATE snapshots_snapshot SET page_words = NULL")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def _read_some(member):
    """The newest pages have been read, so that what is unread stands further down."""
    if Reading.objects.filter(membership=member).exists():
        return
    newest = member.workspace.snapshots.published().order_by("-talked_on", "-pk")
    Reading.objects.bulk_create(
        Reading(workspace=member.workspace, snapshot_id=pk, membership=member)
        for pk in newest.values_list("pk", flat=True)[:READ]
    )


# --- what is asked ------------------------------------------------------------------


def _filters(workspace):
    """Each filter by its name, with several of it."""
    opportunities = workspace.opportunities.filter(evidence__isnull=False).distinct()
    top = opportunities.filter(parent=None).first()
    deep = opportunities.order_by("-pk")[:3]
    month = localdate().replace(day=1)
    authors = Membership.objects.filter(workspace=workspace, role="member")[:4]
    newest = workspace.snapshots.published().order_by("-pk")[100:104]
    people = [page.participant for page in newest.select_related("participant")]
    return {
        "team": [{"team": team.pk} for team in workspace.teams.all()[:5]],
        "audience": [{"audience": name} for name in ("user", "prospect", "cancelled")],
        "outcome": [{"outcome": outcome.pk} for outcome in workspace.outcomes.all()],
        "opportunity": [{"opportunity": node.pk} for node in [top, *deep]],
        "dates": [{"when": "month"}, {"when": "year"}, {"until": (month - timedelta(days=300)).isoformat()},
                  {"since": (month - timedelta(days=500)).isoformat(), "until": (month - timedelta(days=470)).isoformat()}],
        "author": [{"by": author.pk} for author in authors],
        "unread": [{"unread": 1}],
        "moment": [{"moment": "harbour"}, {"moment": "before"}, {"moment": "nowhere"}],
        "person": [{"person": person.pk} for person in people],
        "name": [{"name": "customer"}, {"name": "customer 77"}, {"name": "nobody"}],
        "several": [{"audience": "user", "unread": 1, "team": workspace.teams.first().pk},
                    {"audience": "user", "moment": "harbour", "when": "year"}],
    }  # fmt: skip


def _searches(vocabulary):
    often, middle, seldom = (
        vocabulary[:40],
        vocabulary[300:900:60],
        vocabulary[-4_000::400],
    )
    rng = random.Random(5)  # noqa: S311
    questions = {
        "common": [word + " " for word in often[::4]],
        "middle": [word + " " for word in middle],
        "rare": [word + " " for word in seldom],
        "two_common": [" ".join(rng.sample(often, 2)) + " " for _ in range(10)],
        "several": [" ".join([word, *rng.sample(often, 2)]) + " " for word in middle],
        "beginning": [*(word[:3] for word in middle), *(word[:5] for word in seldom)],
        "phrase": [f'"{one} {other}"' for one, other in itertools.pairwise(often[:9])],
        "nowhere": ["xylophone ", "quetzal jabber"],
    }
    return {name: [{"q": text} for text in texts] for name, texts in questions.items()}


def _both(workspace, vocabulary):
    words = [*vocabulary[:10:3], *vocabulary[300:900:150], *vocabulary[-2_000::700]]
    filters = [
        {"team": workspace.teams.first().pk},
        {"audience": "prospect"},
        {"outcome": workspace.outcomes.first().pk},
        {"when": "year", "unread": 1},
    ]
    return {
        "search_and_filter": [
            {"q": w + " ", **chosen} for w in words for chosen in filters
        ]
    }


def _milliseconds(client, url):
    began = time.perf_counter()
    client.get(url)
    return (time.perf_counter() - began) * 1000


def _measure_screens(client, url):
    """The first screen of a server that runs, then one after the other; with bytes and queries."""
    yield from _figures("first_screen", *_asked(client, url, [{}] * 8))
    part = {"headers": {"HX-Request": "true"}}
    page, times, sizes = client.get(url), [], []
    for _ in range(SCREENS):
        began = time.perf_counter()
        page = client.get(url + _next(page), **part)
        times.append((time.perf_counter() - began) * 1000)
        sizes.append(len(page.content))
    yield Figure("next_screens_p50", statistics.median(times), "ms")
    yield Figure("next_screens_p95", p95(times), "ms")
    yield Figure("next_screens_bytes", statistics.median(sizes), "bytes")
    deep = client.get(
        url, {"until": (localdate() - timedelta(days=600)).isoformat()}, **part
    )
    began = time.perf_counter()
    client.get(url + _next(deep), **part)
    yield Figure("screen_deep_down", (time.perf_counter() - began) * 1000, "ms")


def _next(page):
    """Where the wall goes on."""
    link = re.search(r'id="cards-more"><a[^>]*? href="([^"]+)"', page.text)
    return unescape(link[1])


def _measure(kind, client, url, questions):
    everything, busy = [], []
    for name, asked in questions.items():
        times, worked, queries, size = _asked(client, url, asked)
        everything += times
        busy += worked
        yield from _figures(f"{kind}_{name}", times, worked, queries, size)
    yield Figure(f"{kind}_p50", statistics.median(everything), "ms")
    yield Figure(f"{kind}_p95", p95(everything), "ms")
    # What it takes where nothing else runs: the time that processors spent on it.
    yield Figure(f"{kind}_processor_p95", p95(busy), "ms")


def _asked(client, url, questions):
    times, busy, most, size = [], [], 0, 0
    for asked in questions:
        taken, worked, _floor, queries = ask(client, url, asked)
        times += taken
        busy += worked
        most = max(most, queries)
        size = max(size, len(client.get(url, asked).content))
    return times, busy, most, size


def _figures(name, times, busy, queries, size):
    yield Figure(f"{name}_p50", statistics.median(times), "ms")
    yield Figure(f"{name}_p95", p95(times), "ms")
    yield Figure(f"{name}_processor_p50", statistics.median(busy), "ms")
    yield Figure(f"{name}_queries", queries, "queries")
    yield Figure(f"{name}_bytes", size, "bytes")

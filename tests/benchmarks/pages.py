"""Server time and queries of each main page, with the demo and with a million participants.

The limit is the database: the same statements of the same page, sent again by a bare cursor. What
is left between the two is ours: middleware, Python, templates.
"""

import statistics
import sys
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discovery.home.demo.build import build_demo
from discovery.home.demo.large import LARGE_WORKSPACE, build_large
from discovery.home.demo.logins import DEMO_LOGINS, DEMO_WORKSPACE
from discovery.workspaces.models import Membership, Workspace
from tests.benchmarks.figures import Figure

ROUNDS = 15


def run():
    if not Workspace.objects.filter(slug=DEMO_WORKSPACE).exists():
        build_demo()
    yield from _measure("small", DEMO_WORKSPACE)
    if not Workspace.objects.filter(slug=LARGE_WORKSPACE).exists():
        build_large(say=lambda line: print(line, file=sys.stderr))
    yield from _measure("large", LARGE_WORKSPACE)


def _measure(scale, slug):
    member = Membership.objects.select_related("user", "workspace").get(
        workspace__slug=slug, user__email=DEMO_LOGINS[0][0]
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    slowest = 0
    for name, path in _pages(member):
        milliseconds, queries, floor = _page(client, path)
        slowest = max(slowest, milliseconds)
        yield Figure(f"{scale}_{name}", milliseconds, "ms")
        yield Figure(f"{scale}_{name}_database_alone", floor, "ms")
        yield Figure(f"{scale}_{name}_queries", queries, "queries")
    yield Figure(f"{scale}_slowest", slowest, "ms")


def _pages(member):
    """The main pages, each with a person, a story and a tree of this workspace."""
    workspace = member.workspace
    own = workspace.snapshots.published().filter(team=member.current_team)
    story = own.order_by("-talked_on", "-pk").first()
    outcome = workspace.outcomes.filter(team=member.current_team).first()
    person = story.participant

    def at(name, *args, query=""):
        return reverse(name, args=[workspace.slug, *args]) + query

    yield "home", at("home:home")
    yield "interviews", at("interviews:list")
    yield "interview", at("interviews:plan", story.interview_id)
    yield "room", at("interviews:room", story.interview_id)
    yield "participants", at("recruiting:participants")
    yield "participants_search", at("recruiting:participants", query="?q=weber+york")
    yield "participant", at("recruiting:participant", person.pk)
    yield "recruiting", at("recruiting:recruiting")
    yield "snapshots", at("snapshots:library")
    yield "snapshots_search", at("snapshots:library", query="?q=tuesday")
    yield "snapshot", at("snapshots:snapshot", story.pk)
    yield "tree", at("opportunities:tree", outcome.pk)
    yield "insights", at("opportunities:insights")
    yield "palette", at("home:search", query="?q=weber")
    if member.role == "admin":
        yield "members", at("workspaces:members")
        yield "audit", at("audit:audit")


def _page(client, path):
    """The median of several requests, the number of statements, and these alone."""
    client.get(path)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        response = client.get(path)
        times.append(time.perf_counter() - started)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    reads = [row["sql"] for row in seen if row["sql"].startswith("SELECT")]
    floors = [_alone(reads) for _ in range(ROUNDS)]
    return statistics.median(times) * 1000, len(seen), statistics.median(floors) * 1000


def _alone(statements):
    started = time.perf_counter()
    with connection.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()
    return time.perf_counter() - started

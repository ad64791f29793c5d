"""A tree of 2,000 nodes: its page, its canvas, and moves with twenty editors.

The web server runs as in production (granian, two processes). A move has arrived on another's
screen when they have been told of it and have fetched what has changed.
"""

import asyncio
import os
import statistics
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.figures import Figure
from tests.benchmarks.notes import spread, web_server
from tests.benchmarks.tree_editors import Editors, Line
from tests.benchmarks.tree_screen import measure_screen
from tests.benchmarks.tree_seed import grow_tree

EDITORS = int(os.environ.get("EDITORS", "20"))
SECONDS = int(os.environ.get("SECONDS", "40"))
PAUSE = 5.0
ROUNDS = 20


def run():
    tree = grow_tree(EDITORS)
    yield from _measure_page(tree)
    rows = tree.outcome.opportunities.order_by("pk").values_list("pk", flat=True)
    nodes = list(rows)
    # The last level has no children, so that no move can close a circle.
    parents, leaves = nodes[:100], nodes[-300:]
    connection.close()
    with web_server() as port:
        yield from _measure_moves(port, tree, leaves, parents)
        editors = Editors(port, tree, leaves, parents, PAUSE)
        asyncio.run(editors.move_and_listen(SECONDS))
        yield Figure("moves_together", len(editors.answered), "moves")
        yield Figure("moves_that_did_not_arrive", editors.missing, "screens")
        yield from spread("move_answered_together", editors.answered)
        yield from spread("move_on_other_screens", editors.shown)
        address = f"http://127.0.0.1:{port}{tree.url}"
        yield from measure_screen(address, tree.people[0][1])


def _measure_page(tree):
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = tree.people[0][1]
    client.get(tree.url)
    times, busy = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        response = client.get(tree.url)
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    with CaptureQueriesContext(connection) as seen:
        client.get(tree.url)
    own = [row for row in seen if 'FROM "opportunities_' in row["sql"]]
    yield Figure("page", statistics.median(times), "ms")
    # What it takes where nothing else runs: the time that processors spent on it.
    yield Figure("page_processor", statistics.median(busy), "ms")
    yield Figure("page_queries_of_the_tree", len(own), "queries")
    yield Figure("page_queries", len(seen), "queries")
    yield Figure("page_bytes", len(response.content), "bytes")


def _measure_moves(port, tree, leaves, parents):
    async def move_alone():
        line, times = Line(port, tree.people[0][1]), []
        for number in range(80):
            node, parent = leaves[number], parents[number]
            began, ended, _revision = await line.move(tree, node, parent)
            times.append(ended - began)
        line.close()
        # Until then every process has warmed up.
        return times[20:]

    yield from spread("move_answered", asyncio.run(move_alone()))

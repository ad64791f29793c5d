"""A tree of 2,000 nodes: its page, its canvas, and moves with twenty editors.

The web server runs as in production (granian, two processes). A move has arrived on another's
screen when they have been told of it and have fetched what has changed.
"""

import asyncio
import os
import statistics
import time

from django.db import connection

from tests.benchmarks.figures import Figure
from tests.benchmarks.notes import spread, web_server
from tests.benchmarks.tree_editors import Editors, Line
from tests.benchmarks.tree_screen import measure_screen
from tests.benchmarks.tree_seed import grow_tree
from tests.benchmarks.tree_work import measure_work

EDITORS = int(os.environ.get("EDITORS", "20"))
SECONDS = int(os.environ.get("SECONDS", "40"))
PAUSE = 5.0
ROUNDS = 20


def run():
    tree = grow_tree(EDITORS)
    rows = tree.outcome.opportunities.order_by("pk").values_list("pk", flat=True)
    nodes = list(rows)
    # The last level has no children, so that no move can close a circle.
    parents, leaves = nodes[:100], nodes[-300:]
    yield from measure_work(tree, leaves, parents)
    connection.close()
    with web_server() as port:
        yield from _measure_page(port, tree, leaves, parents)
        yield from _measure_moves(port, tree, leaves, parents)
        editors = Editors(port, tree, leaves, parents, PAUSE)
        asyncio.run(editors.move_and_listen(SECONDS))
        yield Figure("moves_together", len(editors.answered), "moves")
        yield Figure("moves_that_did_not_arrive", editors.missing, "screens")
        yield from spread("move_answered_together", editors.answered)
        yield from spread("move_on_other_screens", editors.shown)
        address = f"http://127.0.0.1:{port}{tree.url}"
        yield from measure_screen(address, tree.people[0][1])


def _measure_page(port, tree, leaves, parents):
    """How long a page takes that is asked for after somebody else's move."""

    async def move_and_read():
        reader, mover = (Line(port, session) for _, session in tree.people[:2])
        times = []
        for number in range(ROUNDS):
            await mover.move(tree, leaves[-1 - number], parents[number])
            began = time.perf_counter()
            await reader.ask("GET", tree.url)
            times.append((time.perf_counter() - began) * 1000)
        reader.close()
        mover.close()
        return times

    times = asyncio.run(move_and_read())
    yield Figure("page_first_of_a_process", times[0], "ms")
    yield Figure("page", statistics.median(times[1:]), "ms")


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

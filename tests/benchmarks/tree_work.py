"""What the pages of a large tree take where nothing else runs: processor time and queries, each time
after somebody else has moved a node."""

import gc
import statistics
import time
import uuid
from collections import defaultdict

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opportunities.drawing import forget_drawn
from tests.benchmarks.figures import Figure

ROUNDS = 20


def measure_work(tree, leaves, parents):
    reader, mover = (_client(session) for _member, session in tree.people[:2])
    bodies = [reader.get(tree.url).content]
    # As the web server does when it has started.
    gc.freeze()
    took = defaultdict(list)

    def ask(name, address):
        began = time.process_time()
        bodies.append(reader.get(address).content)
        took[name].append((time.process_time() - began) * 1000)

    for leaf, parent in zip(leaves[:ROUNDS], parents, strict=False):
        fields = {"parent": parent, "after": "", "client_id": uuid.uuid4()}
        mover.post(f"{tree.url}opportunities/{leaf}/position/", fields)
        tree.outcome.refresh_from_db()
        news = f"{tree.url}changes/?since={tree.outcome.revision - 1}"
        ask("page", tree.url)
        ask("changes_to_the_first", news)
        ask("changes_to_the_others", news)
        ask("marks", f"{tree.url}marks/")
        # As in a process that has not drawn this tree yet.
        forget_drawn()
        ask("page_all_drawn_anew", tree.url)
    for name, times in took.items():
        yield Figure(f"{name}_processor", statistics.median(times), "ms")
    yield Figure("page_bytes", len(bodies[0]), "bytes")
    with CaptureQueriesContext(connection) as seen:
        reader.get(tree.url)
    own = [row for row in seen if 'FROM "opportunities_' in row["sql"]]
    yield Figure("page_queries_of_the_tree", len(own), "queries")
    yield Figure("page_queries", len(seen), "queries")


def _client(session):
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = session
    return client

"""Asks a page several times, and tells how long it took and how long the database alone would."""

import os
import statistics
import time
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS = 3


def p95(times):
    return statistics.quantiles(times, n=20)[-1]


def ask(client, url, asked):
    """Milliseconds of each round, those of processors alone, of the database alone; and queries."""
    times, busy = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), _worked()
        response = client.get(url, asked)
        times.append((time.perf_counter() - began) * 1000)
        busy.append((_worked() - worked) / 1e6)
        if response.status_code != 200:
            raise RuntimeError(f"{asked!r} answered {response.status_code}")
    with CaptureQueriesContext(connection) as seen:
        client.get(url, asked)
    reads = [
        row["sql"] for row in seen if row["sql"].lstrip().startswith(("SELECT", "WITH"))
    ]
    began = time.perf_counter()
    with connection.connection.cursor() as cursor:
        for statement in reads:
            cursor.execute(statement)
            cursor.fetchall()
    return times, busy, (time.perf_counter() - began) * 1000, len(seen)


def _worked():
    """Nanoseconds that processors have spent on this process and on its connection."""
    connection.ensure_connection()
    pids = (os.getpid(), connection.connection.info.backend_pid)
    return sum(
        int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids
    )

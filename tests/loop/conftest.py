import os
import re

import pytest

from tests.loop.stack import Stack


@pytest.fixture(scope="package")
def stack(tmp_path_factory):
    """A whole running installation, once for all journeys."""
    running = Stack(
        tmp_path_factory.mktemp("loop"),
        os.environ.get("DATABASE_URL", "postgres://discovery@localhost/discovery"),
        own_redis(os.environ.get("REDIS_URL", "redis://localhost:6379/0")),
    )
    try:
        running.start(seed="tests.loop.seed")
        yield running
    finally:
        running.stop()


def own_redis(url):
    """The same server, another of its databases, so that no other test's worker listens."""
    return re.sub(r"\d+$", lambda number: str((int(number[0]) + 7) % 16), url)

import os

import pytest

from tests.loop.stack import Stack


@pytest.fixture(scope="package")
def stack(tmp_path_factory):
    """A whole running installation, once for all journeys."""
    running = Stack(
        tmp_path_factory.mktemp("loop"),
        os.environ.get("DATABASE_URL", "postgres://discovery@localhost/discovery"),
    )
    try:
        running.start(seed="tests.loop.seed")
        yield running
    finally:
        running.stop()

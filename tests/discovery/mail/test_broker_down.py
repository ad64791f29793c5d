"""trust.md B6: while Valkey is away pages work and mail waits; when it is back, mail goes out."""

import time

import pytest

from discovery.local.place import Place
from discovery.local.valkey import Valkey
from tests.discovery.local.installation import Installation, open_folder
from tests.discovery.mail.smtp_server import Sink

pytestmark = pytest.mark.slow

QUEUE_ONE = """
from discovery.mail.operations import queue_email
from discovery.workspaces.models import Workspace
workspace, _ = Workspace.objects.get_or_create(slug="w", defaults={"name": "W"})
queue_email("account_unknown", key="1", to="person1@example.com", context={}, workspace=workspace)
"""


@pytest.fixture
def sink():
    sink = Sink()
    sink.open()
    yield sink
    sink.end()


@pytest.fixture
def broker():
    with open_folder() as folder:
        place = Place(folder / "valkey-place")
        place.prepare()
        valkey = Valkey(place, {"PATH": "/usr/bin:/bin"})
        valkey.start()
        yield valkey
        valkey.child.stop(5)


def wait_until(condition, seconds):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_mail_waits_for_the_broker_and_pages_do_not(sink, broker):
    wait_until(lambda: broker.is_ready, 10)
    with open_folder() as folder:
        installation = Installation(folder / "data")
        try:
            installation.start(
                REDIS_URL=broker.url, EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(sink.port)
            )
            broker.child.stop(5)
            installation.manage("shell", "-v0", "-c", QUEUE_ONE)
            page, _ = installation.get("/accounts/login/")
            broken = installation.ready()[1]
            assert (page, broken["broker"], broken["database"]) == (200, "down", "ok")
            assert sink.recipients == {}

            broker.start()
            wait_until(lambda: sink.recipients == {"person1@example.com": 1}, 90)
        finally:
            installation.clean_up()

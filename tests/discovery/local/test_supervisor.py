"""An installation that is started, killed and robbed of its broker, and always comes back."""

import os
import signal
import time

import pytest

from discovery.local.place import Place
from discovery.local.valkey import Valkey
from tests.discovery.local.installation import Installation, open_folder
from tests.discovery.mail.smtp_server import Sink
from tests.patience import crowding

pytestmark = pytest.mark.slow

IMPORT = "from discovery.workspaces.models import Workspace; "
MAKE_WORKSPACE = IMPORT + "Workspace.objects.create(slug='%s')"
NAME_WORKSPACES = IMPORT + "print(*Workspace.objects.values_list('slug', flat=True))"
KEEP = "CREATE TABLE kept_%s ()"
IS_KEPT = "SELECT to_regclass('kept_%s') IS NOT NULL"
QUEUE_ONE = """
from discovery.mail.operations import queue_email
from discovery.workspaces.models import Workspace
workspace, _ = Workspace.objects.get_or_create(slug="w", defaults={"name": "W"})
queue_email("account_unknown", key="1", to="person1@example.com", context={}, workspace=workspace)
"""
ALL_WELL = (200, {"broker": "ok", "database": "ok", "mail": "ok", "worker": "ok"})


@pytest.fixture(scope="module")
def installation():
    with open_folder() as folder:
        installation = Installation(folder / "data")
        try:
            yield installation
        finally:
            installation.clean_up()


@pytest.fixture
def stopped(installation):
    """The installation, with nothing of it running."""
    installation.clean_up()
    return installation


@pytest.fixture
def running(installation):
    """The installation, running; it is started only where no test before has left it so."""
    if not installation.is_running:
        installation.clean_up()
        installation.start()
    return installation


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


def wait_until(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_first_start_makes_everything_and_ends_cleanly(stopped):
    stopped.start()

    assert stopped.ready() == ALL_WELL
    key = stopped.place.folder / "secret_key"
    assert (key.stat().st_mode & 0o777, len(key.read_text()) >= 50) == (0o600, True)
    assert stopped.stop(signal.SIGINT) < 10 * crowding()
    assert stopped.processes() == []
    assert stopped.process.returncode == 0


def test_mail_waits_for_the_broker_and_pages_do_not(stopped, sink, broker):
    """trust.md B6: while Valkey is away pages work and mail waits; when it is back, mail goes out."""
    wait_until(lambda: broker.is_ready)
    stopped.start(
        REDIS_URL=broker.url, EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(sink.port)
    )

    broker.child.stop(5)
    stopped.manage("shell", "-v0", "-c", QUEUE_ONE)
    page, _ = stopped.get("/accounts/login/")
    broken = stopped.ready()[1]
    assert (page, broken["broker"], broken["database"]) == (200, "down", "ok")
    assert sink.recipients == {}

    broker.start()
    wait_until(lambda: sink.recipients == {"person1@example.com": 1}, 90)
    stopped.stop()


def test_second_start_takes_under_eight_seconds(stopped):
    assert stopped.start() < 8 * crowding()


def test_a_second_start_beside_a_running_one_names_its_address(running):
    second = Installation(running.place.folder)
    second.log = running.log.with_name("second.log")
    with pytest.raises(AssertionError, match="already runs"):
        second.start()

    assert second.process.returncode == 1
    assert running.address in second.output


def test_a_child_that_dies_comes_back(running):
    killed = set(running.processes())

    for pid in killed:
        os.kill(pid, signal.SIGKILL)

    wait_until(lambda: b"started again" in running.log.read_bytes())
    wait_until(lambda: _ready_or_none(running) == ALL_WELL)
    assert killed.isdisjoint(running.processes())


@pytest.mark.parametrize("whom", ["supervisor", "everything"])
def test_a_start_after_kill_9_just_works_and_nothing_is_lost(running, whom):
    running.query(KEEP % whom)

    if whom == "everything":
        for pid in running.processes():
            os.kill(pid, signal.SIGKILL)
    running.stop(signal.SIGKILL)

    assert running.start() < 15 * crowding()
    assert running.ready() == ALL_WELL
    assert running.query(IS_KEPT % whom) == [(True,)]


def test_manage_uses_the_running_database_or_starts_one(running):
    running.manage("shell", "-v0", "-c", MAKE_WORKSPACE % "managed")
    assert running.stop() < 10 * crowding()
    assert running.processes() == []

    assert "managed" in running.manage("shell", "-v0", "-c", NAME_WORKSPACES)


def _ready_or_none(installation):
    try:
        return installation.ready()
    except OSError:
        return None

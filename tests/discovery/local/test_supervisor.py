import os
import signal
import time

import pytest

from tests.discovery.local.installation import Installation, open_folder

pytestmark = pytest.mark.slow

IMPORT = "from discovery.workspaces.models import Workspace; "
MAKE_WORKSPACE = IMPORT + "Workspace.objects.create(slug='%s')"
NAME_WORKSPACES = IMPORT + "print(*Workspace.objects.values_list('slug', flat=True))"
ALL_WELL = (200, {"broker": "ok", "database": "ok", "mail": "ok", "worker": "ok"})


@pytest.fixture(scope="module")
def installation():
    with open_folder() as folder:
        installation = Installation(folder / "data")
        try:
            yield installation
        finally:
            installation.clean_up()


@pytest.fixture(autouse=True)
def _stopped(installation):
    """Nothing runs on from one test into the next, also when one fails."""
    yield
    installation.clean_up()


def wait_until(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_first_start_makes_everything_and_ends_cleanly(installation):
    installation.start()

    assert installation.ready() == ALL_WELL
    key = installation.place.folder / "secret_key"
    assert (key.stat().st_mode & 0o777, len(key.read_text()) >= 50) == (0o600, True)
    assert installation.stop(signal.SIGINT) < 10
    assert installation.processes() == []
    assert installation.process.returncode == 0


def test_second_start_takes_under_eight_seconds(installation):
    seconds = []
    # The suite keeps both cores busy, so the best of a few is what the machine can do.
    while len(seconds) < 4 and min(seconds, default=8) >= 8:
        seconds.append(installation.start())
        assert installation.stop() < 10

    assert min(seconds) < 8


def test_a_second_start_beside_a_running_one_names_its_address(installation):
    installation.start()

    second = Installation(installation.place.folder)
    second.log = installation.log.with_name("second.log")
    with pytest.raises(AssertionError, match="already runs"):
        second.start()

    assert second.process.returncode == 1
    assert installation.address in second.output
    installation.stop()


@pytest.mark.parametrize("whom", ["supervisor", "everything"])
def test_a_start_after_kill_9_just_works_and_nothing_is_lost(installation, whom):
    installation.start()
    installation.manage("shell", "-v0", "-c", MAKE_WORKSPACE % whom)

    if whom == "everything":
        for pid in installation.processes():
            os.kill(pid, signal.SIGKILL)
    installation.stop(signal.SIGKILL)

    assert installation.start() < 15
    assert installation.ready() == ALL_WELL
    assert whom in installation.manage("shell", "-v0", "-c", NAME_WORKSPACES)
    installation.stop()
    assert installation.processes() == []


def test_a_child_that_dies_comes_back(installation):
    installation.start()
    killed = set(installation.processes())

    for pid in killed:
        os.kill(pid, signal.SIGKILL)

    wait_until(lambda: b"started again" in installation.log.read_bytes())
    wait_until(lambda: _ready_or_none(installation) == ALL_WELL, seconds=30)
    assert killed.isdisjoint(installation.processes())
    installation.stop()


def test_manage_uses_the_running_database_or_starts_one(installation):
    installation.start()
    installation.manage("shell", "-v0", "-c", MAKE_WORKSPACE % "managed")
    installation.stop()

    assert "managed" in installation.manage("shell", "-v0", "-c", NAME_WORKSPACES)


def _ready_or_none(installation):
    try:
        return installation.ready()
    except OSError:
        return None

"""The two servers below the application, and the environment that leads to them."""

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from discovery.local.place import MARK, PlaceError
from discovery.local.postgres import Postgres
from discovery.local.processes import clear_leftovers
from discovery.local.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]

# A crash may leave much to replay: PostgreSQL is given time before we call it broken.
LONGEST_RECOVERY = 300
LONGEST_CLEARING = 15


class Services:
    """PostgreSQL and Valkey of one place; a server named by the environment is not started."""

    def __init__(self, place, for_tests=False):
        self.place = place
        env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), MARK: str(place.folder)}
        is_given = os.environ.get
        self.postgres = (
            None if is_given("DATABASE_URL") else Postgres(place, env, for_tests)
        )
        self.valkey = None if is_given("REDIS_URL") else Valkey(place, env)

    @property
    def own(self):
        return [service for service in (self.postgres, self.valkey) if service]

    def start(self):
        clear_leftovers(self.place)
        for service in self.own:
            service.start()

    def wait_until_ready(self):
        for service in self.own:
            _wait_for(service)
        if self.postgres:
            self.postgres.make_database()

    def stop(self, seconds=5):
        for service in self.own:
            service.child.ask_to_stop()
        until = time.monotonic() + seconds
        for service in self.own:
            service.child.stop(until - time.monotonic())

    def environment(self):
        """The variables that lead a process of the application to this place."""
        place = self.place
        found = {
            "LOCAL_MODE": "1",
            "MEDIA_ROOT": str(place.folder / "media"),
            "STATIC_ROOT": str(place.folder / "static"),
            "MAIL_JOURNAL": str(place.folder / "journal"),
            "LOCAL_MAILS": str(place.mails),
        }
        if not {"SECRET_KEY", "SECRET_KEY_FILE"} & set(os.environ):
            place.secret_key()
            found["SECRET_KEY_FILE"] = str(place.folder / "secret_key")
        if self.postgres:
            found["DATABASE_URL"] = self.postgres.url
        if self.valkey:
            found["REDIS_URL"] = self.valkey.url
        return found


def _wait_for(service):
    """Wait until a server answers; one that ends at once is tried again for a while.

    After a kill -9 of PostgreSQL alone its sessions need a moment to notice, and until then
    they hold the memory that a new server asks for.
    """
    started_at = time.monotonic()
    while not service.is_ready:
        waited = time.monotonic() - started_at
        is_running = service.child.is_running
        if waited > (LONGEST_RECOVERY if is_running else LONGEST_CLEARING):
            raise PlaceError(f"{service.name} did not start; see {service.child.log}")
        time.sleep(0.02 if is_running else 0.3)
        if not is_running:
            service.child.start()


def inherited_environment():
    """Our own environment, with bytecode: without it each start costs three seconds more."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONUNBUFFERED": "1"}


@contextmanager
def services_for_a_while(place, for_tests=False):
    """The environment of a place whose servers run until the block ends."""
    services = Services(place, for_tests)
    try:
        services.start()
        services.wait_until_ready()
        yield services.environment()
    finally:
        services.stop()


def manage(*arguments):
    return [sys.executable, ROOT / "manage.py", *arguments]

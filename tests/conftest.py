import os
from collections import Counter
from itertools import count

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("LOCAL_MODE", "1")

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from discovery.workspaces.permissions import Role  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402, F401
from tests.emptying import empty_tables  # noqa: E402
from tests.factories.workspaces import (  # noqa: E402
    MembershipFactory,
    TeamFactory,
    WorkspaceFactory,
)
from tests.template import copy_template  # noqa: E402

# Half a second for each password is for those who guess; the way it is done stays the same.
PBKDF2PasswordHasher.iterations = 1
TransactionTestCase._fixture_teardown = empty_tables

# How long an example takes says how busy the machine is, and nothing about what it proves.
hypothesis.settings.register_profile(
    "shared machine",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("shared machine")

NUMBERS = count()
# What a test of each kind takes, roughly; a whole journey is both slow and in a browser.
SECONDS = {(True, True): 60, (True, False): 10, (False, True): 3, (False, False): 0.03}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    begin_with_the_longest(items)
    if not config.getoption("usepdb"):  # who debugs looks at the first failure
        give_browsers_a_second_try(items)


def begin_with_the_longest(items):
    """Let the files that take longest come first, so that at the end nobody waits for one."""
    files = Counter()
    for item in items:
        marks = ("slow", "browser")
        kind = tuple(bool(item.get_closest_marker(mark)) for mark in marks)
        files[item.path] += SECONDS[kind]
    items.sort(key=lambda item: (-files[item.path], item.path))


def give_browsers_a_second_try(items):
    """What drives a browser may fail once; nothing else may.

    A real browser, our server and its database share two cores that other tests keep busy, so
    once in thousands of steps one of them comes later than a page expects. The summary lists
    such a test with what it said: it is there to be looked at and mended, not to be got used to.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _own_media(settings, media):
    """A folder of its own for each test that stores a file; the others need none made."""
    settings.MEDIA_ROOT = media / str(next(NUMBERS))


@pytest.fixture(scope="session")
def is_copied(request):
    """Whether this is one of several processes, whose databases are copies of a template."""
    option = request.config.getoption
    is_asked_otherwise = option("reuse_db") or option("create_db")
    return hasattr(request.config, "workerinput") and not is_asked_otherwise


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, is_copied):
    return django_db_keepdb or is_copied


@pytest.fixture(scope="session")
def _names_as_before():
    """After the last test its second try sets all up again, and names it by what it finds."""
    about = connection.settings_dict
    name, test_name = about["NAME"], about["TEST"]["NAME"]
    yield
    about["NAME"], about["TEST"]["NAME"] = name, test_name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    _names_as_before,
    django_db_modify_db_settings,
    is_copied,
    tmp_path_factory,
    django_db_blocker,
):
    if is_copied:
        with django_db_blocker.unblock():
            copy_template(tmp_path_factory.getbasetemp().parent)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, is_copied):
    """The test database, left by everybody before it is dropped.

    Threads and server processes of tests come and go; one that is slow to hang up must not
    fail the run at its very end.
    """
    yield
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND usename = current_user"
            )
        if is_copied:
            connection.creation.destroy_test_db(verbosity=0)


@pytest.fixture
def workspace(db):
    return WorkspaceFactory()


@pytest.fixture
def team(workspace):
    return TeamFactory(workspace=workspace)


def _member(role):
    @pytest.fixture
    def member(workspace, team):
        return MembershipFactory(workspace=workspace, role=role, team=team)

    return member


admin = _member(Role.ADMIN)
researcher = _member(Role.RESEARCHER)
member = _member(Role.MEMBER)
colleague = _member(Role.COLLEAGUE)
stakeholder = _member(Role.STAKEHOLDER)


@pytest.fixture
def stranger(db):
    """A member of another workspace, with every permission there."""
    return MembershipFactory(role=Role.ADMIN)


@pytest.fixture
def sign_in(client):
    """Sign a membership's person in and return the client."""

    def sign_in(membership):
        client.force_login(membership.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in

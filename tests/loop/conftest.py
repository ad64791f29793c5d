import os

import pytest

from tests.loop.people import Person
from tests.loop.stack import Stack

OUTCOME = pytest.StashKey()


@pytest.fixture(scope="package")
def stack(tmp_path_factory, django_db_setup):
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report
    return report


@pytest.fixture
def meet(request, stack, chromium, tmp_path):
    """Give each person a browser of their own: ``meet("mara@lumen.example", width=360)``.

    After a failure, what each of them saw last lies in the test's temporary folder.
    """
    people = []

    def meet(email="", **about):
        people.append(Person(stack, chromium, email, **about))
        return people[-1]

    yield meet
    report = request.node.stash.get(OUTCOME, None)
    for number, person in enumerate(people):
        if report and report.failed:
            picture = tmp_path / f"person-{number}.png"
            person.page.screenshot(path=picture)
            print(f"{person.page.url} {person.trouble}: {picture}")
        person.context.close()

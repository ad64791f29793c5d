"""Many people on one slot, each with a thread and a connection of their own."""

import threading
import time as clock
from contextlib import contextmanager
from datetime import time, timedelta

from django.db import close_old_connections, connection, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.timezone import now

from interviews.models import Attendance
from interviews.operations.booking import SlotTaken, book_interview
from tests.factories.interviews import (
    AttendanceFactory,
    AvailabilityFactory,
    BookingPageFactory,
    InterviewFactory,
)
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory


@contextmanager
def own_connections():
    """Give every thread a connection of its own, where the application would share eight."""
    options = connections.settings["default"]["OPTIONS"]
    pool = options.pop("pool", None)
    try:
        yield
    finally:
        if pool is not None:
            options["pool"] = pool


def crowded_page(people):
    """A team of three who are there all week, and as many participants."""
    team = TeamFactory()
    for _ in range(3):
        member = MembershipFactory(workspace=team.workspace, team=team)
        for weekday in range(7):
            AvailabilityFactory(
                membership=member, weekday=weekday, starts_at=time(8), ends_at=time(20)
            )
    page = BookingPageFactory(team=team)
    crowd = ParticipantFactory.create_batch(people, workspace=team.workspace)
    return page, crowd


def the_slot():
    day = now() + timedelta(days=3)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def book_at_once(page, crowd, book=None):
    """Let everybody book the same slot at the same moment.

    Returns for each ``(what came of it, seconds)``; what came of it is an interview or an
    exception. The clock starts when all are there, each with an open connection, and stops when
    each knows. The next free times are looked for later, by the page, without any lock.
    """
    book = book or book_slot
    barrier = threading.Barrier(len(crowd))
    results = []

    def take_part(participant):
        try:
            connection.ensure_connection()
            barrier.wait(60)
            begun = clock.perf_counter()
            try:
                outcome = book(page, participant)
            except Exception as error:  # noqa: BLE001
                outcome = error
            results.append((outcome, clock.perf_counter() - begun))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=take_part, args=[person]) for person in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def book_slot(page, participant):
    start = the_slot()
    return book_interview(
        page=page,
        participant=participant,
        start=start,
        wall_time=f"{start:%Y-%m-%dT%H:%M}",
        time_zone="UTC",
    )


def book_naively(page, participant):
    """Look whether the slot is free, and if so write it down; no line, no constraint."""
    start = the_slot()
    during = DateTimeTZRange(start, start + timedelta(minutes=35))
    members = list(page.team.memberships.all())
    with transaction.atomic():
        if Attendance.objects.filter(
            membership__in=members, during__overlap=during
        ).exists():
            raise SlotTaken(start)
        interview = InterviewFactory(
            team=page.team, participant=participant, during=during
        )
        for member in members[:1]:
            AttendanceFactory(
                interview=interview,
                membership=member,
                during=during,
                is_blocking=False,
            )
    return interview


def tally(results):
    """How often what came of it, by the name of its class."""
    names = [type(outcome).__name__ for outcome, _ in results]
    return {name: names.count(name) for name in sorted(set(names))}

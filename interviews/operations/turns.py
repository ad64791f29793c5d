"""How bookings wait for each other: the people's rows first, in one order, then the interview.

Left to meet at the exclusion constraint, two at once can deadlock (trust.md finding 1). The
constraint makes it right, the lock makes it polite; it is NO KEY, so that
foreign keys to the same people are not held up.
"""

import zlib
from functools import wraps

from django.db import OperationalError, connection

from discovery.accounts.models import User
from recruiting.models import Participant

# Deadlock, failed serialisation, lock not available within lock_timeout.
WORTH_ANOTHER_TRY = {"40P01", "40001", "55P03"}
LONGEST_WAIT = "2s"
# The first number of our advisory locks, so that they meet nobody else's.
DOORS = 7_311


class TooBusyError(Exception):
    """So many people are booking at this moment that our turn did not come."""


def wait_for_turn(users, participant):
    """Lock the members' rows by id, then the participant's, in the caller's transaction."""
    wait_for_members(users)
    wait_for_participant(participant)


def wait_at_the_door(page, start):
    """Wait while somebody else is booking this very slot.

    All who wait go on together once that booking is through, so that two hundred losers of a
    race do not then stand in line one behind the other to learn that they lost.
    """
    door = zlib.crc32(f"{page.pk}:{start.isoformat()}".encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s),"
            " set_config('lock_timeout', %s, true)",
            [DOORS, door, LONGEST_WAIT],
        )
        is_first, _timeout = cursor.fetchone()
        if not is_first:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [DOORS, door])


def wait_for_members(users):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
    members = User.objects.filter(pk__in=users).order_by("pk")
    list(members.select_for_update(no_key=True).values_list("pk"))


def wait_for_participant(participant):
    people = Participant.objects.filter(pk=participant.pk)
    list(people.select_for_update(no_key=True).values_list("pk"))


def retried_once(operation):
    """Run an atomic operation again if it lost a race for locks, once."""

    @wraps(operation)
    def attempt(**kwargs):
        try:
            return operation(**kwargs)
        except OperationalError as error:
            refuse_unless_worth_it(error)
        try:
            return operation(**kwargs)
        except OperationalError as error:
            refuse_unless_worth_it(error)
            raise TooBusyError from error

    return attempt


def refuse_unless_worth_it(error):
    state = getattr(error.__cause__, "sqlstate", None)
    if state not in WORTH_ANOTHER_TRY or connection.in_atomic_block:
        raise error

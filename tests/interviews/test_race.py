"""Two hundred people on one slot (B2): exactly one gets it, nobody waits long, nobody deadlocks."""

import pytest

from discovery.mail.models import OutgoingEmail
from interviews.models import Attendance, Interview
from interviews.operations import booking
from tests.interviews.race import (
    book_at_once,
    book_naively,
    crowded_page,
    own_connections,
    tally,
)

PEOPLE = 200
LONGEST_WAIT = 5  # seconds


@pytest.fixture
def page_and_crowd(transactional_db):
    return crowded_page(PEOPLE)


@pytest.mark.slow
def test_one_of_two_hundred_gets_the_slot(page_and_crowd):
    page, crowd = page_and_crowd

    with own_connections():
        results = book_at_once(page, crowd)

    assert tally(results) == {"Interview": 1, "SlotTaken": PEOPLE - 1}
    assert max(seconds for _, seconds in results) < LONGEST_WAIT
    assert Interview.objects.count() == 1
    assert Attendance.objects.count() == 3
    assert OutgoingEmail.objects.count() == 4
    losers = [error for error, _ in results if isinstance(error, booking.SlotTaken)]
    assert all(len(error.nearest) == 3 for error in losers)


@pytest.mark.slow
def test_a_naive_booking_gives_the_slot_away_often(page_and_crowd):
    """The negative control: looking first and then writing is not enough."""
    page, crowd = page_and_crowd

    with own_connections():
        results = book_at_once(page, crowd[:40], book_naively)

    assert tally(results).get("Interview", 0) > 1

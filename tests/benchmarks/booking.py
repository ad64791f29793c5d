"""Two hundred people on one slot, and bookings per second against a bare INSERT loop.

The limit is the same rows (an interview and three attendances, with their constraints),
written by bare SQL in one transaction each. Ours adds the line, the search, four mails with
their calendar entries, reminders, notices and the audit.
"""

import statistics
import time
from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction

from interviews.models import Attendance, Interview
from interviews.operations.booking import SlotTaken, book_interview
from interviews.queries import search_team
from tests.benchmarks.figures import Figure
from tests.factories.recruiting import ParticipantFactory
from tests.interviews.race import (
    book_at_once,
    book_naively,
    crowded_page,
    own_connections,
    the_slot,
)

PEOPLE = 200
ROUNDS = 3
BOOKINGS = 30

INTERVIEW = """
    INSERT INTO interviews_interview (workspace_id, team_id, participant_id, kind, state, during,
        time_zone, wall_time, tzdata_version, learning_goal, would_change_our_mind, meeting_url,
        "where", calendar_uid, calendar_sequence, link_version, cancellation_reason, created_at)
    VALUES (%s, %s, %s, 'exploratory', 'booked', tstzrange(%s, %s), 'UTC', '', '', '', '', '', '',
        %s, 0, 0, '', now()) RETURNING id
"""
ATTENDANCE = """
    INSERT INTO interviews_attendance (workspace_id, interview_id, membership_id, user_id, part,
        during, is_blocking) VALUES (%s, %s, %s, %s, %s, tstzrange(%s, %s), true)
"""


def run():
    yield from _race()
    yield from _alone()


def _race():
    """Everybody at once on one slot, and the negative control: looking first, then writing."""
    slowest, medians, winners, others = [], [], 0, 0
    for _ in range(ROUNDS):
        page, crowd = crowded_page(PEOPLE)
        with own_connections():
            results = book_at_once(page, crowd)
        seconds = [second for _, second in results]
        slowest.append(max(seconds))
        medians.append(statistics.median(seconds))
        winners += sum(isinstance(outcome, Interview) for outcome, _ in results)
        others += sum(
            not isinstance(outcome, Interview | SlotTaken) for outcome, _ in results
        )
    yield Figure("people_on_one_slot", PEOPLE, "people")
    yield Figure("winners_of_a_slot", winners / ROUNDS, "people")
    yield Figure("neither_won_nor_told", others, "people")
    yield Figure("slowest_of_all", max(slowest), "s")
    yield Figure("median_wait", statistics.median(medians), "s")
    page, crowd = crowded_page(PEOPLE)
    with own_connections():
        naive = book_at_once(page, crowd, book_naively)
    won = sum(isinstance(outcome, Interview) for outcome, _ in naive)
    yield Figure("winners_without_our_line", won, "people")


def _alone():
    """One booking after the other, each of a slot of its own."""
    page, crowd = crowded_page(BOOKINGS)
    page.most_per_day = 50
    page.save()
    starts = [the_slot() + timedelta(hours=n % 8, days=n // 8) for n in range(BOOKINGS)]
    limit = _bare_inserts(page, starts)
    began = time.perf_counter()
    search = search_team(page, participant=crowd[0])
    count = len(search.slots)
    searched = time.perf_counter() - began
    began = time.perf_counter()
    for start, participant in zip(starts, crowd, strict=True):
        book_interview(
            page=page,
            participant=participant,
            start=start,
            wall_time=f"{start:%Y-%m-%dT%H:%M}",
            time_zone="UTC",
        )
    ours = BOOKINGS / (time.perf_counter() - began)
    yield Figure("slots_found", count, "slots")
    yield Figure("search_of_three_weeks", searched * 1000, "ms")
    yield Figure("bare_inserts", limit, "bookings/s")
    yield Figure("bookings", ours, "bookings/s")
    yield Figure("bookings_of_bare_inserts", ours / limit, "ratio")


def _bare_inserts(page, starts):
    """Bookings per second of nothing but the rows, on slots that are then freed."""
    participants = ParticipantFactory.create_batch(
        len(starts), workspace=page.workspace
    )
    members = list(page.team.memberships.all())
    workspace, team = page.workspace_id, page.team_id
    began = time.perf_counter()
    for start, participant in zip(starts, participants, strict=True):
        end, blocked = start + timedelta(minutes=20), start + timedelta(minutes=35)
        with transaction.atomic(), connection.cursor() as cursor:
            about = [workspace, team, participant.pk, start, end, f"{uuid4()}"]
            cursor.execute(INTERVIEW, about)
            (interview,) = cursor.fetchone()
            for member, part in zip(
                members, ("lead", "note_taker", "observer"), strict=True
            ):
                row = [workspace, interview, member.pk, member.user_id, part]
                cursor.execute(ATTENDANCE, [*row, start, blocked])
    taken = time.perf_counter() - began
    Attendance.objects.filter(workspace=workspace).delete()
    return len(starts) / taken

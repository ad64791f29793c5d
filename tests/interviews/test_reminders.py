"""Reminders follow their booking: due on the morning of the day, dropped when stale (B1.10)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.timezone import now

from discovery.mail.models import OutgoingEmail
from discovery.mail.rechecks import check_of
from interviews.models import Interview, Reminder
from interviews.operations.changes import cancel_interview, move_interview
from interviews.operations.reminders import reminder_time, send_reminder
from interviews.tasks import send_due_reminders
from tests.factories.interviews import InterviewFactory
from tests.factories.recruiting import ParticipantFactory
from tests.interviews.scheduling import book, bookable_page, in_days, seen


@pytest.fixture
def page(team):
    return bookable_page(team)


@pytest.fixture
def interview(page):
    return book(page, ParticipantFactory(workspace=page.workspace))


def make_due(interview):
    interview.reminders.filter(settled_at=None).update(due_at=now())


def reminder_mails():
    return OutgoingEmail.objects.filter(template__startswith="interview_reminder")


@pytest.mark.parametrize(
    ("start", "zone", "due"),
    [
        # Eight in the morning there, whatever the day it is in UTC.
        (datetime(2026, 11, 25, 14, tzinfo=UTC), "Europe/Berlin", "2026-11-25 07:00"),
        (datetime(2026, 11, 25, 3, tzinfo=UTC), "America/Vancouver", "2026-11-24 15:00"),
        (datetime(2026, 11, 25, 22, tzinfo=UTC), "Pacific/Kiritimati", "2026-11-25 18:00"),
        # A talk early in the morning: an hour before.
        (datetime(2026, 11, 25, 7, 30, tzinfo=UTC), "Europe/Berlin", "2026-11-25 06:30"),
    ],
)  # fmt: skip
def test_the_morning_of_the_day_where_the_person_lives(start, zone, due):
    assert f"{reminder_time(start, zone).astimezone(UTC):%Y-%m-%d %H:%M}" == due


def test_both_sides_are_reminded_once(interview):
    make_due(interview)

    send_due_reminders()
    send_due_reminders()

    assert reminder_mails().count() == 4
    assert set(interview.reminders.values_list("outcome", flat=True)) == {"queued"}
    mail = reminder_mails().get(to=interview.participant.email)
    assert mail.expires_at == interview.starts_at - timedelta(minutes=5)
    assert "10:00 to 10:20" in mail.text


def test_what_is_not_due_waits(interview):
    send_due_reminders()

    assert not reminder_mails().exists()
    assert interview.reminders.filter(settled_at=None).count() == 4


def test_a_moved_interview_is_reminded_of_at_its_new_time(interview):
    old = list(interview.reminders.values_list("pk", flat=True))
    moved = move_interview(interview=interview, **seen(in_days(5, hour=14)))
    # As if the change had not voided them: the row is read again when it is sent.
    Reminder.objects.filter(pk__in=old).update(settled_at=None, due_at=now())

    send_due_reminders()

    assert not reminder_mails().exists()
    outcomes = Reminder.objects.filter(pk__in=old).values_list("outcome", flat=True)
    assert set(outcomes) == {"booking has changed"}
    make_due(moved)
    send_due_reminders()
    assert "14:00 to 14:20" in reminder_mails().get(to=moved.participant.email).text


def test_a_cancelled_interview_is_not_reminded_of(interview):
    cancel_interview(interview=interview)
    Reminder.objects.update(settled_at=None, due_at=now())

    send_due_reminders()

    assert not reminder_mails().exists()


def test_a_reminder_that_comes_too_late_is_dropped(interview):
    Interview.objects.update(
        during=DateTimeTZRange(
            now() + timedelta(minutes=4), now() + timedelta(minutes=24)
        )
    )
    make_due(interview)

    send_due_reminders()

    assert not reminder_mails().exists()
    assert set(interview.reminders.values_list("outcome", flat=True)) == {"too late"}


def test_a_reminder_in_another_hand_is_left_alone(interview, transactional_db):
    reminder = interview.reminders.first()
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM interviews_reminder WHERE id = %s FOR UPDATE",
                [reminder.pk],
            )

            assert send_reminder(reminder_id=reminder.pk) is None
    finally:
        other.rollback()
        other.close()


def test_no_reminder_of_what_is_too_soon(page):
    page.notice_hours = 0
    page.save()
    member = page.team.memberships.first()
    start = now().replace(second=0, microsecond=0) + timedelta(minutes=50)

    interview = book(
        page,
        ParticipantFactory(workspace=page.workspace),
        start,
        by=member,
        is_agreed=True,
    )

    assert not interview.reminders.exists()


def test_a_waiting_mail_about_an_older_version_is_not_sent(interview):
    """The last look before a mail goes out (B1.6)."""
    mail = OutgoingEmail.objects.get(to=interview.participant.email)

    assert check_of(mail)(mail) == ""
    Interview.objects.update(calendar_sequence=1)
    assert check_of(mail)(mail) == "the interview has changed since"


def test_one_reminder_for_each_person_and_version(db):
    interview = InterviewFactory()
    about = {
        "workspace": interview.workspace,
        "interview": interview,
        "sequence": 0,
        "due_at": now(),
    }
    Reminder.objects.create(**about)

    with pytest.raises(IntegrityError, match="interviews_reminder_once"):
        Reminder.objects.create(**about)

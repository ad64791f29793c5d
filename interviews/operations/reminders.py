"""Reminders on the morning of the day: rows with a due time that follow their booking."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from interviews.models import Interview, Reminder
from interviews.operations.letters import (
    LATEST_REMINDER,
    tell_member,
    tell_participant,
)

MORNING = time(8)
LATEST_BEFORE = timedelta(hours=1)


def plan_reminders(interview, present):
    """Make the reminders of an interview's current version, in its transaction.

    ``present`` are its attendances.
    """
    people = [(None, interview.time_zone)] if interview.participant.email else []
    for row in present:
        people.append((row.membership, row.user.time_zone))
    moment = now()
    reminders = [
        Reminder(
            workspace=interview.workspace,
            interview=interview,
            membership=membership,
            sequence=interview.calendar_sequence,
            due_at=due_at,
        )
        for membership, zone in people
        if (due_at := reminder_time(interview.starts_at, zone)) > moment
    ]
    Reminder.objects.bulk_create(reminders)


def reminder_time(starts_at, zone):
    """Eight in the morning of the day in ``zone``, but at least an hour before the start."""
    day = starts_at.astimezone(ZoneInfo(zone)).date()
    morning = datetime.combine(day, MORNING, ZoneInfo(zone))
    return min(morning, starts_at - LATEST_BEFORE)


def void_reminders(interview, outcome):
    """Settle what is still to come, in the transaction of the change that made it stale."""
    interview.reminders.filter(settled_at=None).update(
        settled_at=now(), outcome=outcome
    )


def due_reminders(limit=200):
    """The ids of reminders whose time has come, oldest first."""
    due = Reminder.objects.filter(settled_at=None, due_at__lte=now())
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


@transaction.atomic
def send_reminder(*, reminder_id):
    """Settle one reminder: put its mail in the outbox, or drop it if its time is over.

    Reads the booking at this moment. Two at once cannot both have the row, and even then
    the mail's key would make one of the two.
    """
    waiting = Reminder.objects.filter(pk=reminder_id, settled_at=None)
    reminder = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if reminder is None:
        return None
    interview = Interview.objects.select_related(
        "participant", "team", "workspace"
    ).get(pk=reminder.interview_id)
    reminder.outcome = _why_not(reminder, interview)
    if not reminder.outcome:
        _queue(reminder, interview)
        reminder.outcome = "queued"
    reminder.settled_at = now()
    reminder.save(update_fields=["outcome", "settled_at"])
    return reminder


def _why_not(reminder, interview):
    if interview.state != Interview.State.BOOKED:
        return "not booked any more"
    if reminder.sequence != interview.calendar_sequence:
        return "booking has changed"
    if now() > interview.starts_at - LATEST_REMINDER:
        return "too late"
    return ""


def _queue(reminder, interview):
    if reminder.membership_id is None:
        return tell_participant("reminder", interview)
    return tell_member("reminder", interview, reminder.membership)

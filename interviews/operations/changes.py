"""What may become of a booked interview: moved, called off, attended by others, not attended."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.live.operations import publish
from discovery.mail.operations import cancel_emails
from interviews.models import Interview
from interviews.operations.booking import (
    TZDATA_VERSION,
    SlotTaken,
    check_clocks,
    save_with_people,
)
from interviews.operations.letters import (
    attendances_of,
    tell_everybody,
    tell_member,
)
from interviews.operations.reminders import plan_reminders, void_reminders
from interviews.operations.turns import retried_once, wait_for_turn
from interviews.queries import hosts_of, search_team


class NotOpen(Exception):
    """The interview has begun, is over or was called off, so it stays as it is."""


class MemberBusy(Exception):
    """One of the members has another interview at that time."""


def move_interview(*, interview, start, wall_time, time_zone, by=None, is_agreed=False):
    """Move an interview to another slot; who was to be there stays if they are free.

    The lead keeps it if they can. Without ``by`` the participant moves it themselves, which
    they may until it starts. Raises SlotTaken with the nearest slots, and NotOpen.
    """
    check_clocks(start, wall_time, time_zone)
    try:
        return _move(
            interview=interview,
            start=start,
            wall_time=wall_time,
            time_zone=time_zone,
            by=by,
            is_agreed=is_agreed,
        )
    except SlotTaken as error:
        page, participant = interview.team.booking_page, interview.participant
        error.search = lambda: search_team(
            page, participant=participant, without=interview
        )
        raise


@retried_once
@transaction.atomic
def _move(*, interview, start, wall_time, time_zone, by, is_agreed):
    page = interview.team.booking_page
    users = set(hosts_of(page.team).values_list("user_id", flat=True))
    users.update(interview.attendances.values_list("user_id", flat=True))
    wait_for_turn(users, interview.participant)
    interview = _open_interview(interview, by)
    if interview.starts_at == start:
        return interview
    present = attendances_of(interview)
    search = search_team(
        page, participant=interview.participant, without=interview, around=start
    )
    keep = [row.membership_id for row in present]
    slot = (search.party_at if is_agreed else search.slot_at)(start, keep)
    if slot is None:
        raise SlotTaken(start)
    before = interview.told_in(interview.time_zone)
    interview.during = DateTimeTZRange(slot.start, slot.end)
    interview.time_zone, interview.wall_time = time_zone, wall_time
    interview.tzdata_version = TZDATA_VERSION
    interview.calendar_sequence += 1
    people = search.people(slot)
    attending = save_with_people(interview, people, page)
    _settle_older(interview, "interview moved")
    record("interview_moved", interview, by=by, fields=["during"])
    plan_reminders(interview, attending)
    context = {"before": before}
    tell_everybody("moved", interview, by=by, context=context, present=attending)
    _tell_who_left(interview, present, people, by)
    return interview


@retried_once
@transaction.atomic
def cancel_interview(*, interview, by=None, reason=""):
    """Call an interview off, and tell both sides; doing so again changes nothing.

    Without ``by`` it is the participant's doing; their reason goes to the team only.
    """
    locked = _locked(interview)
    if locked.state == Interview.State.CANCELLED:
        return locked
    interview = _open_interview(interview, by)
    interview.state = Interview.State.CANCELLED
    interview.cancelled_at = now()
    interview.cancelled_by = by
    interview.cancellation_reason = reason.strip()[:300]
    interview.calendar_sequence += 1
    interview.save()
    interview.attendances.update(is_blocking=False)
    _settle_older(interview, "interview cancelled")
    record("interview_cancelled", interview, by=by)
    tell_everybody("cancelled", interview, by=by)
    publish(f"interview:{interview.pk}", "plan", version=interview.calendar_sequence)
    return interview


@retried_once
@transaction.atomic
def change_people(*, interview, lead, others, by):
    """Let ``lead`` lead and ``others`` attend; who comes and who goes hears of it."""
    people = list(dict.fromkeys([lead, *others]))
    users = {member.user_id for member in people}
    users.update(interview.attendances.values_list("user_id", flat=True))
    wait_for_turn(users, interview.participant)
    interview = _open_interview(interview, by)
    present = attendances_of(interview)
    if [row.membership for row in present] == people:
        return interview
    interview.calendar_sequence += 1
    try:
        page = interview.team.booking_page
        attending = save_with_people(interview, people, page)
    except SlotTaken as error:
        raise MemberBusy from error
    void_reminders(interview, "people changed")
    record("interview_people_changed", interview, by=by, fields=["attendances"])
    plan_reminders(interview, attending)
    for row in attending:
        tell_member("booked", interview, row.membership, by=by, present=attending)
    _tell_who_left(interview, present, people, by)
    publish(f"interview:{interview.pk}", "plan", version=interview.calendar_sequence)
    return interview


@transaction.atomic
def mark_no_show(*, interview, by):
    """Say that the participant did not come; the members' time is free again."""
    interview = _locked(interview)
    if interview.state == Interview.State.NO_SHOW:
        return interview
    if interview.state not in Interview.OPEN or interview.starts_at > now():
        raise NotOpen
    interview.state = Interview.State.NO_SHOW
    interview.save(update_fields=["state"])
    interview.attendances.update(is_blocking=False)
    _settle_older(interview, "did not come")
    record("interview_no_show", interview, by=by, fields=["state"])
    publish(f"interview:{interview.pk}", "plan", version=interview.calendar_sequence)
    return interview


@transaction.atomic
def change_plan(*, interview, by, **fields):
    """Change what an interview is for (kind, what to learn, what would change our mind)."""
    changed = [
        name for name, value in fields.items() if getattr(interview, name) != value
    ]
    for name in changed:
        setattr(interview, name, fields[name])
    if changed:
        interview.save(update_fields=changed)
        record("interview_plan_changed", interview, by=by, fields=changed)
        publish(f"interview:{interview.pk}", "plan", fields=changed)
    return interview


def _locked(interview):
    rows = Interview.objects.select_for_update(
        no_key=True, of=("self",)
    ).select_related("workspace", "team", "participant")
    return rows.get(pk=interview.pk)


def _open_interview(interview, by):
    """Lock an interview and return it as it is now, if it may still change."""
    interview = _locked(interview)
    is_too_late = by is None and interview.starts_at <= now()
    if not interview.is_open or is_too_late:
        raise NotOpen
    return interview


def _settle_older(interview, reason):
    """Stop the mails and reminders about what is no longer true."""
    void_reminders(interview, reason)
    cancel_emails(
        workspace=interview.workspace,
        subject_ref=interview.mail_subject_ref,
        reason=reason,
    )


def _tell_who_left(interview, present, people, by):
    """Take the interview out of the calendars of those who no longer attend it.

    Filed apart, so that the next change does not stop these mails before they are out.
    """
    staying = {member.pk for member in people}
    for row in present:
        if row.membership_id not in staying:
            tell_member(
                "left",
                interview,
                row.membership,
                by=by,
                ref=f"interview-left:{interview.pk}",
            )

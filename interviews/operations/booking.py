"""Booking an interview: exactly one of many gets a time, and the others hear of the next ones."""

from functools import cached_property
from importlib.metadata import version
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.timezone import now
from psycopg.errors import ExclusionViolation

from discovery.accounts.zones import known_zones
from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.models import Attendance, Interview
from interviews.operations.letters import tell_everybody
from interviews.operations.reminders import plan_reminders
from interviews.operations.turns import (
    retried_once,
    wait_at_the_door,
    wait_for_turn,
)
from interviews.queries import bookings_within, hosts_of, search_team

# The first of the colleagues take notes, whoever comes after them listens.
NOTE_TAKERS = 2
TZDATA_VERSION = version("tzdata")


class SlotTaken(Exception):
    """The time ``start`` is not free (any more)."""

    def __init__(self, start, search=None):
        super().__init__("The time is not free.")
        self.start = start
        self.search = search

    @cached_property
    def nearest(self):
        """Up to three slots close to it that are free, looked for only when asked."""
        return self.search().nearest(self.start) if self.search else []


class AlreadyBooked(Exception):
    """The participant has an interview with this team ahead: ``interview``."""

    def __init__(self, interview):
        super().__init__("The participant has an interview already.")
        self.interview = interview


class ClocksDisagree(Exception):
    """The time that the person saw is not what our clock shows (trust.md B3.3)."""


def book_interview(
    *,
    page,
    participant,
    start,
    wall_time,
    time_zone,
    invitation=None,
    by=None,
    is_agreed=False,
    plan=None,
):
    """Book a slot of a team's booking page, and tell both sides.

    ``wall_time`` and ``time_zone`` are what the person saw when they chose ``start``. Asking
    again for the same time returns the same interview. ``is_agreed`` is for a
    time that a member has agreed on with the participant, outside the page's hours;
    ``plan`` holds fields of the interview that a member chose (kind, what to learn).
    """
    check_clocks(start, wall_time, time_zone)
    try:
        return _book(
            page=page,
            participant=participant,
            start=start,
            wall_time=wall_time,
            time_zone=time_zone,
            invitation=invitation,
            by=by,
            is_agreed=is_agreed,
            plan=plan or {},
        )
    except SlotTaken as error:
        error.search = lambda: search_team(page, participant=participant)
        raise


@retried_once
@transaction.atomic
def _book(
    *, page, participant, start, wall_time, time_zone, invitation, by, is_agreed, plan
):
    wait_at_the_door(page, start)
    users = list(hosts_of(page.team).values_list("user_id", flat=True))
    _refuse_if_lost(page, participant, start, users)
    wait_for_turn(users, participant)
    if existing := booked_ahead(page.team, participant):
        if existing.starts_at == start:
            return existing
        raise AlreadyBooked(existing)
    if not (page.is_open or by):
        raise SlotTaken(start)
    search = search_team(page, participant=participant, around=start)
    slot = search.party_at(start) if is_agreed else search.slot_at(start)
    if slot is None:
        raise SlotTaken(start)
    interview = Interview(
        workspace=page.workspace,
        team=page.team,
        participant=participant,
        invitation=invitation,
        during=DateTimeTZRange(slot.start, slot.end),
        time_zone=time_zone,
        wall_time=wall_time,
        tzdata_version=TZDATA_VERSION,
        calendar_uid=f"interview-{uuid4()}@earshot",
        **{**_from_page(page), **_for_test(invitation), **plan},
    )
    present = save_with_people(interview, search.people(slot), page)
    if invitation and not invitation.booked_at:
        invitation.booked_at = now()
        invitation.save(update_fields=["booked_at"])
    record("interview_booked", interview, by=by)
    plan_reminders(interview, present)
    tell_everybody("booked", interview, by=by, present=present)
    publish(f"interview:{interview.pk}", "plan", version=interview.calendar_sequence)
    return interview


def _refuse_if_lost(page, participant, start, users):
    """Raise SlotTaken if the whole team is booked then, by others than the participant.

    One cheap question before anybody's row is locked: who comes too late need not stand in line.
    """
    bookings = bookings_within(page.rules.blocked(start), users)
    own = (page.team_id, participant.pk, start)
    is_own = any(booking[1:] == own for booking in bookings)
    if not is_own and {user for user, *_ in bookings} == set(users):
        raise SlotTaken(start)


def _for_test(invitation):
    """Who comes to try something tells no story: that is another kind of talk."""
    is_for_test = invitation and invitation.is_for_test
    return {"kind": Interview.Kind.USABILITY} if is_for_test else {}


def _from_page(page):
    guide = page.team.guides.filter(is_current=True).first()
    return {
        "guide": guide,
        "learning_goal": page.learning_goal or (guide.learning_goal if guide else ""),
        "would_change_our_mind": page.would_change_our_mind,
        "meeting_url": page.meeting_url,
        "where": page.where,
    }


def booked_ahead(team, participant):
    """The interview that a participant has ahead with a team, if any; one is the limit."""
    ahead = participant.interviews.filter(
        team=team, state=Interview.State.BOOKED, during__endswith__gt=now()
    )
    return ahead.select_related("workspace", "team", "participant").first()


def save_with_people(interview, people, page):
    """Save an interview and who attends it, the lead first, or raise SlotTaken.

    Returns the attendances. There is no savepoint: SlotTaken ends the caller's transaction.
    """
    is_new = interview.pk is None
    try:
        interview.save()
        if not is_new:
            interview.attendances.all().delete()
        return Attendance.objects.bulk_create(_attendances(interview, people, page))
    except IntegrityError as error:
        if isinstance(error.__cause__, ExclusionViolation):
            raise SlotTaken(interview.starts_at) from error
        raise


def _attendances(interview, people, page):
    blocked = page.rules.blocked(interview.starts_at)
    for position, membership in enumerate(people):
        yield Attendance(
            workspace=interview.workspace,
            interview=interview,
            membership=membership,
            user=membership.user,
            part=part_at(position),
            during=DateTimeTZRange(blocked.start, blocked.end),
        )


def part_at(position):
    """The part of whoever stands at ``position`` in a slot's list of people."""
    if position == 0:
        return Attendance.Part.LEAD
    if position <= NOTE_TAKERS:
        return Attendance.Part.NOTE_TAKER
    return Attendance.Part.OBSERVER


def check_clocks(start, wall_time, time_zone):
    """Refuse a moment that our clock tells differently from what the person saw."""
    if time_zone not in known_zones():
        raise ClocksDisagree
    if f"{start.astimezone(ZoneInfo(time_zone)):%Y-%m-%dT%H:%M}" != wall_time:
        raise ClocksDisagree

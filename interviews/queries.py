"""What the search for slots needs from the tables, in four queries for a whole team."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils.timezone import now

from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Permission
from interviews.hosts import Host
from interviews.hours import Span, WeeklyHours
from interviews.models import Attendance, Availability, BusyTime, Interview
from interviews.slots import (
    Desk,
    explain,
    find_slots,
    nearest_slots,
    party_at,
    slot_at,
)

# Counting a day's interviews needs the days around it.
MARGIN = timedelta(days=2)


@dataclass
class TeamSearch:
    """A search among the members of one team; ask it for slots."""

    desk: Desk
    hosts: list[Host]
    members: dict[int, Membership]

    @cached_property
    def slots(self):
        return find_slots(self.hosts, self.desk)

    @cached_property
    def reports(self):
        return explain(self.hosts, self.desk)

    def slot_at(self, start, keep=()):
        return slot_at(self.hosts, self.desk, start, keep)

    def party_at(self, start, keep=()):
        return party_at(self.hosts, self.desk, start, keep)

    def nearest(self, start):
        """Three free slots close to ``start``."""
        return nearest_slots(self.hosts, self.desk, start)

    def people(self, slot):
        """The memberships of a slot, the lead first."""
        return [self.members[key] for key in slot.people]


def hosts_of(team):
    """The members of a team who hold interviews, with what a page shows of them."""
    return (
        team.memberships.active()
        .with_permission(Permission.INTERVIEW_MANAGE)
        .select_related("user")
        .order_by("user_id")
    )


def bookings_within(span, users):
    """Who of ``users`` is booked within ``span``: ``(user, team, participant, start)``."""
    booked = Attendance.objects.filter(
        user__in=users, is_blocking=True, during__overlap=_as_range(span)
    )
    about = booked.order_by().values_list(
        "user", "interview__team", "interview__participant", Lower("during")
    )
    return list(about)


def search_team(page, *, participant=None, without=None, around=None):
    """Return the search for slots of a booking page.

    ``participant`` closes the times at which that person talks to somebody else;
    ``without`` is an interview that is about to move and so is not in its own way;
    ``around`` narrows what is loaded to the days around one moment.
    """
    moment = now()
    rules = page.rules
    if around is None:
        window = Span(moment - MARGIN, moment + rules.horizon + timedelta(days=9))
    else:
        window = Span(around - MARGIN, around + MARGIN)
    members = {
        m.pk: m for m in hosts_of(page.team).annotate(last_led=_last_led(without))
    }
    users = [member.user_id for member in members.values()]
    closed = _of_participant(participant, window, without)
    return TeamSearch(
        desk=Desk(rules, moment, closed),
        hosts=_hosts(members, _busy(users, window), _booked(users, window, without)),
        members=members,
    )


def _hosts(members, busy, booked):
    hours = {}
    rows = Availability.objects.filter(membership__in=members).order_by()
    fields = ("weekday", "starts_at", "ends_at", "time_zone")
    for member, *stretch in rows.values_list("membership", *fields):
        hours.setdefault(member, []).append(WeeklyHours(*stretch))
    return [
        Host(
            key=member.pk,
            zone=member.user.time_zone,
            hours=tuple(hours.get(member.pk, ())),
            busy=tuple(busy.get(member.user_id, ())),
            booked=tuple(booked.get(member.user_id, ())),
            last_led=member.last_led,
        )
        for member in members.values()
    ]


def _busy(users, window):
    """Busy times of these people, whichever workspace they said so in."""
    rows = BusyTime.objects.filter(
        membership__user__in=users, during__overlap=_as_range(window)
    )
    return _by_user(rows.values_list("membership__user", "during"))


def _booked(users, window, without):
    rows = Attendance.objects.filter(
        user__in=users, is_blocking=True, during__overlap=_as_range(window)
    )
    if without:
        rows = rows.exclude(interview=without)
    return _by_user(rows.values_list("user", "during"))


def _by_user(rows):
    spans = {}
    for user, during in rows:
        spans.setdefault(user, []).append(Span(during.lower, during.upper))
    return spans


def _of_participant(participant, window, without):
    if participant is None:
        return ()
    rows = participant.interviews.filter(
        state__in=Interview.OPEN,
        during__overlap=_as_range(window),
    ).exclude(pk=without.pk if without else None)
    return tuple(Span(r.lower, r.upper) for r in rows.values_list("during", flat=True))


def _last_led(without):
    """When a member last led, or will have led, an interview."""
    led = Attendance.objects.filter(
        Q(is_blocking=True), membership=OuterRef("pk"), part=Attendance.Part.LEAD
    ).exclude(interview=without.pk if without else None)
    latest = led.order_by().values("membership").annotate(last=Max(Lower("during")))
    return Subquery(latest.values("last"))


def _as_range(span):
    return DateTimeTZRange(span.start, span.end)

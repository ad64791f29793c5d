"""The search for slots: limits as examples, and what must hold for every team as properties."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.hosts import Host, Rule, Rules
from interviews.hours import Span, WeeklyHours
from interviews.rotation import by_turn
from interviews.slots import (
    Desk,
    explain,
    find_slots,
    nearest_slots,
    party_at,
    slot_at,
    with_most_people,
)

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
RULES = Rules(
    duration=timedelta(minutes=20),
    buffer=timedelta(minutes=15),
    notice=timedelta(hours=12),
    horizon=timedelta(days=7),
    most_per_day=2,
    observers=2,
)


def at(day, hour, minute=0):
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def host(key, *, weekday=1, opens=time(9), closes=time(11), zone="UTC", **about):
    hours = (WeeklyHours(weekday, opens, closes, zone),)
    return Host(key=key, zone=zone, **{"hours": hours, **about})


def starts(slots):
    return [f"{slot.start:%a %H:%M}" for slot in slots]


def rules(**changes):
    return replace(RULES, **changes)


def test_slots_fill_the_hours_of_one_member():
    slots = find_slots([host(1)], Desk(RULES, MONDAY))

    assert starts(slots) == [
        "Tue 09:00", "Tue 09:20", "Tue 09:40", "Tue 10:00", "Tue 10:20", "Tue 10:40",
    ]  # fmt: skip


def test_notice_and_horizon_cut_both_ends():
    desk = Desk(rules(horizon=timedelta(hours=34)), at(0, 21, 40))

    assert starts(find_slots([host(1)], desk)) == ["Tue 09:40", "Tue 10:00",
        "Tue 10:20", "Tue 10:40"]  # fmt: skip
    assert find_slots([host(1)], Desk(rules(horizon=timedelta(hours=20)), MONDAY)) == []


def test_an_interview_keeps_its_free_minutes_on_both_sides():
    booked = (Span(at(1, 10), at(1, 10, 35)),)

    slots = find_slots([host(1, booked=booked)], Desk(RULES, MONDAY))

    assert starts(slots) == ["Tue 09:00", "Tue 09:20", "Tue 10:40"]


def test_a_busy_time_takes_slots_away():
    busy = (Span(at(1, 9), at(1, 10)),)

    slots = find_slots([host(1, busy=busy)], Desk(RULES, MONDAY))

    assert starts(slots) == ["Tue 10:00", "Tue 10:20", "Tue 10:40"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "UTC"])
def test_a_days_limit_is_counted_where_the_member_lives(zone):
    """Two talks late on Tuesday there fill Tuesday there and nothing of the days beside it."""
    clock = ZoneInfo(zone)
    late = datetime(2026, 11, 24, 20, tzinfo=clock).astimezone(UTC)
    booked = (
        Span(late, late + timedelta(minutes=35)),
        Span(late + timedelta(hours=2), late + timedelta(hours=3)),
    )
    hours = tuple(WeeklyHours(day, time(0), time(23, 59), zone) for day in range(7))
    someone = Host(1, zone, hours=hours, booked=booked)

    slots = find_slots([someone], Desk(RULES, MONDAY - timedelta(days=2)))

    free = Counter(slot.start.astimezone(clock).date().isoformat() for slot in slots)
    assert "2026-11-24" not in free
    assert free["2026-11-23"] == 72
    assert free["2026-11-25"] == 72


def test_a_slot_exists_where_one_who_may_lead_is_free():
    slots = find_slots(
        [host(1, closes=time(10)), host(2, opens=time(9, 40), may_lead=False)],
        Desk(RULES, MONDAY),
    )

    assert [(f"{s.start:%H:%M}", s.lead, s.others) for s in slots] == [
        ("09:00", 1, ()),
        ("09:20", 1, ()),
        ("09:40", 1, (2,)),
    ]


def test_the_lead_rotates_and_colleagues_listen_along():
    team = [
        host(1, last_led=at(-7, 9)),
        host(2, last_led=at(-14, 9)),
        host(3, last_led=at(-1, 9)),
        host(4, last_led=at(-2, 9)),
    ]

    slot = slot_at(team, Desk(RULES, MONDAY), at(1, 9))

    assert (slot.lead, slot.others) == (2, (1, 4))
    assert slot_at(team, Desk(RULES, MONDAY), at(1, 9), keep=[3, 4]).people == (3, 4, 2)


def test_who_never_led_comes_first():
    assert by_turn([(1, at(0, 9)), (2, None), (3, at(-3, 9)), (4, None)]) == [
        2,
        4,
        3,
        1,
    ]


def test_a_zone_with_an_odd_offset_keeps_its_own_grid():
    slots = find_slots(
        [host(1, zone="Asia/Kathmandu", opens=time(9), closes=time(10))],
        Desk(RULES, MONDAY),
    )

    assert starts(slots) == ["Tue 03:15", "Tue 03:35", "Tue 03:55"]


def test_a_moment_off_the_grid_is_no_slot():
    assert slot_at([host(1)], Desk(RULES, MONDAY), at(1, 9, 10)) is None
    assert slot_at([host(1)], Desk(RULES, MONDAY), at(1, 11)) is None


def test_people_may_agree_on_a_time_outside_the_hours_but_not_over_another_talk():
    team = [host(1, booked=(Span(at(2, 18), at(2, 19)),)), host(2)]
    desk = Desk(RULES, MONDAY)

    assert party_at(team, desk, at(2, 20)).people == (1, 2)
    assert party_at(team, desk, at(2, 18, 30)).people == (2,)
    assert party_at(team[:1], desk, at(2, 18, 30)) is None
    assert party_at(team, desk, MONDAY - timedelta(hours=1)) is None


def test_what_the_participant_has_booked_elsewhere_is_not_offered():
    closed = (Span(at(1, 9), at(1, 10, 30)),)

    slots = find_slots([host(1)], Desk(RULES, MONDAY, closed))

    assert starts(slots) == ["Tue 10:40"]


def test_the_nearest_three_are_told_in_order_of_time():
    booked = (Span(at(1, 9, 40), at(1, 10)),)
    desk = Desk(RULES, MONDAY)

    slots = nearest_slots([host(1, booked=booked)], desk, at(1, 9, 40))

    assert starts(slots) == ["Tue 09:00", "Tue 10:00", "Tue 10:20"]


def test_the_nearest_are_looked_for_ever_further_away():
    desk = Desk(replace(RULES, horizon=timedelta(days=21)), MONDAY)
    someone = host(1, weekday=0, closes=time(9, 40))

    slots = nearest_slots([someone], desk, at(1, 9))

    assert [f"{slot.start:%d %H:%M}" for slot in slots] == [
        "30 09:00",
        "30 09:20",
        "07 09:00",
    ]


def test_times_for_the_whole_trio_are_preferred_when_there_are_enough():
    team = [host(1, closes=time(13)), host(2, closes=time(11))]

    slots = find_slots(team, Desk(RULES, MONDAY))

    assert len(slots) == 12
    assert {len(slot.people) for slot in with_most_people(slots)} == {2}
    assert with_most_people(slots, enough=7) == slots


def test_the_report_counts_what_took_the_starts_away():
    team = [
        host(1, booked=(Span(at(1, 10), at(1, 10, 35)),)),
        host(2, busy=(Span(at(1, 9), at(1, 11)),)),
        Host(3, "UTC"),
        host(4, weekday=0, opens=time(8)),
    ]

    reports = explain(team, Desk(RULES, MONDAY))

    assert [(r.host, r.starts, r.free, dict(r.removed)) for r in reports] == [
        (1, 12, 3, {Rule.BOOKED: 3, Rule.HORIZON: 6}),
        (2, 12, 0, {Rule.BUSY: 6, Rule.HORIZON: 6}),
        (3, 0, 0, {}),
        (4, 18, 0, {Rule.NOTICE: 9, Rule.HORIZON: 9}),
    ]


# --- what holds for every team --------------------------------------------------------

ZONES = [
    "UTC", "Europe/Berlin", "America/Vancouver", "Asia/Kathmandu", "Pacific/Chatham",
    "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns",
]  # fmt: skip
# Around the clock changes of both halves of the world.
MOMENTS = st.sampled_from(
    [datetime(2026, m, d, 5, 10, tzinfo=UTC) for m, d in [(3, 27), (4, 3), (10, 2), (10, 23), (11, 23)]]
)  # fmt: skip


@st.composite
def weekly_hours(draw, zone):
    opens = draw(st.integers(0, 22 * 4))
    closes = draw(st.integers(opens + 1, 23 * 4 + 3))
    return WeeklyHours(
        draw(st.integers(0, 6)),
        time(opens // 4, opens % 4 * 15),
        time(closes // 4, closes % 4 * 15),
        zone,
    )


def spans_after(moment):
    return st.lists(
        st.tuples(st.integers(0, 14 * 24 * 4), st.integers(1, 20)).map(
            lambda pair: Span(
                moment + timedelta(minutes=15 * pair[0]),
                moment + timedelta(minutes=15 * sum(pair)),
            )
        ),
        max_size=5,
    ).map(tuple)


@st.composite
def desks(draw):
    now = draw(MOMENTS)
    some_rules = Rules(
        duration=timedelta(minutes=draw(st.sampled_from([10, 15, 20, 45, 60]))),
        buffer=timedelta(minutes=draw(st.sampled_from([0, 15, 30]))),
        notice=timedelta(hours=draw(st.integers(0, 48))),
        horizon=timedelta(days=draw(st.integers(1, 10))),
        most_per_day=draw(st.integers(1, 3)),
        observers=draw(st.integers(0, 3)),
    )
    hosts = []
    for key in range(1, draw(st.integers(1, 4)) + 1):
        zone = draw(st.sampled_from(ZONES))
        hosts.append(
            Host(
                key,
                zone,
                hours=tuple(draw(st.lists(weekly_hours(zone), max_size=4))),
                busy=draw(spans_after(now)),
                booked=draw(spans_after(now)),
                may_lead=draw(st.booleans()),
            )
        )
    return hosts, Desk(some_rules, now)


def is_within_wall_hours(hours, talk):
    """Whether every clock reading during the talk lies in one of the weekly hours."""
    moment = talk.start
    while moment < talk.end:
        if not any(
            wall.weekday() == stretch.weekday
            and stretch.starts_at <= wall.time() < stretch.ends_at
            for stretch in hours
            for wall in [moment.astimezone(ZoneInfo(stretch.zone)).replace(tzinfo=None)]
        ):
            return False
        moment += timedelta(minutes=5)
    return True


@settings(max_examples=150, deadline=None)
@given(desks())
def test_no_slot_breaks_a_rule(team_and_desk):
    hosts, desk = team_and_desk
    people = {someone.key: someone for someone in hosts}
    rules = desk.rules

    slots = find_slots(hosts, desk)

    assert len({slot.start for slot in slots}) == len(slots)
    assert slots == sorted(slots, key=lambda slot: slot.start)
    for slot in slots:
        assert desk.now + rules.notice <= slot.start <= desk.now + rules.horizon
        assert people[slot.lead].may_lead
        assert len(set(slot.people)) == len(slot.people) <= 1 + rules.observers
        for key in slot.people:
            someone = people[key]
            taken = Span(slot.start, slot.end + rules.buffer)
            assert not any(s.overlaps(taken) for s in (*someone.busy, *someone.booked))
            assert is_within_wall_hours(someone.hours, Span(slot.start, slot.end))
            day = slot.start.astimezone(ZoneInfo(someone.zone)).date()
            on_day = [
                span
                for span in someone.booked
                if span.start.astimezone(ZoneInfo(someone.zone)).date() == day
            ]
            assert len(on_day) < rules.most_per_day


@settings(max_examples=60, deadline=None)
@given(desks())
def test_every_slot_can_be_asked_for_by_itself(team_and_desk):
    """What the page shows and what the booking recomputes are the same."""
    hosts, desk = team_and_desk

    for slot in find_slots(hosts, desk)[:10]:
        assert slot_at(hosts, desk, slot.start) == slot


@settings(max_examples=60, deadline=None)
@given(desks(), st.integers(0, 240))
def test_the_nearest_are_the_nearest_of_all(team_and_desk, hours):
    hosts, desk = team_and_desk
    start = desk.now + timedelta(hours=hours)

    found = nearest_slots(hosts, desk, start)

    every = find_slots(hosts, desk)
    closest = sorted(every, key=lambda slot: (abs(slot.start - start), slot.start))
    assert found == sorted(closest[:3], key=lambda slot: slot.start)


@settings(max_examples=60, deadline=None)
@given(desks())
def test_the_report_accounts_for_every_start(team_and_desk):
    hosts, desk = team_and_desk

    for report in explain(hosts, desk):
        assert report.starts == report.free + sum(report.removed.values())
    leaders = [someone for someone in hosts if someone.may_lead]
    found = {slot.start for slot in find_slots(leaders, desk)}
    assert bool(found) == any(report.free for report in explain(leaders, desk))

"""Booking, moving and calling off: what changes, who hears of it, and what stays as it was."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.timezone import now
from icalendar import Calendar

from discovery.audit.models import AuditEvent
from discovery.mail.models import OutgoingEmail
from interviews.models import Attendance, Interview
from interviews.operations.booking import (
    AlreadyBooked,
    ClocksDisagree,
    SlotTaken,
    book_interview,
)
from interviews.operations.changes import (
    MemberBusy,
    NotOpen,
    cancel_interview,
    change_people,
    mark_no_show,
    move_interview,
)
from interviews.queries import search_team
from tests.factories.interviews import (
    AttendanceFactory,
    AvailabilityFactory,
    BookingPageFactory,
    InterviewFactory,
)
from tests.factories.recruiting import InvitationFactory, ParticipantFactory
from tests.factories.workspaces import MembershipFactory
from tests.interviews.scheduling import book, bookable_page, in_days, seen


@pytest.fixture
def page(team):
    return bookable_page(team)


@pytest.fixture
def trio(page, team):
    return list(team.memberships.order_by("pk"))


@pytest.fixture
def participant(workspace):
    return ParticipantFactory(workspace=workspace, email="priya@example.org")


def mails(**about):
    return OutgoingEmail.objects.filter(**about).order_by("pk")


def event_of(email):
    calendar = Calendar.from_ical(email.calendar)
    assert calendar["method"] == email.calendar_method
    return calendar.events[0]


def parts_of(interview):
    return sorted(interview.attendances.values_list("membership", "part"))


def test_booking_assigns_the_trio_and_tells_everybody(page, participant, trio):
    invitation = InvitationFactory(participant=participant, team=page.team)

    interview = book(page, participant, invitation=invitation)

    assert interview.starts_at == in_days(3)
    assert interview.ends_at - interview.starts_at == timedelta(minutes=20)
    assert parts_of(interview) == [
        (trio[0].pk, "lead"),
        (trio[1].pk, "note_taker"),
        (trio[2].pk, "note_taker"),
    ]
    blocked = interview.attendances.first().during
    assert blocked.upper - blocked.lower == timedelta(minutes=35)
    invitation.refresh_from_db()
    assert invitation.booked_at
    assert [m.to for m in mails()] == [participant.email] + [m.user.email for m in trio]
    assert [r.membership_id for r in interview.reminders.order_by("pk")] == [
        None,
        *[m.pk for m in trio],
    ]
    assert AuditEvent.objects.filter(action="interview_booked").count() == 1


def test_the_invitation_is_one_that_calendars_accept(page, participant, trio, settings):
    settings.DEFAULT_FROM_EMAIL = "Earshot <hello@earshot.example>"

    interview = book(page, participant)

    mail = mails(to=participant.email).get()
    event = event_of(mail)
    calendar = Calendar.from_ical(mail.calendar)
    assert mail.calendar_method == "REQUEST"
    assert "UID" not in calendar
    assert "Earshot" in calendar["prodid"]
    assert event["uid"] == interview.calendar_uid
    assert event["sequence"] == 0
    assert event["status"] == "CONFIRMED"
    assert event["organizer"] == "mailto:hello@earshot.example"
    assert event["attendee"] == f"mailto:{participant.email}"
    assert event.start == interview.starts_at
    assert str(event.start.tzinfo) == "UTC"
    assert abs(event["dtstamp"].dt - now()) < timedelta(minutes=1)
    assert all(len(line.encode()) <= 75 for line in mail.calendar.split("\r\n"))
    assert mail.calendar.count("\n") == mail.calendar.count("\r\n")
    for member in trio:
        assert member.user.email not in mail.calendar + mail.text + mail.html


def test_the_participant_reads_the_time_of_their_own_zone(page, participant):
    start = in_days(3)

    book_interview(
        page=page, participant=participant, **seen(start, "America/Vancouver")
    )

    mail = mails(to=participant.email).get()
    local = start.astimezone(ZoneInfo("America/Vancouver"))
    assert f"{local:%H:%M} to" in mail.text
    assert "Vancouver" in mail.text
    assert "UTC-7" in mail.text


def test_mails_speak_german_to_who_does(page, workspace):
    participant = ParticipantFactory(workspace=workspace, language="de")

    book(page, participant)

    assert mails(to=participant.email).get().subject.startswith("Gebucht: ")


def test_the_lead_goes_round(page, workspace, trio):
    leads = []
    for day in (3, 4, 5, 6):
        interview = book(page, ParticipantFactory(workspace=workspace), in_days(day))
        leads.append(interview.attendances.get(part="lead").membership)

    assert leads == [trio[0], trio[1], trio[2], trio[0]]


def test_a_taken_slot_is_refused_with_the_nearest_three(page, workspace, participant):
    book(page, ParticipantFactory(workspace=workspace))
    before = OutgoingEmail.objects.count()

    with pytest.raises(SlotTaken) as refused:
        book(page, participant)

    start = in_days(3)
    minutes = [
        (slot.start - start).total_seconds() / 60 for slot in refused.value.nearest
    ]
    assert minutes == [-60, -40, 40]
    assert OutgoingEmail.objects.count() == before
    assert not participant.interviews.exists()


def test_a_second_click_returns_the_same_booking(page, participant):
    first = book(page, participant)
    before = OutgoingEmail.objects.count()

    assert book(page, participant) == first
    assert OutgoingEmail.objects.count() == before


def test_one_interview_ahead_is_the_limit(page, participant):
    first = book(page, participant)

    with pytest.raises(AlreadyBooked) as refused:
        book(page, participant, in_days(4))

    assert refused.value.interview == first


@pytest.mark.parametrize(
    "start",
    [in_days(-1), in_days(30), in_days(3, hour=6), in_days(3) + timedelta(minutes=7)],
    ids=["past", "beyond the horizon", "outside the hours", "off the grid"],
)
def test_what_the_page_does_not_offer_cannot_be_booked(page, participant, start):
    with pytest.raises(SlotTaken):
        book(page, participant, start)


def test_a_closed_page_books_nothing(page, participant):
    page.is_open = False
    page.save()

    with pytest.raises(SlotTaken):
        book(page, participant)


@pytest.mark.parametrize(
    "posted",
    [
        {"wall_time": "2026-01-01T10:00"},
        {"time_zone": "Europe/Atlantis"},
        {"time_zone": "Asia/Kathmandu"},
    ],
)
def test_clocks_that_disagree_are_noticed(page, participant, posted):
    with pytest.raises(ClocksDisagree):
        book_interview(page=page, participant=participant, **seen(in_days(3)) | posted)


def test_the_time_as_seen_is_kept_with_the_version_of_the_zones(page, participant):
    interview = book(page, participant)

    assert interview.time_zone == "Europe/London"
    assert interview.wall_time == interview.told_in("Europe/London").wall_time
    assert interview.tzdata_version.startswith("20")


def test_a_member_may_book_a_time_that_was_agreed_on(page, participant, trio):
    start = in_days(3, hour=22)

    with pytest.raises(SlotTaken):
        book(page, participant, start, by=trio[0])
    interview = book(page, participant, start, by=trio[0], is_agreed=True)

    assert interview.starts_at == start


def test_an_agreed_time_still_cannot_be_booked_twice(page, workspace, trio):
    for _ in range(1):
        book(page, ParticipantFactory(workspace=workspace), in_days(3, 22), by=trio[0], is_agreed=True)  # fmt: skip

    with pytest.raises(SlotTaken):
        book(page, ParticipantFactory(workspace=workspace), in_days(3, 22), by=trio[0], is_agreed=True)  # fmt: skip


# --- moving ---------------------------------------------------------------------------


def test_moving_keeps_the_people_and_raises_the_sequence(page, participant, trio):
    interview = book(page, participant)
    people = parts_of(interview)
    first_mails = list(mails().values_list("pk", flat=True))

    moved = move_interview(interview=interview, **seen(in_days(5)))

    assert moved.pk == interview.pk
    assert moved.starts_at == in_days(5)
    assert parts_of(moved) == people
    assert moved.calendar_sequence == 1
    assert set(mails(pk__in=first_mails).values_list("state", flat=True)) == {
        "cancelled"
    }
    newer = mails().exclude(pk__in=first_mails)
    assert [m.to for m in newer] == [participant.email] + [m.user.email for m in trio]
    event = event_of(newer[0])
    assert (event["uid"], event["sequence"]) == (interview.calendar_uid, 1)
    assert newer[0].calendar_method == "REQUEST"
    waiting = interview.reminders.filter(settled_at=None)
    assert set(waiting.values_list("sequence", flat=True)) == {1}
    assert interview.reminders.filter(outcome="interview moved").count() == 4


def test_an_interview_is_not_in_its_own_way(page, participant):
    page.most_per_day = 1
    page.save()
    interview = book(page, participant)

    moved = move_interview(
        interview=interview, **seen(in_days(3) + timedelta(minutes=20))
    )

    assert moved.starts_at == in_days(3) + timedelta(minutes=20)


def test_the_lead_changes_only_if_they_are_not_free(page, participant, trio):
    interview = book(page, participant)
    other = InterviewFactory(team=page.team, workspace=page.workspace)
    at = in_days(5)
    AttendanceFactory(
        interview=other,
        membership=trio[0],
        during=DateTimeTZRange(at, at + timedelta(hours=1)),
    )

    moved = move_interview(interview=interview, **seen(at))

    assert moved.attendances.get(part="lead").membership == trio[1]
    left = mails(template="interview_left_member").get()
    assert left.to == trio[0].user.email
    assert left.calendar_method == "CANCEL"
    assert event_of(left)["status"] == "CANCELLED"


def test_who_comes_to_a_test_counts_as_no_story(page, participant):
    invitation = InvitationFactory(
        participant=participant, team=page.team, is_for_test=True
    )

    interview = book(page, participant, invitation=invitation)

    assert interview.kind not in interview.KINDS_THAT_COUNT
    letter = mails(template="interview_booked_participant").get()
    assert "nothing you do can be wrong" in letter.text
    assert "your story" not in letter.text + letter.html


def test_booking_is_quick_and_losing_quicker(
    page, workspace, participant, django_assert_max_num_queries
):
    loser = ParticipantFactory(workspace=workspace)

    with django_assert_max_num_queries(23):
        book(page, participant)
    # One of them only because a test is a transaction: its savepoint takes two to roll back.
    with django_assert_max_num_queries(6), pytest.raises(SlotTaken):
        book(page, loser)


def test_moving_onto_a_taken_slot_changes_nothing(page, workspace, participant):
    book(page, ParticipantFactory(workspace=workspace), in_days(5))
    interview = book(page, participant)

    with pytest.raises(SlotTaken) as refused:
        move_interview(interview=interview, **seen(in_days(5)))

    assert len(refused.value.nearest) == 3
    interview.refresh_from_db()
    assert (interview.starts_at, interview.calendar_sequence) == (in_days(3), 0)
    assert interview.reminders.filter(settled_at=None).count() == 4


def test_what_has_begun_cannot_be_moved_by_the_participant(page, participant):
    interview = book(page, participant)
    Interview.objects.filter(pk=interview.pk).update(
        during=DateTimeTZRange(
            now() - timedelta(minutes=5), now() + timedelta(minutes=15)
        )
    )

    with pytest.raises(NotOpen):
        move_interview(interview=interview, **seen(in_days(5)))
    with pytest.raises(NotOpen):
        cancel_interview(interview=interview)


# --- calling off ----------------------------------------------------------------------


def test_cancelling_frees_the_time_and_the_calendars(
    page, workspace, participant, trio
):
    interview = book(page, participant)

    cancelled = cancel_interview(interview=interview, reason="My train is late")

    assert cancelled.state == Interview.State.CANCELLED
    assert cancelled.calendar_sequence == 1
    assert not cancelled.reminders.filter(settled_at=None).exists()
    told = mails(template__startswith="interview_cancelled")
    assert [m.to for m in told] == [participant.email] + [m.user.email for m in trio]
    for mail in told:
        event = event_of(mail)
        assert mail.calendar_method == "CANCEL"
        assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
        assert event["uid"] == interview.calendar_uid
    assert "My train is late" not in told[0].text + told[0].html + told[0].calendar
    assert "My train is late" in told[1].text
    assert book(page, ParticipantFactory(workspace=workspace)).starts_at == in_days(3)


def test_cancelling_twice_tells_once(page, participant):
    interview = book(page, participant)
    cancel_interview(interview=interview)
    before = OutgoingEmail.objects.count()

    assert cancel_interview(interview=interview).calendar_sequence == 1
    assert OutgoingEmail.objects.count() == before


def test_a_member_cancels_by_name(page, participant, trio):
    interview = book(page, participant)

    cancelled = cancel_interview(interview=interview, by=trio[1])

    assert cancelled.cancelled_by == trio[1]
    mail = mails(template="interview_cancelled_member").first()
    assert f"{trio[1]} called it off." in mail.text


# --- people ---------------------------------------------------------------------------


def test_people_change_and_only_they_hear_of_it(
    page, participant, trio, workspace, team
):
    fourth = MembershipFactory(workspace=workspace, team=team)
    interview = book(page, participant)
    OutgoingEmail.objects.all().delete()

    change_people(
        interview=interview, lead=trio[1], others=[trio[0], fourth], by=trio[0]
    )

    assert parts_of(interview) == sorted([
        (trio[1].pk, "lead"),
        (trio[0].pk, "note_taker"),
        (fourth.pk, "note_taker"),
    ])  # fmt: skip
    told = [(m.template, m.to) for m in mails()]
    assert ("interview_left_member", trio[2].user.email) in told
    assert ("interview_booked_member", fourth.user.email) in told
    assert participant.email not in [to for _, to in told]
    live = interview.reminders.filter(settled_at=None)
    assert set(live.values_list("membership", flat=True)) == {
        None, trio[0].pk, trio[1].pk, fourth.pk,
    }  # fmt: skip


def test_nobody_can_be_in_two_interviews(page, participant, workspace, team, trio):
    busy = MembershipFactory(workspace=workspace, team=team)
    interview = book(page, participant)
    AttendanceFactory(
        interview=InterviewFactory(team=team, workspace=workspace),
        membership=busy,
        during=interview.during,
    )

    with pytest.raises(MemberBusy):
        change_people(interview=interview, lead=trio[0], others=[busy], by=trio[0])

    assert len(parts_of(interview)) == 3


def test_not_coming_frees_the_members(page, participant, trio):
    interview = book(page, participant)
    with pytest.raises(NotOpen):
        mark_no_show(interview=interview, by=trio[0])
    Interview.objects.filter(pk=interview.pk).update(
        during=DateTimeTZRange(
            now() - timedelta(hours=1), now() - timedelta(minutes=40)
        )
    )

    marked = mark_no_show(interview=interview, by=trio[0])

    assert marked.state == Interview.State.NO_SHOW
    assert not marked.attendances.filter(is_blocking=True).exists()


# --- what the database holds ------------------------------------------------------------


def test_member_is_booked_once_whatever_the_workspace(db):
    first = AttendanceFactory()
    elsewhere = MembershipFactory(user=first.user)
    interview = InterviewFactory(workspace=elsewhere.workspace, team__workspace=elsewhere.workspace)  # fmt: skip

    with pytest.raises(IntegrityError, match="interviews_member_booked_once"):
        Attendance.objects.create(
            workspace=elsewhere.workspace,
            interview=interview,
            membership=elsewhere,
            user=first.user,
            part="lead",
            during=first.during,
        )


def test_participant_is_booked_once(db):
    first = InterviewFactory()

    with pytest.raises(IntegrityError, match="interviews_participant_booked_once"):
        InterviewFactory(team=first.team, participant=first.participant)


def test_an_interview_has_one_lead(db):
    first = AttendanceFactory()

    with pytest.raises(IntegrityError, match="interviews_lead_once"):
        AttendanceFactory(interview=first.interview)


def test_a_cancelled_interview_has_its_moment(db):
    with pytest.raises(IntegrityError, match="interviews_cancelled_has_a_moment"):
        InterviewFactory(state=Interview.State.CANCELLED)


def test_interviews_that_touch_do_not_clash(page, workspace, participant):
    """The free minutes afterwards end where the next talk begins."""
    start = in_days(3)
    first = book(page, participant, start)
    AttendanceFactory(
        interview=InterviewFactory(team=page.team, workspace=workspace),
        membership=first.attendances.get(part="lead").membership,
        during=DateTimeTZRange(
            start + timedelta(minutes=35), start + timedelta(minutes=70)
        ),
    )


@pytest.mark.parametrize("members", [1, 3])
def test_the_search_costs_the_same_queries_whatever_the_team(
    workspace, team, django_assert_num_queries, members
):
    for _ in range(members):
        AvailabilityFactory(
            membership=MembershipFactory(workspace=workspace, team=team)
        )
    page = BookingPageFactory(team=team)

    with django_assert_num_queries(4):
        assert search_team(page).slots


def test_what_other_teams_booked_takes_time_away(page, participant, trio):
    """Hours, busy times and interviews count wherever they were entered."""
    elsewhere = MembershipFactory(user=trio[0].user)
    at = in_days(3)
    AttendanceFactory(
        interview=InterviewFactory(
            workspace=elsewhere.workspace, team__workspace=elsewhere.workspace
        ),
        membership=elsewhere,
        during=DateTimeTZRange(at, at + timedelta(hours=1)),
    )

    interview = book(page, participant, at)

    assert trio[0].pk not in [membership for membership, _ in parts_of(interview)]


def test_a_time_in_the_doubled_hour_is_told_with_its_offset():
    interview = Interview(
        during=DateTimeTZRange(
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 0, 50, tzinfo=UTC),
        )
    )

    assert interview.told_in("Europe/Berlin").time == "02:30 (UTC+2)"
    assert interview.told_in("Asia/Kathmandu").time == "06:15"
    assert interview.told_in("Asia/Kathmandu").zone_name == "Kathmandu (UTC+5:45)"

"""The team's pages: the list, an interview's plan, planning for somebody, hours, booking page."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from discovery.mail.models import OutgoingEmail
from interviews.models import Availability, BookingPage, BusyTime, Interview
from tests.factories.interviews import (
    AttendanceFactory,
    AvailabilityFactory,
    BookingPageFactory,
    InterviewFactory,
)
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory
from tests.interviews.scheduling import (
    book,
    bookable_page,
    in_days,
    open_all_week,
    posted,
)


@pytest.fixture
def page(team, member):
    open_all_week(member)
    return bookable_page(team, members=2)


@pytest.fixture
def participant(workspace, team):
    return ParticipantFactory(workspace=workspace, team=team)


@pytest.fixture
def interview(page, participant):
    return book(page, participant)


def url(name, workspace, *args):
    return reverse(f"interviews:{name}", args=[workspace.slug, *args])


GETS = ["list", "new", "booking_page", "availability"]


@pytest.mark.parametrize("name", GETS)
def test_pages_open_for_members_only(client, sign_in, workspace, member, colleague, stranger, name):  # fmt: skip
    assert sign_in(member).get(url(name, workspace)).status_code == 200
    assert sign_in(colleague).get(url(name, workspace)).status_code == 403
    assert sign_in(stranger).get(url(name, workspace)).status_code == 404


@pytest.mark.parametrize("name", ["plan", "time", "people", "cancellation", "no_show"])
def test_an_interview_is_for_those_who_may_know_of_it(
    sign_in, workspace, colleague, stranger, interview, name
):
    path = url(name, workspace, interview.pk)
    other_team = MembershipFactory(
        workspace=workspace, team=TeamFactory(workspace=workspace)
    )

    assert sign_in(stranger).post(path).status_code == 404
    assert sign_in(colleague).post(path).status_code == 403
    assert sign_in(other_team).post(path).status_code == 404
    interview.refresh_from_db()
    assert (interview.state, interview.calendar_sequence) == ("booked", 0)


def test_list_costs_the_same_queries_whatever_its_length(
    sign_in, workspace, team, member
):
    client = sign_in(member)
    client.get(url("list", workspace))
    costs = []
    for rows in (1, 2):
        for _ in range(rows):
            interview = InterviewFactory(team=team, workspace=workspace)
            AttendanceFactory(interview=interview)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url("list", workspace))
        costs.append(len(queries))

    assert response.text.count('class="schedule__row"') == 3
    assert costs[0] == costs[1] < 16


def test_list_parts_what_is_ahead_from_what_is_over(sign_in, workspace, team, member):
    ahead = InterviewFactory(team=team, workspace=workspace)
    over = InterviewFactory(team=team, workspace=workspace, held=True)
    client = sign_in(member)

    now_page = client.get(url("list", workspace)).text
    past_page = client.get(url("list", workspace), {"show": "past"}).text

    assert str(ahead.participant) in now_page
    assert str(over.participant) not in now_page
    assert str(over.participant) in past_page
    assert str(ahead.participant) not in past_page


def test_the_plan_can_be_written(sign_in, workspace, member, interview):
    response = sign_in(member).post(
        url("plan", workspace, interview.pk),
        {
            "kind": "validation",
            "learning_goal": "What did she try first?",
            "would_change_our_mind": "",
            "where": "By phone",
            "meeting_url": "",
        },
    )

    assert response.status_code == 302
    interview.refresh_from_db()
    assert interview.learning_goal == "What did she try first?"
    assert (interview.kind, interview.where) == ("validation", "By phone")
    assert "Plan changed" in sign_in(member).get(response.url).text


def test_a_wrong_plan_keeps_what_was_typed(sign_in, workspace, member, interview):
    response = sign_in(member).post(
        url("plan", workspace, interview.pk),
        {
            "kind": "exploratory",
            "learning_goal": "Why?",
            "meeting_url": "not an address",
        },
    )

    assert response.status_code == 422
    assert 'value="Why?"' in response.text
    assert 'value="not an address"' in response.text


def test_a_member_books_for_somebody(sign_in, workspace, member, page, participant):
    path = f"{url('new', workspace)}?participant={participant.pk}"

    response = sign_in(member).post(path, posted(in_days(3), "UTC"))

    interview = Interview.objects.get()
    assert response.url == url("plan", workspace, interview.pk)
    assert interview.participant == participant
    assert interview.time_zone == "Europe/London"
    assert OutgoingEmail.objects.filter(to=participant.email).exists()


def test_a_member_books_a_time_that_was_agreed_on(sign_in, workspace, member, page, participant):  # fmt: skip
    path = f"{url('new', workspace)}?participant={participant.pk}"
    day = in_days(3)

    sign_in(member).post(path, {"day": f"{day:%Y-%m-%d}", "time": "22:15"})

    assert Interview.objects.get().starts_at == day.replace(hour=22, minute=15)


def test_a_time_that_a_clock_change_skips_is_explained(sign_in, workspace, member, page, participant):  # fmt: skip
    member.user.time_zone = "Europe/Berlin"
    member.user.save()
    path = f"{url('new', workspace)}?participant={participant.pk}"

    response = sign_in(member).post(path, {"day": "2027-03-28", "time": "02:30"})

    assert response.status_code == 422
    assert "that time does not exist on that day" in response.text
    assert not Interview.objects.exists()


def test_a_time_that_comes_twice_is_asked_about(sign_in, workspace, member, page, participant):  # fmt: skip
    member.user.time_zone = "Europe/Berlin"
    member.user.save()
    path = f"{url('new', workspace)}?participant={participant.pk}"
    asked = {"day": "2027-10-31", "time": "02:30"}

    response = sign_in(member).post(path, asked)
    sign_in(member).post(path, asked | {"which": "1"})

    assert response.status_code == 422
    assert "That time comes twice on that day." in response.text
    assert f"{Interview.objects.get().starts_at:%H:%M}" == "01:30"


def test_a_taken_time_offers_others(sign_in, workspace, member, page, participant):
    book(page, ParticipantFactory(workspace=workspace))
    path = f"{url('new', workspace)}?participant={participant.pk}"

    response = sign_in(member).post(path, posted(in_days(3), "UTC"))

    assert response.status_code == 409
    assert "That time was just taken." in response.text


def test_people_are_found_by_name(sign_in, workspace, member, team):
    ParticipantFactory(workspace=workspace, team=team, name="Priya Nair")
    ParticipantFactory(workspace=workspace, name="Priya of another team")

    page = sign_in(member).get(url("new", workspace), {"q": "priya"}).text

    assert "Priya Nair" in page
    assert "Priya of another team" not in page


@pytest.mark.parametrize("pk", ["999999999", "x", "1" * 30, "-1"])
def test_a_person_who_is_not_there_cannot_be_booked(
    sign_in, workspace, member, page, pk
):
    response = sign_in(member).get(url("new", workspace), {"participant": pk})

    assert response.status_code in (200, 404)
    assert "When will you talk" not in response.text


def test_a_member_moves_and_calls_off(sign_in, workspace, member, interview):
    client = sign_in(member)

    client.post(url("time", workspace, interview.pk), posted(in_days(5), "UTC"))
    interview.refresh_from_db()
    assert interview.starts_at == in_days(5)

    client.post(url("cancellation", workspace, interview.pk), {"reason": "Fire drill"})
    interview.refresh_from_db()
    assert (interview.state, interview.cancelled_by) == ("cancelled", member)
    assert client.get(url("plan", workspace, interview.pk)).status_code == 200


def test_a_member_changes_who_is_there(sign_in, workspace, team, member, interview):
    fourth = MembershipFactory(workspace=workspace, team=team)

    sign_in(member).post(
        url("people", workspace, interview.pk),
        {"lead": fourth.pk, "others": [member.pk, fourth.pk]},
    )

    rows = interview.attendances.values_list("membership", "part")
    assert sorted(rows) == sorted([(fourth.pk, "lead"), (member.pk, "note_taker")])


def test_somebody_of_another_team_cannot_lead(sign_in, workspace, member, interview):
    stranger = MembershipFactory(workspace=workspace)

    response = sign_in(member).post(
        url("people", workspace, interview.pk), {"lead": stranger.pk}
    )

    assert response.status_code == 422


def test_not_coming_is_written_down(sign_in, workspace, member, interview):
    interview.during = DateTimeTZRange(now() - timedelta(hours=1), now())
    interview.save()

    sign_in(member).post(url("no_show", workspace, interview.pk))

    interview.refresh_from_db()
    assert interview.state == "no_show"


# --- hours and busy times -----------------------------------------------------------------


def test_a_week_is_saved_in_the_members_zone(sign_in, workspace, member):
    member.user.time_zone = "Asia/Kathmandu"
    member.user.save()
    AvailabilityFactory(membership=member)

    sign_in(member).post(
        url("availability", workspace),
        {
            "0-0-from": "09:00", "0-0-to": "12:00",
            "0-1-from": "13:30", "0-1-to": "17:00",
            "4-0-from": "10:00", "4-0-to": "11:00",
        },
    )  # fmt: skip

    rows = Availability.objects.values_list(
        "weekday", "starts_at", "ends_at", "time_zone"
    )
    assert list(rows) == [
        (0, time(9), time(12), "Asia/Kathmandu"),
        (0, time(13, 30), time(17), "Asia/Kathmandu"),
        (4, time(10), time(11), "Asia/Kathmandu"),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"0-0-from": "12:00", "0-0-to": "09:00"}, "later than the start"),
        ({"0-0-from": "12:00"}, "both a start and an end"),
        ({"0-0-from": "25:00", "0-0-to": "26:00"}, "Enter a valid time"),
        (
            {"0-0-from": "09:00", "0-0-to": "12:00", "0-1-from": "11:00", "0-1-to": "13:00"},
            "overlaps",
        ),
    ],
)  # fmt: skip
def test_a_wrong_week_is_explained_and_kept(sign_in, workspace, member, typed, said):
    AvailabilityFactory(membership=member)

    response = sign_in(member).post(url("availability", workspace), typed)

    assert response.status_code == 422
    assert said in response.text
    assert f'value="{typed["0-0-from"]}"' in response.text
    assert Availability.objects.count() == 1


def test_first_hours_with_one_button(sign_in, workspace, member):
    sign_in(member).post(url("first_hours", workspace))

    assert member.availabilities.count() == 5


def test_busy_times_come_and_go(sign_in, workspace, member):
    client = sign_in(member)
    client.post(
        url("busy_times", workspace),
        {"starts_at": "2027-01-05T09:00", "ends_at": "2027-01-05T17:00"},
    )
    busy = BusyTime.objects.get()
    other = MembershipFactory(workspace=workspace)
    removal = url("busy_time_removal", workspace, busy.pk)

    assert busy.during.lower.hour == 9
    assert sign_in(other).post(removal).status_code == 404
    sign_in(member).post(removal)
    assert not BusyTime.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"starts_at": "2027-01-05T09:00", "ends_at": "2027-01-05T08:00"},
        {"starts_at": "", "ends_at": "2027-01-05T08:00"},
        {"starts_at": "soon", "ends_at": "later"},
        {"starts_at": "2027-01-05T09:00", "ends_at": "2037-01-05T08:00"},
    ],
)
def test_a_wrong_busy_time_is_refused(sign_in, workspace, member, typed):
    response = sign_in(member).post(url("busy_times", workspace), typed)

    assert response.status_code == 422
    assert not BusyTime.objects.exists()


# --- the booking page's rules ---------------------------------------------------------------


RULES = {
    "heading": "Twenty minutes, one story",
    "pitch": "Tell us about the last time.",
    "duration_minutes": 20,
    "buffer_minutes": 15,
    "notice_hours": 12,
    "horizon_days": 21,
    "most_per_day": 2,
    "observers": 2,
    "is_open": "on",
}


def test_a_team_opens_its_page_with_one_button(sign_in, workspace, team, member):
    client = sign_in(member)
    assert "Open a booking page" in client.get(url("booking_page", workspace)).text

    client.post(url("booking_page", workspace))

    page = BookingPage.objects.get()
    assert (page.team, page.duration_minutes) == (team, 20)


def test_rules_are_saved(sign_in, workspace, member, page):
    sign_in(member).post(
        url("booking_page", workspace), RULES | {"duration_minutes": 30}
    )

    page.refresh_from_db()
    assert page.duration_minutes == 30


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"notice_hours": 48, "horizon_days": 2}, "there would never be a free time"),
        ({"most_per_day": 0}, "nothing could be booked"),
        ({"duration_minutes": 90}, "The longest stretch in your team’s hours has 60 minutes."),
    ],
)  # fmt: skip
def test_rules_that_contradict_themselves_are_refused(
    sign_in, workspace, team, member, change, said
):
    AvailabilityFactory(membership=member, starts_at=time(9), ends_at=time(10))
    page = BookingPageFactory(team=team)

    response = sign_in(member).post(url("booking_page", workspace), RULES | change)

    assert response.status_code == 422
    assert said in response.text
    before = page.updated_at
    page.refresh_from_db()
    assert page.updated_at == before


def test_the_page_says_why_there_are_no_slots(sign_in, workspace, team, member):
    BookingPageFactory(team=team)

    page = sign_in(member).get(url("booking_page", workspace)).text

    assert "There is no free time at all." in page
    assert "Has set no hours yet, so is never free." in page


def test_a_crowd_is_warned_about(sign_in, workspace, member, page):
    page.observers = 4
    page.save()

    assert (
        "More than three of you"
        in sign_in(member).get(url("booking_page", workspace)).text
    )

"""The pages behind a participant's links: pick, confirm, booked; move; call off."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils.timezone import now
from icalendar import Calendar

from discovery.mail.models import OutgoingEmail
from discovery.workspaces.links import sign_link
from interviews.models import Interview
from interviews.operations.changes import cancel_interview
from tests.factories.recruiting import InvitationFactory, ParticipantFactory
from tests.interviews.scheduling import book, bookable_page, in_days, posted


@pytest.fixture
def page(team):
    return bookable_page(team)


@pytest.fixture
def invitation(page):
    return InvitationFactory(
        participant=ParticipantFactory(workspace=page.workspace), team=page.team
    )


@pytest.fixture
def url(invitation):
    token = sign_link("invitation", invitation.pk, invitation.link_version)
    return reverse("booking:pick", args=[token])


@pytest.fixture
def interview(page, invitation):
    return book(page, invitation.participant, invitation=invitation)


def own(interview, name="manage"):
    token = sign_link("interview", interview.pk, interview.link_version)
    return reverse(f"booking:{name}", args=[token])


class Forms(HTMLParser):
    """The hidden fields of each form of a page, as a browser without script would send them."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.found.append({})
        elif tag == "input" and self.found and attrs.get("type") == "hidden":
            self.found[-1][attrs["name"]] = attrs["value"]


def booking_forms(response):
    return [form for form in Forms(response.text).found if "wall" in form]


def test_three_taps_without_script(client, url, invitation):
    start = in_days(3)
    day = f"{start:%Y-%m-%d}"

    client.get(url)
    times = client.get(url, {"day": day, "zone": "UTC"})
    chosen = client.get(url, {"time": f"{start:%Y-%m-%dT%H:%M:%SZ}", "zone": "UTC"})
    [form] = booking_forms(chosen)
    booked = client.post(url, form)

    assert times.text.count('class="time"') > 20
    interview = Interview.objects.get()
    assert interview.starts_at == start
    assert interview.invitation == invitation
    assert booked.status_code == 302
    assert booked.url == own(interview)
    assert "It is booked" in client.get(booked.url).text
    invitation.refresh_from_db()
    assert invitation.opened_at
    assert invitation.booked_at


def test_who_is_invited_to_a_test_is_asked_for_no_story(client, url, invitation):
    type(invitation).objects.filter(pk=invitation.pk).update(is_for_test=True)

    text = client.get(url).text

    assert "Would you try something with us?" in text
    assert invitation.team.booking_page.heading not in text


def test_times_are_told_in_the_zone_of_the_address(client, url):
    start = in_days(3)

    page = client.get(
        url, {"time": f"{start:%Y-%m-%dT%H:%M:%SZ}", "zone": "Asia/Kathmandu"}
    ).text

    assert "Kathmandu (UTC+5:45)" in page
    assert "15:45" in page


@pytest.mark.parametrize(
    ("reported", "name"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("Europe/Stockholm", "Europe/Stockholm"),
    ],
)
def test_a_browsers_old_name_of_a_city_is_told_as_it_is_today(
    client, url, reported, name
):
    query = {"time": f"{in_days(3):%Y-%m-%dT%H:%M:%SZ}", "zone": reported}

    response = client.get(url, query)

    city = name.rpartition("/")[2].replace("_", " ")
    assert f"{city} (" in response.text
    assert f'value="{name}" selected' in response.text
    assert (f'"{reported}"' in response.text) == (reported == name)
    assert {form["zone"] for form in booking_forms(response)} == {name}


def test_another_zone_keeps_the_chosen_time(client, url):
    start = f"{in_days(3):%Y-%m-%dT%H:%M:%SZ}"

    forms = Forms(client.get(url, {"time": start, "zone": "UTC"}).text).found

    assert {"time": start} in forms


def test_nonsense_in_the_address_is_no_error(client, url):
    for query in (
        {"day": "9999-99-99", "time": "soon", "zone": "Europe/Atlantis"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"time": "2026-11-25T10:00:00"},
    ):
        assert client.get(url, query).status_code == 200


def test_losing_a_race_shows_the_next_three(client, url, page):
    start = in_days(3)
    book(page, ParticipantFactory(workspace=page.workspace), start)

    response = client.post(url, posted(start, "Asia/Kathmandu"))

    assert response.status_code == 409
    assert "That time was just taken. The next free ones are below." in response.text
    forms = booking_forms(response)
    assert len(forms) == 3
    assert {form["zone"] for form in forms} == {"Asia/Kathmandu"}
    assert client.post(url, forms[0]).status_code == 302
    assert Interview.objects.count() == 2


def test_a_second_click_leads_to_the_same_booking(client, url):
    first = client.post(url, posted(in_days(3)))
    mails = OutgoingEmail.objects.count()

    second = client.post(url, posted(in_days(3)))

    assert second.url == first.url
    assert Interview.objects.count() == 1
    assert OutgoingEmail.objects.count() == mails


def test_going_back_after_booking_leads_to_the_booking(client, url, interview):
    assert client.get(url).url == own(interview)
    assert client.get(url).headers["Cache-Control"] == "private, no-store"


def test_a_clock_that_disagrees_gets_a_fresh_page(client, url):
    response = client.post(url, posted(in_days(3)) | {"wall": "2026-11-25T03:00"})

    assert response.status_code == 409
    assert "disagree about the clock" in response.text
    assert not Interview.objects.exists()


@pytest.mark.parametrize("start", ["", "tomorrow", "2026-11-25T10:00:00", "\x00"])
def test_no_time_is_asked_for_again(client, url, start):
    response = client.post(url, posted(in_days(3)) | {"start": start})

    assert response.status_code == 422
    assert "Please pick a time first." in response.text


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": now()},
        {"expires_at": now() - timedelta(minutes=1)},
        {"link_version": 1},
    ],
    ids=["revoked", "expired", "newer link"],
)
def test_a_void_invitation_says_so(client, url, invitation, change):
    for name, value in change.items():
        setattr(invitation, name, value)
    invitation.save()

    response = client.get(url)

    assert response.status_code == 404
    assert "This link no longer works" in response.text
    assert client.post(url, posted(in_days(3))).status_code == 404


def test_a_link_for_something_else_opens_nothing(client, invitation, interview):
    token = sign_link("interview", invitation.pk, 0)

    assert client.get(reverse("booking:pick", args=[token])).status_code == 404
    token = sign_link("invitation", interview.pk, 0)
    assert client.get(reverse("booking:manage", args=[token])).status_code == 404


def test_a_team_without_free_times_says_so(client, url, page):
    page.team.memberships.first().workspace.availabilities.all().delete()

    assert "There is no free time just now" in client.get(url).text


def test_a_closed_page_offers_nothing(client, url, page):
    page.is_open = False
    page.save()

    assert "There is no free time just now" in client.get(url).text
    assert client.post(url, posted(in_days(3))).status_code == 409


def test_too_many_tries_are_stopped(client, url):
    wrong = posted(in_days(3)) | {"wall": "2026-11-25T03:00"}
    answers = [client.post(url, wrong).status_code for _ in range(11)]

    assert answers == [409] * 10 + [429]


def test_three_bookings_a_day_are_the_limit(client, url):
    for day in (3, 4, 5):
        client.post(url, posted(in_days(day)))
        cancel_interview(interview=Interview.objects.latest("pk"))

    response = client.post(url, posted(in_days(6)))

    assert response.status_code == 429
    assert Interview.objects.count() == 3


def test_german_speakers_get_german(client, url, invitation):
    invitation.participant.language = "de"
    invitation.participant.save()

    page = client.get(url).text

    assert '<html lang="de"' in page
    assert "Wählen Sie einen Tag" in page
    assert "Pick a day" in client.get(url, {"lang": "en"}).text


# --- the participant's own booking --------------------------------------------------------


def test_the_booking_shows_no_addresses_of_members(client, interview):
    page = client.get(own(interview)).text

    assert "10:00 to 10:20" in page
    for row in interview.attendances.all():
        assert row.user.email not in page
        assert row.user.first_name in page


def test_moving_works_by_the_same_three_taps(client, interview):
    start = in_days(5)
    url = own(interview, "time")

    chosen = client.get(url, {"time": f"{start:%Y-%m-%dT%H:%M:%SZ}", "zone": "UTC"})
    [form] = booking_forms(chosen)
    response = client.post(url, form)

    assert response.url == own(interview)
    interview.refresh_from_db()
    assert (interview.starts_at, interview.calendar_sequence) == (start, 1)


def test_moving_onto_a_taken_time_keeps_the_old_one(client, page, interview):
    book(page, ParticipantFactory(workspace=page.workspace), in_days(5))

    response = client.post(own(interview, "time"), posted(in_days(5)))

    assert response.status_code == 409
    assert len(booking_forms(response)) == 3
    interview.refresh_from_db()
    assert interview.starts_at == in_days(3)


def test_looking_changes_nothing(client, interview):
    """Programs that open every link of a mail neither move nor cancel (A5.8)."""
    for name in ("manage", "time", "calendar"):
        assert client.get(own(interview, name)).status_code == 200
    assert client.get(own(interview, "cancellation")).status_code == 405
    assert client.post(own(interview)).status_code == 405

    interview.refresh_from_db()
    assert (interview.state, interview.calendar_sequence) == ("booked", 0)


def test_calling_off_and_picking_again(client, interview, url):
    response = client.post(own(interview, "cancellation"), {"reason": "I am ill"})

    page = client.get(response.url).text
    interview.refresh_from_db()
    assert interview.state == "cancelled"
    assert interview.cancellation_reason == "I am ill"
    assert "Your talk is cancelled" in page
    assert url in page
    assert client.post(url, posted(in_days(4))).status_code == 302


def test_what_has_begun_stays(client, interview):
    interview.during = DateTimeTZRange(
        now() - timedelta(minutes=5), now() + timedelta(minutes=15)
    )
    interview.save()

    client.post(own(interview, "cancellation"))

    interview.refresh_from_db()
    assert interview.state == "booked"
    assert client.get(own(interview, "time")).url == own(interview)


def test_the_link_ends_with_the_talk(client, interview):
    interview.during = DateTimeTZRange(
        now() - timedelta(hours=2), now() - timedelta(hours=1)
    )
    interview.save()

    assert client.get(own(interview)).status_code == 404


def test_the_calendar_file_is_one_event(client, interview):
    response = client.get(own(interview, "calendar"))

    calendar = Calendar.from_ical(response.content)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar["method"] == "PUBLISH"
    assert calendar.events[0].start == interview.starts_at
    assert calendar.events[0]["uid"] == interview.calendar_uid


def test_names_in_all_scripts_are_shown_as_they_are(client, page, workspace):
    participant = ParticipantFactory(workspace=workspace, name="لينا 👩🏽‍🔬 <b>")
    member = page.team.memberships.first()
    member.user.name = "Ñandú <script>"
    member.user.save()
    interview = book(page, participant)

    shown = client.get(own(interview)).text

    assert (
        "<script>"
        not in shown.split("</head>")[1].split("<main")[1].split("</main>")[0]
    )
    mail = OutgoingEmail.objects.filter(template="interview_booked_member").first()
    assert "لينا 👩🏽‍🔬 <b>" in mail.text
    assert "لينا 👩🏽‍🔬 &lt;b&gt;" in mail.html

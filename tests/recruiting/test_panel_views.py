import io
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from recruiting.models import (
    Invitation,
    Nomination,
    OptInPage,
    Participant,
    Photo,
)
from recruiting.operations import (
    create_opt_in_page,
    erase_participant,
    record_consent,
)
from recruiting.photos import store_photo
from tests.factories.interviews import (
    AvailabilityFactory,
    BookingPageFactory,
    InterviewFactory,
)
from tests.factories.recruiting import (
    ConsentFactory,
    InvitationFactory,
    OptInPageFactory,
    ParticipantFactory,
)
from tests.factories.snapshots import SnapshotFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory
from tests.recruiting.test_photos import picture

HTMX = {"HX-Request": "true"}


@pytest.fixture
def _untracked(settings):
    """Without the rows by which allauth follows each session: not this page's own queries."""
    settings.USERSESSIONS_TRACK_ACTIVITY = False


@pytest.fixture
def panel(workspace):
    return reverse("recruiting:participants", args=[workspace.slug])


@pytest.fixture
def other(workspace):
    """Somebody of another team of the same workspace."""
    return ParticipantFactory(
        workspace=workspace, team=TeamFactory(workspace=workspace), name="Li Wei"
    )


def to(person, name, *args):
    return reverse(f"recruiting:{name}", args=[person.workspace.slug, person.pk, *args])


def names(response):
    return [person.name for person in response.context["people"]]


# --- the list -------------------------------------------------------------------------


def test_researcher_sees_everybody_newest_first(
    sign_in, panel, researcher, participant, other
):
    assert names(sign_in(researcher).get(panel)) == ["Li Wei", "Priya Nair"]


def test_member_sees_own_teams_people_only(sign_in, panel, member, participant, other):
    response = sign_in(member).get(panel)

    assert names(response) == ["Priya Nair"]
    assert "Li Wei" not in response.text


def test_member_sees_whom_the_own_team_invited_or_interviewed(
    sign_in, panel, member, team, other
):
    workspace = team.workspace
    invited = ParticipantFactory(workspace=workspace, name="Invited")
    InvitationFactory(participant=invited, team=team)
    InterviewFactory(
        team=team, participant=ParticipantFactory(workspace=workspace, name="Heard")
    )

    assert sorted(names(sign_in(member).get(panel))) == ["Heard", "Invited"]


def test_list_shows_nobody_who_was_erased(sign_in, panel, researcher, participant):
    Participant.objects.filter(pk=participant.pk).update(erased_at=now())

    assert names(sign_in(researcher).get(panel)) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=priya", ["Priya Nair"]),
        ("q=NAIR+priya", ["Priya Nair"]),
        ("q=shop", ["Priya Nair"]),
        ("q=pr", ["Priya Nair"]),
        ("q=li%40example", ["Li Wei"]),
        ("q=100%25", []),
        ("q=%00", ["Li Wei", "Priya Nair"]),
        ("audience=prospect", ["Li Wei"]),
        ("audience=nonsense", ["Li Wei", "Priya Nair"]),
        ("channel=landing_page", ["Li Wei"]),
        ("channel=landing_page&audience=customer", []),
        ("contactable=yes", ["Priya Nair"]),
        ("contactable=no", ["Li Wei"]),
        ("after=nonsense", ["Li Wei", "Priya Nair"]),
        ("after=2026-01-01T00:00:00%2B00:00_x", ["Li Wei", "Priya Nair"]),
        ("after=9999-99-99_1", ["Li Wei", "Priya Nair"]),
        (
            f"after=2026-01-01T00:00:00%2B00:00_{'9' * 5000}",
            ["Li Wei", "Priya Nair"],
        ),
    ],
)
def test_list_is_searched_and_filtered(
    sign_in, panel, researcher, workspace, query, expected
):
    priya = ParticipantFactory(
        workspace=workspace, name="Priya Nair", company="Corner Shop"
    )
    ConsentFactory(participant=priya)
    ParticipantFactory(
        workspace=workspace,
        name="Li Wei",
        email="li@example.org",
        audience="prospect",
        channel="landing_page",
    )

    assert names(sign_in(researcher).get(f"{panel}?{query}")) == expected


@pytest.mark.parametrize(
    ("changes", "granted"),
    [
        ({"email": ""}, True),
        ({"do_not_contact_at": now()}, True),
        ({"last_contacted_at": now() - timedelta(days=1)}, True),
        ({}, False),
        ({}, None),
        ({"last_contacted_at": now() - timedelta(days=15)}, True),
        ({}, True),
    ],
)
def test_filter_and_property_agree_on_who_may_be_written_to(
    workspace, changes, granted
):
    person = ParticipantFactory(workspace=workspace, **changes)
    if granted is not None:
        ConsentFactory(participant=person, is_granted=granted)

    by_filter = workspace.participants.contactable().exists()
    by_other_filter = workspace.participants.not_contactable().exists()

    assert by_filter == (person.contact_refusal is None)
    assert by_other_filter != by_filter


def test_list_goes_on_where_it_stopped(sign_in, panel, researcher, workspace):
    ParticipantFactory.create_batch(60, workspace=workspace)
    client = sign_in(researcher)

    first = client.get(panel)
    more = client.get(panel + first.context["more"], headers=HTMX)

    assert (len(names(first)), len(names(more))) == (50, 10)
    assert not set(names(first)) & set(names(more))
    assert more.text.strip().startswith("<tr>")
    assert more.context["more"] == ""
    assert "<html" in client.get(panel + first.context["more"]).text


@pytest.mark.usefixtures("_untracked")
@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(
    sign_in, panel, researcher, workspace, team, count, django_assert_num_queries
):
    for person in ParticipantFactory.create_batch(count, workspace=workspace):
        ConsentFactory(participant=person)
    client = sign_in(researcher)

    with django_assert_num_queries(4):
        response = client.get(panel, headers=HTMX)

    assert len(names(response)) == count


def test_list_without_anybody_teaches(sign_in, panel, researcher):
    assert "Whom could you talk to?" in sign_in(researcher).get(panel).text


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 403), ("stakeholder", 403), ("stranger", 404)]
)
def test_panel_is_closed_to_others(sign_in, panel, participant, request, who, status):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(panel).status_code == status
    assert client.get(participant.path).status_code == status


# --- one person -----------------------------------------------------------------------


def test_person_shows_facts_and_all_that_happened(sign_in, participant, member, team):
    record_consent(participant, purpose="contact", text="You may.", source="page")
    InvitationFactory(participant=participant, team=team, opened_at=now())
    InterviewFactory(participant=participant, team=team, held=True)
    SnapshotFactory(
        interview=InterviewFactory(participant=participant, team=team, held=True),
        published_at=now(),
        published_by=member,
    )

    response = sign_in(member).get(participant.path)

    words = [event.text for event in response.context["timeline"]]
    assert f"Invited by {team}" in words
    assert "Opened the invitation" in words
    assert f"Interview with {team}: Held" in words
    assert "Snapshot published" in words
    assert "Agreed to be written to about interviews" in words


def test_person_opens_in_the_sheet(sign_in, participant, member):
    response = sign_in(member).get(participant.path, headers=HTMX)

    assert response.text.strip().startswith('<div class="dialog__head">')
    assert "<html" not in response.text


def test_person_of_another_team_is_not_there(sign_in, other, member):
    client = sign_in(member)

    assert client.get(other.path).status_code == 404
    assert client.post(to(other, "participant_facts")).status_code == 404
    assert client.post(to(other, "invitation_new")).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_facts_are_changed(sign_in, participant, member, headers):
    changes = {
        "name": "Priya N.",
        "email": "priya@example.org",
        "audience": "prospect",
        "language": "de",
    }

    response = sign_in(member).post(
        to(participant, "participant_facts"), changes, headers=headers
    )

    assert response.status_code == (200 if headers else 302)
    participant.refresh_from_db()
    assert (participant.name, participant.language) == ("Priya N.", "de")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "li@example.org"}, "Somebody else has this address"),
        ({"email": "nobody"}, "valid email address"),
        ({"name": ""}, "This field is required"),
        ({"notes": "x" * 10_000_000}, "at most 4000 characters"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_facts_that_are_wrong_get_a_message(
    sign_in, participant, member, workspace, changes, words
):
    ParticipantFactory(workspace=workspace, email="LI@example.org")
    right = {"name": "P.", "email": "", "audience": "user", "language": "en"}

    response = sign_in(member).post(
        to(participant, "participant_facts"), right | changes, headers=HTMX
    )

    assert response.status_code == 422
    assert words in response.text
    participant.refresh_from_db()
    assert participant.name == "Priya Nair"


def test_somebody_is_added_for_the_own_team(sign_in, member, team, panel):
    fields = {
        "name": "Li Wei",
        "email": "li@example.org",
        "audience": "customer",
        "channel": "personal_network",
        "language": "en",
    }

    response = sign_in(member).post(f"{panel}new/", fields)

    person = Participant.objects.get()
    assert response.url == person.path
    assert (person.team, person.channel) == (team, "personal_network")
    assert names(sign_in(member).get(panel)) == ["Li Wei"]


def test_member_of_no_team_adds_nobody(sign_in, workspace, panel):
    """They could not see the person afterwards."""
    alone = MembershipFactory(workspace=workspace)
    fields = {
        "name": "Li Wei",
        "audience": "customer",
        "channel": "referral",
        "language": "en",
    }

    response = sign_in(alone).post(f"{panel}new/", fields)

    assert response.status_code == 422
    assert "You belong to no team yet" in response.text
    assert Participant.objects.count() == 0


def test_somebody_erased_is_not_added_again(sign_in, researcher, panel, participant):
    erase_participant(participant)
    fields = {
        "name": "P.",
        "email": "priya@example.org",
        "audience": "customer",
        "channel": "referral",
        "language": "en",
    }

    response = sign_in(researcher).post(f"{panel}new/", fields)

    assert "had themselves erased" in response.text


def test_somebody_who_is_there_already_is_not_added(
    sign_in, member, panel, participant
):
    fields = {
        "name": "P.",
        "email": "PRIYA@example.org",
        "audience": "customer",
        "channel": "referral",
        "language": "en",
    }

    response = sign_in(member).post(f"{panel}new/", fields)

    assert response.status_code == 422
    assert "Somebody with this address is there already" in response.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_invitation_is_sent(sign_in, participant, member, team, headers):
    record_consent(participant, purpose="contact", text="You may.", source="page")
    url = to(participant, "invitation_new")
    client = sign_in(member)
    assert client.get(url, headers=headers).status_code == 200

    response = client.post(url, {"team": team.pk}, headers=headers)

    assert response.headers.get("HX-Redirect", response.headers.get("Location")) == (
        participant.path
    )
    assert Invitation.objects.get().invited_by == member


def test_invitation_against_the_policy_needs_a_reason(
    sign_in, participant, member, team
):
    client, url = sign_in(member), to(participant, "invitation_new")

    assert client.post(url, {"team": team.pk}).status_code == 422
    assert Invitation.objects.count() == 0

    client.post(url, {"team": team.pk, "reason": "She offered to help."})
    assert Invitation.objects.get().reason == "She offered to help."


def test_invitation_is_for_an_own_team_only(sign_in, participant, member, other):
    response = sign_in(member).post(
        to(participant, "invitation_new"), {"team": other.team.pk, "reason": "Why not."}
    )

    assert response.status_code == 422
    assert Invitation.objects.count() == 0


def test_consent_said_in_person_is_taken_down(sign_in, participant, member):
    said = {"purpose": "quote", "text": "May we quote you? Yes, sure."}

    sign_in(member).post(to(participant, "consent_new"), said)

    consent = participant.consents.get()
    assert (consent.source, consent.recorded_by) == ("in_person", member)


def test_contact_is_stopped(sign_in, participant, member):
    client, url = sign_in(member), to(participant, "contact_stop")
    assert client.get(url).status_code == 405

    client.post(url)

    participant.refresh_from_db()
    assert participant.do_not_contact_at is not None


def test_erasure_is_for_who_manages_the_panel(sign_in, participant, member, researcher):
    url = to(participant, "erasure")

    assert sign_in(member).post(url).status_code == 403
    participant.refresh_from_db()
    assert not participant.is_erased

    client = sign_in(researcher)
    assert "This cannot be undone" in client.get(url, headers=HTMX).text
    client.post(url)
    participant.refresh_from_db()
    assert participant.is_erased


# --- photos ---------------------------------------------------------------------------


@pytest.fixture
def photo(participant, member):
    return store_photo(participant, SimpleUploadedFile("a.jpg", picture()), by=member)


def test_photo_is_served_so_that_nothing_in_it_runs(sign_in, photo, member):
    response = sign_in(member).get(photo.participant.photo_url)

    assert response.content.startswith(b"\xff\xd8\xff")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "side"), [("96", 96), ("192", 192), ("97", 60), ("x", 60)]
)
def test_photo_comes_in_the_sizes_that_we_keep(sign_in, photo, member, asked, side):
    response = sign_in(member).get(photo.participant.photo_url, {"size": asked})

    assert Image.open(io.BytesIO(response.content)).width == side


def test_photo_is_shown_to_readers_only_where_it_was_agreed_to(
    sign_in, photo, stakeholder, member, team
):
    story = SnapshotFactory(
        interview=InterviewFactory(participant=photo.participant, team=team, held=True),
        story_title="Opens late on Tuesdays",
        published_at=now(),
        published_by=member,
    )
    client, slug = sign_in(stakeholder), story.workspace.slug
    on_the_page = reverse("snapshots:photo", args=[slug, story.pk])
    pages = [
        reverse("home:home", args=[slug]),
        reverse("home:search", args=[slug]) + "?q=Tuesdays",
    ]

    assert client.get(photo.participant.photo_url).status_code == 403
    assert not any(on_the_page in client.get(page).text for page in pages)
    assert not any("/photos/" in client.get(page).text for page in pages)

    ConsentFactory(participant=photo.participant, purpose="photo", is_granted=True)
    assert [on_the_page in client.get(page).text for page in pages] == [True, True]
    with closing(client.get(on_the_page)) as response:
        assert response.status_code == 200


def test_photo_of_another_is_not_there(sign_in, photo, other, member, stranger):
    wrong_person = to(other, "photo", photo.pk)

    assert sign_in(member).get(wrong_person).status_code == 404
    assert sign_in(stranger).get(photo.participant.photo_url).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [(picture(), ""), (b"<svg/>", "not what its name says"), (b"", "empty")],
)
def test_photo_is_taken_in_or_refused_in_words(
    sign_in, participant, member, content, words
):
    upload = SimpleUploadedFile("me.jpg", content)

    response = sign_in(member).post(
        to(participant, "photo_new"), {"photo": upload}, follow=True
    )

    assert response.status_code == 200
    assert words in response.text
    assert Photo.objects.count() == (0 if words else 1)


def test_photo_form_without_a_file_changes_nothing(sign_in, participant, member):
    response = sign_in(member).post(to(participant, "photo_new"))

    assert response.url == participant.path


# --- recruiting -----------------------------------------------------------------------


@pytest.fixture
def recruiting(workspace):
    return reverse("recruiting:recruiting", args=[workspace.slug])


def test_page_is_made_on_demand_once(sign_in, recruiting, researcher, team):
    client = sign_in(researcher)
    assert "Make our page" in client.get(recruiting).text

    for _twice in range(2):
        client.post(f"{recruiting}page/")

    assert team.opt_in_page.url in client.get(recruiting).text


def test_screen_says_why_nobody_can_pick_a_time(sign_in, recruiting, member, team):
    client = sign_in(member)
    assert "no booking page behind it" in client.get(recruiting).text

    booking = BookingPageFactory(team=team, is_open=False)
    assert "Your booking page is closed" in client.get(recruiting).text

    booking.is_open = True
    booking.save()
    assert "said when they are free" in client.get(recruiting).text

    AvailabilityFactory(membership=member)
    assert "Nobody can pick a time yet" not in client.get(recruiting).text


def test_page_is_seen_but_not_changed_by_members(sign_in, recruiting, member, page):
    client = sign_in(member)

    assert page.url in client.get(recruiting).text
    assert "Change the words" not in client.get(recruiting).text
    for url in ("page/", f"page/{page.pk}/opening/", f"page/{page.pk}/"):
        assert client.post(f"{recruiting}{url}").status_code == 403


def test_page_is_closed_and_opened(sign_in, recruiting, researcher, page, client):
    sign_in(researcher)
    url = f"{recruiting}page/{page.pk}/opening/"
    assert client.get(url).status_code == 405

    client.post(url, {"is_open": "0"})
    page.refresh_from_db()
    assert not page.is_open

    client.post(url, {"is_open": "1"})
    page.refresh_from_db()
    assert page.is_open


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_words_of_the_page_are_changed(sign_in, recruiting, researcher, page, headers):
    words = {"heading": "Talk to us", "pitch": "Please.", "consent_text": "You may."}

    sign_in(researcher).post(f"{recruiting}page/{page.pk}/", words, headers=headers)

    page.refresh_from_db()
    assert (page.heading, page.question) == ("Talk to us", "")


def test_coach_reads_the_words_of_the_page(sign_in, recruiting, researcher, page):
    page.heading, page.pitch = "Talk to us", "Hurry, our amazing offer ends soon!!"
    page.save()

    text = sign_in(researcher).get(recruiting).text

    assert "It does not say how long it takes." in text
    assert [hint.label for hint in page.hints][-1] == "salesy"


def test_words_that_a_page_begins_with_please_the_coach(researcher, team):
    create_opt_in_page(team=team, by=researcher)

    assert OptInPage.objects.get(team=team).hints == []


def test_coach_is_silent_in_a_language_that_it_does_not_know(page):
    page.workspace.language = "fi"

    assert page.hints == []


def test_words_of_another_workspaces_page_are_not_there(
    sign_in, recruiting, researcher
):
    elsewhere = OptInPageFactory()

    url = f"{recruiting}page/{elsewhere.pk}/"

    assert sign_in(researcher).post(url).status_code == 404


def test_invitations_are_listed_with_how_far_they_came(
    sign_in, recruiting, member, team
):
    states = {
        "sent": {},
        "opened": {"opened_at": now()},
        "booked": {"booked_at": now()},
        "over": {"expires_at": now() - timedelta(days=1)},
    }
    for fields in states.values():
        person = ParticipantFactory(workspace=team.workspace)
        InvitationFactory(participant=person, team=team, **fields)

    response = sign_in(member).get(recruiting)

    found = [invitation.state for invitation in response.context["invitations"]]
    assert found == list(reversed(states))


def test_invitations_of_another_team_are_not_shown_to_a_member(
    sign_in, recruiting, workspace, member, other
):
    InvitationFactory(participant=other, team=other.team)
    member.current_team = other.team
    member.save()
    alone = MembershipFactory(workspace=workspace)

    assert "Li Wei" not in sign_in(member).get(recruiting).text
    assert "Li Wei" not in sign_in(alone).get(recruiting).text


@pytest.mark.usefixtures("_untracked")
@pytest.mark.parametrize("count", [1, 3])
def test_recruiting_costs_the_same_queries_whatever_its_length(
    sign_in, recruiting, researcher, team, page, count, django_assert_num_queries
):
    for person in ParticipantFactory.create_batch(count, workspace=team.workspace):
        InvitationFactory(participant=person, team=team, invited_by=researcher)
        Nomination.objects.create(
            workspace=team.workspace,
            participant=person,
            nominated_by=researcher,
            reason="Nice.",
        )
    client = sign_in(researcher)

    with django_assert_num_queries(7):
        client.get(recruiting, headers=HTMX)


def test_colleague_is_led_to_the_nominations(sign_in, recruiting, colleague):
    response = sign_in(colleague).get(recruiting)

    assert response.url == f"{recruiting}nominations/"


def test_colleague_nominates_and_sees_own_nominations_only(
    sign_in, recruiting, colleague, researcher, team
):
    client = sign_in(colleague)
    fields = {
        "name": "Grace Osei",
        "email": "grace@example.org",
        "reason": "Asked for split invoices.",
        "team": team.pk,
    }

    response = client.post(f"{recruiting}nominations/", fields, follow=True)

    assert "Grace Osei" in response.text
    assert "Waiting" in response.text
    assert "Grace" not in sign_in(researcher).get(f"{recruiting}nominations/").text
    assert "Grace Osei" in client.get(recruiting).text


def test_nomination_without_a_reason_is_asked_again(sign_in, recruiting, colleague):
    response = sign_in(colleague).post(
        f"{recruiting}nominations/",
        {"name": "G", "email": "g@example.org"},
        headers=HTMX,
    )

    assert response.status_code == 422
    assert Nomination.objects.count() == 0


def test_stakeholder_nominates_nobody(sign_in, recruiting, stakeholder):
    assert sign_in(stakeholder).post(f"{recruiting}nominations/").status_code == 403

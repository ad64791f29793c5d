from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from discovery.mail.models import OutgoingEmail
from recruiting.forms import CLOCK
from recruiting.models import Answer, Channel, Consent, Invitation, Participant
from recruiting.operations import erase_participant, record_consent, stop_contact
from tests.factories.recruiting import OptInPageFactory, ParticipantFactory

HELLO = "You may write to me about interviews."


@pytest.fixture
def url(page):
    return page.path


@pytest.fixture(autouse=True)
def _filled_in_slowly(monkeypatch):
    """Forms that were opened ten seconds ago, as by a person."""
    monkeypatch.setattr("recruiting.forms.FASTEST_SECONDS", -1)


def answers(**changes):
    return {
        "name": "Priya Nair",
        "email": "priya@example.org",
        "answer": "A newsletter.",
        "may_contact": "on",
        "time_zone": "Asia/Kolkata",
        "website": "",
        "clock": CLOCK.sign("join"),
        **changes,
    }


def test_page_names_who_asks_by_first_name_only(client, url, member):
    response = client.get(url)

    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert member.user.first_name in response.text
    assert member.user.email not in response.text
    assert " checked" not in response.text


def test_sign_up_puts_the_person_into_the_panel(client, url, page):
    response = client.post(f"{url}?utm=spring", answers(may_record="on"))

    assert response.url == reverse("join:thanks", args=[page.slug])
    person = Participant.objects.get()
    assert (person.name, person.channel) == ("Priya Nair", Channel.LANDING_PAGE)
    assert (person.time_zone, person.team) == ("Asia/Kolkata", page.team)
    assert Answer.objects.get().text == "A newsletter."
    assert Invitation.objects.get().expires_at > now() + timedelta(days=29)


def test_sign_up_keeps_the_words_and_the_page_without_its_query(client, url, page):
    client.post(f"{url}?utm=spring", answers(may_record="on"))

    contact, recording = Consent.objects.order_by("pk")
    assert (contact.purpose, contact.text) == ("contact", HELLO)
    assert contact.page_url == page.url
    assert "?" not in contact.page_url
    assert (contact.language, contact.source) == ("en", "page")
    assert recording.purpose == "recording"
    assert recording.text.startswith("You may record")


def test_sign_up_without_recording_asks_for_one_consent_only(client, url):
    client.post(url, answers())

    assert [c.purpose for c in Consent.objects.all()] == ["contact"]


def test_sign_up_sends_the_personal_link_and_no_word_of_the_visitor(client, url):
    client.post(url, answers(name="Buy cheap pills http://spam.example"))

    mail = OutgoingEmail.objects.get()
    assert mail.to == "priya@example.org"
    assert Invitation.objects.get().link in mail.text
    assert "pills" not in mail.subject + mail.text + mail.html
    assert "newsletter" not in mail.text + mail.html


def test_sign_up_twice_makes_everything_once(client, url):
    for _twice in range(2):
        assert client.post(url, answers()).status_code == 302

    counts = [m.objects.count() for m in (Participant, Consent, Answer, Invitation)]
    assert counts == [1, 1, 1, 1]
    assert OutgoingEmail.objects.count() == 1


def test_sign_up_of_somebody_known_keeps_their_name(client, url, page):
    known = ParticipantFactory(
        workspace=page.workspace, name="Priya", email="Priya@example.org"
    )

    response = client.post(url, answers(name="Mallory"))

    assert response.status_code == 302
    known.refresh_from_db()
    assert (known.name, known.channel) == ("Priya", Channel.OUTREACH)
    assert Invitation.objects.get().participant == known


def test_sign_up_answers_the_same_to_everybody(client, url, page):
    stopped = ParticipantFactory(workspace=page.workspace, email="stop@example.org")
    stop_contact(stopped)
    erased = ParticipantFactory(workspace=page.workspace, email="gone@example.org")
    erase_participant(erased)

    seen = {
        client.post(url, answers(email=email)).url
        for email in ("new@example.org", "stop@example.org", "gone@example.org")
    }

    assert seen == {reverse("join:thanks", args=[page.slug])}
    assert [mail.to for mail in OutgoingEmail.objects.all()] == ["new@example.org"]
    assert Participant.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"may_contact": ""}, "Please tick this box"),
        ({"name": ""}, "This field is required"),
        ({"email": "nobody"}, "valid email address"),
        ({"email": "a@b.example\nBcc: x@y.example"}, "valid email address"),
        ({"answer": "x" * 2001}, "at most 2000 characters"),
        ({"name": "x" * 10_000_000}, "at most 120 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_wrong_input_gets_a_message_and_changes_nothing(client, url, changes, words):
    response = client.post(url, answers(**changes))

    assert response.status_code == 422
    assert words in response.text
    assert Participant.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["Zoë 🌱 Krämer", "محمد العربي", "李伟", "O’Brien-Łuk"]
)
def test_names_of_the_whole_world_are_kept(client, url, name):
    client.post(url, answers(name=name))

    assert Participant.objects.get().name == name


def test_form_keeps_what_was_typed(client, url):
    response = client.post(url, answers(email="nobody"))

    assert 'value="Priya Nair"' in response.text
    assert "A newsletter." in response.text


def test_robot_that_fills_the_hidden_field_is_told_the_same(client, url, page):
    response = client.post(url, answers(website="http://spam.example"))

    assert response.url == reverse("join:thanks", args=[page.slug])
    assert Participant.objects.count() == 0


def test_form_that_is_filled_in_too_fast_is_asked_once_more(client, url, monkeypatch):
    monkeypatch.setattr("recruiting.forms.FASTEST_SECONDS", 2)

    response = client.post(url, answers())

    assert response.status_code == 422
    assert "That was very quick" in response.text
    assert Participant.objects.count() == 0


@pytest.mark.parametrize("clock", ["", "forged", "join:abc:def"])
def test_form_without_our_clock_gets_a_new_one(client, url, clock):
    response = client.post(url, answers(clock=clock))

    assert response.status_code == 422
    assert "This page was open for long" in response.text


def test_a_browsers_old_name_of_a_city_is_kept_as_it_is_today(client, url, page):
    client.post(url, answers(time_zone="Asia/Calcutta"))

    assert Participant.objects.get().time_zone == "Asia/Kolkata"


def test_unknown_time_zone_is_replaced_by_the_workspaces(client, url, page):
    client.post(url, answers(time_zone="Mars/Olympus"))

    assert Participant.objects.get().time_zone == page.workspace.time_zone


def test_one_address_signs_up_ten_people_an_hour(client, url):
    statuses = [
        client.post(url, answers(email=f"p{n}@example.org")).status_code
        for n in range(12)
    ]

    assert statuses == [302] * 10 + [429] * 2
    assert Participant.objects.count() == 10


def test_one_page_takes_sixty_people_an_hour(client, url, monkeypatch):
    monkeypatch.setattr("recruiting.limits.SIGN_UPS_OF_PAGE", (3, 3600))

    statuses = [
        client.post(
            url, answers(email=f"p{n}@example.org"), REMOTE_ADDR=f"192.0.2.{n}"
        ).status_code
        for n in range(5)
    ]

    assert statuses == [302] * 3 + [429] * 2


def test_one_recipient_gets_three_mails_a_day_from_all_workspaces(client, url, page):
    others = [OptInPageFactory() for _other in range(4)]

    statuses = [client.post(p.path, answers()).status_code for p in [page, *others]]

    assert statuses == [302] * 5
    assert OutgoingEmail.objects.count() == 3


def test_closed_page_takes_nobody(client, url, page):
    page.is_open = False
    page.save()

    response = client.post(url, answers())

    assert "We are not looking for anybody just now" in response.text
    assert Participant.objects.count() == 0


def test_unknown_page_is_answered_in_plain_words(client, db):
    response = client.get("/join/nobody-knows/")

    assert response.status_code == 404
    assert "This link no longer works" in response.text


def test_the_language_that_was_picked_is_kept_on_the_next_pages(client, url, page):
    client.get(f"{url}?lang=de")

    assert '<html lang="de"' in client.get(url).text
    assert '<html lang="de"' in client.get("/accounts/login/").text
    assert '<html lang="en"' in client.get(f"{url}?lang=en").text
    assert '<html lang="en"' in client.get(f"{url}?lang=tlh").text


def test_page_and_thanks_speak_german(client, url, page):
    response = client.get(url, headers={"Accept-Language": "de"})
    assert '<html lang="de"' in response.text
    assert "Ihr Name" in response.text

    answer = client.post(f"{url}?lang=de", answers())
    assert answer.url.endswith("?lang=de")
    assert "Danke" in client.get(answer.url).text
    assert Participant.objects.get().language == "de"
    assert "Hallo," in OutgoingEmail.objects.get().text


def test_page_needs_its_csrf_token(url):
    assert Client(enforce_csrf_checks=True).post(url, answers()).status_code == 403


@pytest.mark.parametrize("name", ["join:page", "join:thanks"])
def test_page_refuses_other_methods(client, page, name):
    assert client.put(reverse(name, args=[page.slug])).status_code == 405


# --- the participant's own page -------------------------------------------------------


def own(participant, name="you", *args):
    token = participant.own_page_url.rstrip("/").rpartition("/")[2]
    return reverse(f"join:{name}", args=[token, *args])


def test_own_page_shows_what_is_held(client, participant):
    record_consent(participant, purpose="contact", text=HELLO, source="page")

    response = client.get(own(participant))

    assert response.headers["Cache-Control"] == "private, no-store"
    for words in ("Priya Nair", "priya@example.org", HELLO):
        assert words in response.text


def test_own_page_changes_language_and_zone(client, participant):
    changes = {"language": "de", "time_zone": "Europe/Berlin"}

    response = client.post(own(participant), changes)

    assert response.url == own(participant)
    participant.refresh_from_db()
    assert (participant.language, participant.time_zone) == ("de", "Europe/Berlin")
    assert '<html lang="de"' in client.get(response.url).text


def test_own_page_refuses_a_zone_that_does_not_exist(client, participant):
    changes = {"language": "en", "time_zone": "Mars/Olympus"}

    assert client.post(own(participant), changes).status_code == 422


def test_consent_is_withdrawn_at_once(client, participant):
    record_consent(participant, purpose="contact", text=HELLO, source="page")

    client.post(own(participant, "consent_withdrawal", "contact"))

    assert not Consent.objects.in_force().exists()


@pytest.mark.parametrize(
    ("name", "args"),
    [("consent_withdrawal", ["contact"]), ("contact_stop", []), ("contact_start", [])],
)
def test_own_changes_need_a_post(client, participant, name, args):
    record_consent(participant, purpose="contact", text=HELLO, source="page")

    assert client.get(own(participant, name, *args)).status_code == 405
    assert Consent.objects.in_force().count() == 1


def test_contact_is_stopped_and_started_by_the_person(client, participant):
    client.post(own(participant, "contact_stop"))
    participant.refresh_from_db()
    assert participant.do_not_contact_at is not None

    client.post(own(participant, "contact_start"))
    participant.refresh_from_db()
    assert participant.do_not_contact_at is None


def test_erasure_is_asked_for_once_more_and_then_done(client, participant):
    url = own(participant, "own_erasure")
    assert "Erase everything about you?" in client.get(url).text
    participant.refresh_from_db()
    assert not participant.is_erased

    response = client.post(url, follow=True)

    assert "Everything is erased" in response.text
    participant.refresh_from_db()
    assert participant.is_erased
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("token", ["1-0-" + "0" * 32, "nonsense", "9" * 30 + "-0-x"])
def test_own_page_refuses_a_forged_link(client, participant, token):
    assert client.get(f"/you/{token}/").status_code == 404


def test_own_page_refuses_a_link_that_was_made_void(client, participant):
    url = own(participant)
    participant.link_version += 1
    participant.save()

    assert client.get(url).status_code == 404


def test_link_of_one_purpose_opens_no_other(client, participant):
    token = participant.unsubscribe_url.rstrip("/").rpartition("/")[2]

    assert client.get(f"/you/{token}/").status_code == 404


# --- unsubscribing --------------------------------------------------------------------


def unsubscribing(participant):
    return "/unsubscribe/" + participant.unsubscribe_url.rpartition("/unsubscribe/")[2]


def test_mailbox_unsubscribes_with_one_post(participant):
    robot = Client(enforce_csrf_checks=True)

    response = robot.post(
        unsubscribing(participant),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert (response.status_code, response.cookies) == (200, {})
    participant.refresh_from_db()
    assert participant.do_not_contact_at is not None


def test_mailbox_unsubscribes_with_a_form_of_parts(participant):
    response = Client(enforce_csrf_checks=True).post(
        unsubscribing(participant), {"List-Unsubscribe": "One-Click"}
    )

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain")


def test_looking_at_the_unsubscribing_page_changes_nothing(client, participant):
    response = client.get(unsubscribing(participant))

    assert "Stop all mail" in response.text
    participant.refresh_from_db()
    assert participant.do_not_contact_at is None


def test_person_unsubscribes_by_the_form(client, participant):
    response = client.post(unsubscribing(participant))

    assert "You will get no more mail from us" in response.text


def test_unsubscribing_works_after_an_erasure_too(client, participant):
    url = unsubscribing(participant)
    erase_participant(participant)

    assert client.post(url).status_code == 200


def test_forms_are_not_sent_from_nowhere(client, url):
    """Under "no-referrer" a browser posts with the origin "null", and CSRF refuses the form."""
    assert client.get(url).headers["Referrer-Policy"] == "same-origin"

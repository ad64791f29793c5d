import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from discovery.accounts.models import User
from discovery.audit.models import AuditEvent
from discovery.mail.models import OutgoingEmail
from tests.factories.workspaces import MembershipFactory

PASSWORD = "seven swans swim"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_attempts_yet(db):
    cache.clear()


@pytest.fixture
def person(db):
    return MembershipFactory(
        user__email="mara@example.com",
        user__name="Mara Lind",
        user__password=PASSWORD,
        workspace__name="Lumen Rota",
    )


def sign_in_with(client, email, password):
    return client.post(LOGIN, {"login": email, "password": password})


def test_password_opens_the_workspace(client, person):
    response = sign_in_with(client, "Mara@example.com", PASSWORD)

    assert response.url == "/"
    assert client.get("/").url == f"/w/{person.workspace.slug}/"


def test_sign_in_and_failure_stand_on_the_audit_trail(client, person):
    sign_in_with(client, "mara@example.com", "something else")
    sign_in_with(client, "mara@example.com", PASSWORD)

    actions = AuditEvent.objects.order_by("pk").values_list("action", "actor")
    assert list(actions) == [("sign_in_failed", ""), ("signed_in", "Mara Lind")]


def told(response):
    """What a page says, without what differs from answer to answer anyway."""
    page = re.sub(r'value="[^"]*"|nonce="[^"]*"|X-CSRFToken[^}]*', "", response.text)
    return response.status_code, page


def test_known_and_unknown_address_get_the_same_answer_to_a_wrong_password(
    client, person
):
    known = sign_in_with(client, "mara@example.com", "wrong words here")
    unknown = sign_in_with(client, "nobody@example.com", "wrong words here")

    assert told(known) == told(unknown)


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/login/code/"])
def test_known_and_unknown_address_get_the_same_answer_to_asking_for_mail(person, path):
    answers = [
        Client().post(path, {"email": email}, follow=True)
        for email in ("mara@example.com", "nobody@example.com")
    ]

    known, unknown = (told(answer) for answer in answers)
    assert known[0] == unknown[0] == 200
    assert known[1].replace("mara@", "") == unknown[1].replace("nobody@", "")


def test_code_by_mail_signs_in(client, person):
    client.post("/accounts/login/code/", {"email": "mara@example.com"})
    email = OutgoingEmail.objects.get(template="account_login_code")
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", email.text, re.MULTILINE)[1]

    response = client.post("/accounts/login/code/confirm/", {"code": code})

    assert response.status_code == 302
    assert client.get("/").url == f"/w/{person.workspace.slug}/"
    assert email.to == "mara@example.com"
    assert email.expires_at is not None


def test_reset_link_works_once_and_only_by_a_button(client, person):
    client.post("/accounts/password/reset/", {"email": "mara@example.com"})
    email = OutgoingEmail.objects.get(template="account_password_reset")
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", email.text)[1]
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    assert person.user.check_password(PASSWORD)

    new = {"password1": "eight geese glide", "password2": "eight geese glide"}
    client.post(form, new)

    person.user.refresh_from_db()
    assert person.user.check_password("eight geese glide")
    assert "used up" in client.get(link, follow=True).text


def test_many_wrong_passwords_for_one_account_are_stopped(client, person):
    for _ in range(6):
        response = sign_in_with(client, "mara@example.com", "wrong words here")

    assert "Too many failed login attempts" in response.text
    # Nothing of it depends on Valkey, and the right password has to wait as well.
    assert sign_in_with(client, "mara@example.com", PASSWORD).status_code == 200


def test_nobody_makes_an_account_by_themselves(client, db):
    page = client.get("/accounts/signup/")

    assert "You need an invitation" in page.text
    client.post(
        "/accounts/signup/", {"email": "new@example.com", "password1": PASSWORD}
    )
    assert not User.objects.exists()


def test_next_leads_to_our_own_pages_only(client, person):
    response = client.post(
        f"{LOGIN}?next=https://evil.example/",
        {
            "login": "mara@example.com",
            "password": PASSWORD,
            "next": "https://evil.example/",
        },
    )

    assert "evil" not in response.headers.get("Location", "")


def test_session_ends_with_the_account(client, person):
    sign_in_with(client, "mara@example.com", PASSWORD)
    person.user.is_active = False
    person.user.save()

    assert client.get("/").url.startswith(LOGIN)


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/login/code/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/signup/",
    ],
)
def test_pages_before_signing_in_are_in_our_look(client, db, path):
    page = client.get(path)

    assert page.status_code == 200
    assert 'class="brand' in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/profile/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ],
)
def test_pages_of_an_account_are_in_our_look(client, person, path):
    sign_in_with(client, "mara@example.com", PASSWORD)

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    page = client.get(path)

    assert page.status_code == 200
    assert 'class="brand' in page.text
    assert "style=" not in page.text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/accounts/email/", {"email": "new@example.com", "action_add": ""}),
        ("/accounts/2fa/totp/activate/", {"code": "123456"}),
        ("/accounts/2fa/webauthn/add/", {"name": "Key", "credential": "{}"}),
    ],
)
def test_what_matters_asks_for_the_password_again(client, person, path, form):
    sign_in_with(client, "mara@example.com", PASSWORD)

    response = client.post(path, form)

    assert response.url.startswith("/accounts/reauthenticate/")


def test_new_address_holds_once_it_is_confirmed_and_the_old_one_is_told(client, person):
    EmailAddress.objects.create(
        user=person.user, email="mara@example.com", verified=True, primary=True
    )
    sign_in_with(client, "mara@example.com", PASSWORD)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/email/", {"email": "mara@new.example", "action_add": ""})
    person.user.refresh_from_db()
    assert person.user.email == "mara@example.com"

    check = OutgoingEmail.objects.get(template="account_email_check")
    assert check.to == "mara@new.example"
    link = re.search(r"https?://[^/\s]+(/accounts/\S+)", check.text)[1]
    client.get(link)
    person.user.refresh_from_db()
    assert person.user.email == "mara@example.com"
    client.post(link)
    person.user.refresh_from_db()
    assert person.user.email == "mara@new.example"
    told = OutgoingEmail.objects.filter(template="account_notice")
    assert "mara@example.com" in told.values_list("to", flat=True)


def test_changing_the_password_asks_for_the_old_one_and_tells_by_mail(client, person):
    sign_in_with(client, "mara@example.com", PASSWORD)
    wanted = {"password1": "eight geese glide", "password2": "eight geese glide"}
    path = "/accounts/password/change/"

    refused = client.post(path, {"oldpassword": "a guess", **wanted})
    person.user.refresh_from_db()
    assert refused.status_code == 200
    assert person.user.check_password(PASSWORD)

    client.post(path, {"oldpassword": PASSWORD, **wanted})
    person.user.refresh_from_db()
    assert person.user.check_password("eight geese glide")
    notice = OutgoingEmail.objects.get(template="account_notice")
    assert notice.to == "mara@example.com"

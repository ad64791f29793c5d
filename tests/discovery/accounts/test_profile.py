import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from discovery.accounts.models import User

FORM = {
    "name": "Mara Lind",
    "time_zone": "Europe/Lisbon",
    "language": "de",
    "theme": "dark",
}


def test_profile_is_changed(sign_in, member):
    response = sign_in(member).post("/profile/", FORM)

    assert response.status_code == 302
    member.user.refresh_from_db()
    saved = {name: getattr(member.user, name) for name in FORM}
    assert saved == FORM


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"time_zone": "Mars/Olympus"}, {"language": "xx"}]
)
def test_wrong_profile_keeps_what_was_typed(sign_in, member, wrong):
    response = sign_in(member).post("/profile/", FORM | wrong)

    assert response.status_code == 422
    assert "Please look at this again" in response.text
    member.user.refresh_from_db()
    assert member.user.theme == "system"


def test_role_and_address_cannot_be_smuggled_in(sign_in, member):
    sign_in(member).post(
        "/profile/", FORM | {"email": "other@example.com", "is_superuser": "1"}
    )

    member.user.refresh_from_db()
    assert member.user.email != "other@example.com"
    assert not member.user.is_superuser


def test_theme_follows_the_person(sign_in, member):
    client = sign_in(member)

    response = client.post("/profile/theme/", {"theme": "dark", "next": "/profile/"})

    assert response.url == "/profile/"
    assert 'data-theme="dark"' in client.get("/profile/").text


def test_theme_never_leads_away(sign_in, member):
    away = {"theme": "dark", "next": "https://evil.example/"}

    assert sign_in(member).post("/profile/theme/", away).url == "/"


@pytest.mark.parametrize("path", ["/profile/", "/profile/theme/"])
def test_profile_is_for_those_who_are_signed_in(client, db, path):
    assert client.post(path, FORM).url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    "password",
    ["short", "password123", "x" * 129, "Earshot1", "lumen rota 26", "maralind1"],
)
def test_password_that_others_would_try_is_refused(password):
    user = User(email="mara@lumen.example", name="Mara Lind")
    user.joining = ["Lumen Rota"]

    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password", ["seven swans swim", "ΑΩ äöü 🌱🌱🌱", "x9$kQ2!p", "y" * 128]
)
def test_any_other_password_is_fine(password):
    validate_password(password, User(email="mara@lumen.example", name="Mara Lind"))

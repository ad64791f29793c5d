from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from discovery.accounts.models import User
from discovery.workspaces.models import Membership, SetupLink, Workspace
from tests.factories.accounts import UserFactory

FORM = {
    "name": "Mara Lind",
    "email": "Mara@Example.com",
    "password": "seven swans swim",
    "workspace_name": "Lumen Rota",
    "team_name": "Checkout trio",
    "time_zone": "Europe/London",
}


@pytest.fixture
def link(db):
    out = StringIO()
    call_command("setup_link", stdout=out)
    return "/setup/" + out.getvalue().strip().split("/setup/")[1]


def test_first_person_opens_the_first_workspace(client, link):
    assert client.get(link).status_code == 200

    response = client.post(link, FORM)

    assert response.url == "/w/lumen-rota/"
    admin = Membership.objects.get()
    assert (admin.user.email, admin.role) == ("mara@example.com", "admin")
    assert admin.current_team.name == "Checkout trio"
    assert client.get(response.url).status_code == 200


def test_link_works_once(client, link):
    client.post(link, FORM)
    client.logout()

    assert client.get(link).status_code == 404
    again = FORM | {"email": "other@example.com"}
    assert client.post(link, again).status_code == 404
    assert User.objects.count() == 1


def test_newer_link_voids_the_older(client, link):
    call_command("setup_link", stdout=StringIO())

    assert client.get(link).status_code == 404


def test_there_is_no_link_once_somebody_has_an_account(db):
    UserFactory()

    with pytest.raises(CommandError, match="already"):
        call_command("setup_link", stdout=StringIO())


def test_link_is_void_once_somebody_has_an_account(client, link):
    UserFactory()

    assert client.post(link, FORM).status_code == 404
    assert not Workspace.objects.exists()


def test_token_is_stored_hashed_only(link):
    assert SetupLink.objects.get().token_hash not in link


@pytest.mark.parametrize(
    "wrong",
    [{"password": "lumen rota"}, {"email": "no"}, {"name": ""}, {"time_zone": "X/Y"}],
)
def test_wrong_form_makes_nothing(client, link, wrong):
    response = client.post(link, FORM | wrong)

    assert response.status_code == 422
    assert not User.objects.exists()
    assert client.get(link).status_code == 200


def test_invented_link_is_not_there(client, db):
    assert client.get("/setup/invented/").status_code == 404

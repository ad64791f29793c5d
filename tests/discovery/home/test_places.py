import pytest
from django.test import RequestFactory

from discovery.home.navigation import Navigation
from discovery.workspaces.permissions import Role
from tests.factories.workspaces import MembershipFactory


@pytest.mark.parametrize("role", Role.values)
def test_every_place_of_the_rail_opens_for_whom_it_is_shown(sign_in, role, team):
    membership = MembershipFactory(workspace=team.workspace, role=role, team=team)
    client = sign_in(membership)
    request = RequestFactory().get("/")

    answers = {
        place.url: client.get(place.url, follow=True).status_code
        for place in Navigation(request, membership).places
    }

    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize(
    ("role", "path", "place"),
    [
        (Role.ADMIN, "snapshots/links/", "settings"),
        (Role.RESEARCHER, "snapshots/links/", "Snapshots"),
        (Role.ADMIN, "snapshots/", "Snapshots"),
        (Role.ADMIN, "settings/", "settings"),
    ],
)
def test_open_links_are_a_tab_of_the_settings_for_whoever_has_those(
    workspace, role, path, place
):
    membership = MembershipFactory(workspace=workspace, role=role)
    request = RequestFactory().get(f"/w/{workspace.slug}/{path}")

    navigation = Navigation(request, membership)
    current = [str(each.label) for each in navigation.places if each.is_current]

    settings = ["settings"] if navigation.is_settings_current else []
    assert current + settings == [place]

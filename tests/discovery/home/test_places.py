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

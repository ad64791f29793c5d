import pytest
from django.urls import reverse

from discovery.audit.models import AuditEvent
from tests.factories.workspaces import MembershipFactory, TeamFactory


def address(name, workspace, *args):
    return reverse(f"workspaces:{name}", args=[workspace.slug, *args])


def test_team_is_made_with_its_people(sign_in, admin, member):
    form = {"name": "Ünïcode trio", "weekly_target": 2, "members": [member.pk]}

    sign_in(admin).post(address("team_new", admin.workspace), form)

    team = admin.workspace.teams.get(name="Ünïcode trio")
    assert (team.slug, team.weekly_target) == ("unicode-trio", 2)
    assert list(team.memberships.all()) == [member]
    assert AuditEvent.objects.get().action == "team_created"


def test_teams_of_one_name_get_slugs_of_their_own(sign_in, admin):
    client = sign_in(admin)
    for _ in range(2):
        form = {"name": "Same", "weekly_target": 1}
        client.post(address("team_new", admin.workspace), form)

    slugs = admin.workspace.teams.filter(name="Same").values_list("slug", flat=True)
    assert sorted(slugs) == ["same", "same-2"]


def test_team_is_renamed_and_people_leave_it(sign_in, admin, member, team):
    form = {"name": "New name", "weekly_target": 3, "members": [admin.pk]}

    sign_in(admin).post(address("team", admin.workspace, team.pk), form)

    team.refresh_from_db()
    assert (team.name, team.weekly_target) == ("New name", 3)
    assert list(team.memberships.all()) == [admin]
    assert AuditEvent.objects.get().fields == ["name", "weekly_target", "members"]


@pytest.mark.parametrize("target", ["0", "21", "-1", "many"])
def test_weekly_target_has_its_bounds(sign_in, admin, team, target):
    form = {"name": "Team", "weekly_target": target}

    response = sign_in(admin).post(address("team", admin.workspace, team.pk), form)

    assert response.status_code == 422


def test_person_of_another_workspace_cannot_be_put_on_a_team(sign_in, admin, team):
    foreign = MembershipFactory()
    form = {"name": "Team", "weekly_target": 1, "members": [foreign.pk]}

    response = sign_in(admin).post(address("team", admin.workspace, team.pk), form)

    assert response.status_code == 422
    assert not foreign.teams.exists()


def test_anybody_switches_what_they_look_at(sign_in, stakeholder):
    other = TeamFactory(workspace=stakeholder.workspace)
    url = address("current_team", stakeholder.workspace)
    back = f"/w/{stakeholder.workspace.slug}/snapshots/"

    response = sign_in(stakeholder).post(url, {"team": other.pk, "next": back})

    assert response.url == back
    stakeholder.refresh_from_db()
    assert stakeholder.current_team == other


def test_all_teams_is_a_choice_too(sign_in, member):
    url = address("current_team", member.workspace)

    response = sign_in(member).post(url, {"team": "", "next": "https://evil.example/"})

    assert response.url == f"/w/{member.workspace.slug}/"
    member.refresh_from_db()
    assert member.current_team is None


@pytest.mark.parametrize("number", ["0", "x", "9" * 5000, "-1"])
def test_unknown_team_is_not_there(sign_in, member, number):
    url = address("current_team", member.workspace)

    assert sign_in(member).post(url, {"team": number}).status_code == 404


def test_team_of_another_workspace_is_not_there(sign_in, member):
    url = address("current_team", member.workspace)

    response = sign_in(member).post(url, {"team": TeamFactory().pk})

    assert response.status_code == 404


def test_teams_page_shows_them(sign_in, admin, team):
    assert team.name in sign_in(admin).get(address("teams", admin.workspace)).text

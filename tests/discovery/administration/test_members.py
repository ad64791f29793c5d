import threading

import pytest
from django.db import connection
from django.urls import reverse

from discovery.administration.operations import LastAdmin, change_member, remove_member
from discovery.audit.models import AuditEvent
from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Role
from tests.factories.workspaces import MembershipFactory, TeamFactory, WorkspaceFactory


@pytest.fixture
def url(member):
    return reverse("workspaces:member", args=[member.workspace.slug, member.pk])


def removal(membership):
    return reverse(
        "workspaces:member_removal", args=[membership.workspace.slug, membership.pk]
    )


def test_role_and_teams_are_changed_in_place(sign_in, url, admin, member):
    other = TeamFactory(workspace=member.workspace)
    form = {"role": "researcher", "craft": "research", "teams": [other.pk]}

    response = sign_in(admin).post(url, form, headers={"HX-Request": "true"})

    assert response.text.strip().splitlines()[0].startswith("<li")
    member.refresh_from_db()
    assert (member.role, member.craft, member.current_team) == (
        "researcher",
        "research",
        other,
    )
    event = AuditEvent.objects.get()
    assert (event.action, event.fields) == (
        "member_changed",
        ["role", "craft", "teams"],
    )


def test_change_without_script_leads_back_to_the_list(sign_in, url, admin, member):
    response = sign_in(admin).post(url, {"role": "colleague", "craft": "other"})

    assert response.url == reverse("workspaces:members", args=[member.workspace.slug])


def test_new_role_holds_for_the_very_next_request(sign_in, client, admin, member):
    page = reverse("workspaces:settings", args=[member.workspace.slug])
    assert sign_in(member).get(page).status_code == 403

    change_member(member, role=Role.ADMIN, craft=member.craft, teams=[], by=admin)

    assert client.get(page).status_code == 200


def test_team_of_another_workspace_is_refused(sign_in, url, admin, member):
    foreign = TeamFactory()

    response = sign_in(admin).post(
        url, {"role": "member", "craft": "design", "teams": [foreign.pk]}
    )

    assert response.status_code == 422
    assert not foreign.memberships.exists()


def test_removed_member_is_out_at_once(sign_in, client, admin, member):
    home = reverse("home:home", args=[member.workspace.slug])
    assert sign_in(member).get(home).status_code == 200

    remove_member(member, by=admin)

    assert client.get(home).status_code == 404
    assert "You are in no workspace" in client.get("/").text


def test_removal_asks_first_and_tells_the_trail(sign_in, admin, member):
    client = sign_in(admin)

    page = client.get(removal(member))
    assert "lose access at once" in page.text
    member.refresh_from_db()
    assert member.removed_at is None

    client.post(removal(member))
    member.refresh_from_db()
    assert member.removed_by == admin
    assert AuditEvent.objects.get().action == "member_removed"


def test_last_admin_stays(sign_in, admin, member):
    response = sign_in(admin).post(removal(admin))

    assert response.status_code == 422
    with pytest.raises(LastAdmin):
        change_member(admin, role=Role.MEMBER, craft="other", teams=[], by=admin)
    admin.refresh_from_db()
    assert (admin.role, admin.removed_at) == ("admin", None)


def test_admin_may_leave_when_another_stays(sign_in, admin):
    MembershipFactory(workspace=admin.workspace, role=Role.ADMIN)

    response = sign_in(admin).post(removal(admin))

    assert response.url == "/"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_admins_who_remove_each_other_leave_one():
    workspace = WorkspaceFactory()
    admins = [MembershipFactory(workspace=workspace, role=Role.ADMIN) for _ in "ab"]
    start = threading.Barrier(2)
    refused = []

    def remove(membership, by):
        start.wait()
        try:
            remove_member(membership, by=by)
        except LastAdmin:
            refused.append(membership)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=pair)
        for pair in (admins, list(reversed(admins)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert Membership.objects.active().filter(workspace=workspace).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(
    sign_in, admin, team, django_assert_num_queries, count
):
    for _ in range(count):
        MembershipFactory(workspace=admin.workspace, team=team)
    client = sign_in(admin)
    url = reverse("workspaces:members", args=[admin.workspace.slug])
    client.get(url)

    with django_assert_num_queries(9):
        response = client.get(url)

    assert response.text.count('<li class="member row"') == count + 1


def test_settings_are_changed_and_told(sign_in, admin):
    url = reverse("workspaces:settings", args=[admin.workspace.slug])
    form = {
        "name": "Lumen",
        "time_zone": "Europe/Berlin",
        "language": "de",
        "postal_address": "",
        "paper": "letter",
    }

    assert sign_in(admin).post(url, form).status_code == 302

    admin.workspace.refresh_from_db()
    assert admin.workspace.name == "Lumen"
    changed = ["name", "time_zone", "language", "paper"]
    assert AuditEvent.objects.get().fields == changed


def test_wrong_settings_keep_what_was_typed(sign_in, admin):
    url = reverse("workspaces:settings", args=[admin.workspace.slug])

    response = sign_in(admin).post(url, {"name": "", "postal_address": "1 New Street"})

    assert response.status_code == 422
    assert "1 New Street" in response.text

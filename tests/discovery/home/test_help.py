from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.workspaces import MembershipFactory


def test_help_explains_what_the_role_may_open_and_names_the_admins(
    sign_in, stakeholder, admin
):
    url = reverse("home:help", args=[stakeholder.workspace.slug])

    response = sign_in(stakeholder).get(url)

    assert [str(place.label) for place, question in response.context["places"]] == [
        "Home",
        "Snapshots",
        "Tree",
        "Insights",
    ]
    assert list(response.context["admins"]) == [admin]


def test_help_is_not_for_strangers(sign_in, workspace, stranger):
    url = reverse("home:help", args=[workspace.slug])

    assert sign_in(stranger).get(url).status_code == 404


def test_help_cannot_be_posted_to(sign_in, member):
    url = reverse("home:help", args=[member.workspace.slug])

    assert sign_in(member).post(url).status_code == 405


def test_help_costs_the_same_queries_however_many_admins(
    sign_in, admin, django_assert_num_queries
):
    client = sign_in(admin)
    url = reverse("home:help", args=[admin.workspace.slug])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    MembershipFactory.create_batch(3, workspace=admin.workspace, role=admin.role)

    with django_assert_num_queries(len(few)):
        client.get(url)

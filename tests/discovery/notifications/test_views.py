import pytest
from django.urls import reverse

from discovery.live.channels import may_listen
from discovery.notifications.operations import notify
from tests.factories.notifications import NotificationFactory
from tests.factories.workspaces import MembershipFactory


def address(name, membership, *args):
    return reverse(f"notifications:{name}", args=[membership.workspace.slug, *args])


def test_bell_counts_what_is_unread(sign_in, member):
    client = sign_in(member)
    assert client.get(address("count", member)).text.strip().endswith("#}") is False
    notify(member, key="a", kind="comment", text="Henrik commented.")
    notify(member, key="b", kind="comment", text="Ola nominated Colm.")

    assert "2 unread" in client.get(address("count", member)).text


def test_same_occasion_is_told_once(member):
    first = notify(member, key="a", kind="comment", text="Henrik commented.")
    again = notify(member, key="a", kind="comment", text="Henrik commented.")

    assert first == again
    assert member.notifications.count() == 1


def test_reading_one_leads_where_it_happened(sign_in, member):
    place = f"/w/{member.workspace.slug}/snapshots/1/"
    notification = NotificationFactory(membership=member, url=place)

    response = sign_in(member).post(address("reading", member, notification.pk))

    assert response.url == place
    assert not member.notifications.unread().exists()


def test_reading_never_leads_away(sign_in, member):
    notification = NotificationFactory(membership=member, url="https://evil.example/")

    response = sign_in(member).post(address("reading", member, notification.pk))

    assert response.url == address("list", member)


def test_all_are_read_at_once(sign_in, member):
    NotificationFactory.create_batch(3, membership=member)

    sign_in(member).post(address("all_read", member))

    assert not member.notifications.unread().exists()


def test_colleagues_notifications_are_not_there(sign_in, member):
    theirs = NotificationFactory(
        membership=MembershipFactory(workspace=member.workspace)
    )

    response = sign_in(member).post(address("reading", member, theirs.pk))

    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_nobody_listens_to_anothers_channel(member, admin):
    assert may_listen(member, f"membership:{member.pk}")
    assert not may_listen(member, f"membership:{admin.pk}")


def test_empty_list_teaches(sign_in, member):
    assert "Nothing waits for you" in sign_in(member).get(address("list", member)).text


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(
    sign_in, member, django_assert_num_queries, count
):
    NotificationFactory.create_batch(count, membership=member)
    client = sign_in(member)
    client.get(address("list", member))

    with django_assert_num_queries(6):
        response = client.get(address("list", member))

    assert response.text.count('<li class="todo">') == count

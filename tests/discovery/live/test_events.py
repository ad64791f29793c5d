import json
import time

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now

from discovery.live.operations import publish
from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Role
from tests.discovery.live.server import EventStream, WebServer
from tests.factories.workspaces import MembershipFactory
from tests.patience import crowding

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(transactional_db):
    server = WebServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def member(transactional_db):
    return MembershipFactory(role=Role.MEMBER)


def session_of(membership):
    store = SessionStore()
    store[SESSION_KEY] = str(membership.user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = membership.user.get_session_auth_hash()
    store.save()
    return store.session_key


def path_of(membership, *channels):
    query = "&".join(f"channel={channel}" for channel in channels)
    return f"/w/{membership.workspace.slug}/events/?{query}"


def listen(server, membership, *channels):
    channels = channels or (f"membership:{membership.pk}",)
    return EventStream(server, path_of(membership, *channels), session_of(membership))


def test_a_change_arrives_within_a_second_with_its_version(server, member):
    stream = listen(server, member)
    hello = stream.next_event()

    started_at = time.monotonic()
    publish(f"membership:{member.pk}", "notified", version=3)
    event = stream.next_event()

    assert hello["event"] == "hello"
    assert json.loads(event["data"]) == {
        "channel": f"membership:{member.pk}",
        "event": "notified",
        "version": 3,
    }
    assert event["id"]
    assert time.monotonic() - started_at < 1 * crowding()


def test_a_removed_member_hears_nothing_more_after_five_seconds(server, member):
    stream = listen(server, member)
    stream.next_event()

    Membership.objects.filter(pk=member.pk).update(removed_at=now())
    started_at = time.monotonic()
    publish(f"membership:{member.pk}", "removed")

    assert stream.next_event() == {}
    assert time.monotonic() - started_at < 5 * crowding()


@pytest.mark.parametrize(
    "who", ["nobody", "stranger", "colleague's channel", "unknown"]
)
def test_who_may_not_listen_gets_404(server, member, who):
    colleague = MembershipFactory(workspace=member.workspace, role=Role.MEMBER)
    stranger = MembershipFactory(role=Role.ADMIN)
    own = f"membership:{member.pk}"
    session, channels = {
        "nobody": ("none", [own]),
        "stranger": (session_of(stranger), [own]),
        "colleague's channel": (
            session_of(member),
            [own, f"membership:{colleague.pk}"],
        ),
        "unknown": (session_of(member), [own, "no-such-thing:1"]),
    }[who]

    stream = EventStream(server, path_of(member, *channels), session)

    assert stream.response.status == 404


def test_without_redis_the_browser_is_told_to_poll(transactional_db, member):
    server = WebServer(REDIS_URL="unix:///nowhere/valkey.sock?db=0")
    server.start()
    stream = listen(server, member)
    event = stream.next_event()
    ended = stream.next_event()
    server.stop()

    assert (event["event"], event["retry"], ended) == ("away", "15000", {})


def test_open_streams_do_not_hold_up_the_end(server, member):
    streams = [listen(server, member) for _ in range(20)]
    for stream in streams:
        stream.next_event()

    assert server.stop() < 8 * crowding()


def test_what_was_missed_is_repeated_to_whoever_comes_back(server, member):
    channel = f"membership:{member.pk}"
    stream = listen(server, member)
    stream.next_event()
    time.sleep(0.3)  # from here on the process knows all that is said
    for version in (1, 2, 3):
        publish(channel, "notified", version=version)
    first = stream.next_event()
    [stream.next_event() for _ in range(2)]
    drawn = time.time_ns() // 1_000_000

    path = path_of(member, channel)
    back = EventStream(server, path, session_of(member), last_event_id=first["id"])
    new = EventStream(server, f"{path}&since={drawn}", session_of(member))
    late = EventStream(server, f"{path}&since=1", session_of(member))
    told = [json.loads(each.next_event()["data"]) for each in (back, new, late)]
    publish(channel, "notified", version=4)

    versions = [json.loads(back.next_event()["data"])["version"] for _ in range(3)]
    assert versions == [2, 3, 4]
    assert json.loads(new.next_event()["data"])["version"] == 4
    assert [each["is_complete"] for each in told] == [True, True, False]

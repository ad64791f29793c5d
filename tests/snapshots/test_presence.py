import json
import time

import pytest
import redis
from django.urls import reverse

from discovery.live import presence
from discovery.live.operations import connection
from discovery.live.presence import give_sign, people_at


@pytest.fixture(autouse=True)
def _nobody_is_here():
    for key in connection().scan_iter("earshot:presence:*"):
        connection().delete(key)


@pytest.fixture
def url(draft):
    return reverse("snapshots:presence", args=[draft.workspace.slug, draft.pk])


def test_the_others_are_shown_with_their_part(sign_in, url, draft, member, researcher):
    give_sign(channel=f"snapshot:{draft.pk}", by=researcher, tab="a", part="quote")

    shown = sign_in(member).post(url, {"part": "", "tab": "b"}).text

    assert f'data-person="{researcher.pk}"' in shown
    assert 'data-part="quote"' in shown
    assert f'data-person="{member.pk}"' not in shown


def test_two_tabs_of_one_person_are_one_person_where_they_were_last(draft, member):
    give_sign(channel=f"snapshot:{draft.pk}", by=member, tab="a", part="quote")
    give_sign(channel=f"snapshot:{draft.pk}", by=member, tab="b", part="name")

    assert people_at(f"snapshot:{draft.pk}") == {member.pk: "name"}

    give_sign(channel=f"snapshot:{draft.pk}", by=member, tab="b", part=None)
    assert people_at(f"snapshot:{draft.pk}") == {member.pk: "quote"}


def test_who_leaves_is_gone_at_once(sign_in, url, draft, member):
    client = sign_in(member)
    client.post(url, {"part": "quote", "tab": "a"})

    assert client.post(url, {"leaving": "1", "tab": "a"}).status_code == 204
    assert people_at(f"snapshot:{draft.pk}") == {}


def test_who_gives_no_sign_is_forgotten(draft, member):
    old = json.dumps({"part": "quote", "at": time.time() - presence.HERE_FOR - 1})
    connection().hset(f"earshot:presence:snapshot:{draft.pk}", f"{member.pk}:a", old)

    assert people_at(f"snapshot:{draft.pk}") == {}


def test_tabs_that_fell_silent_leave_room_for_others(draft, member, researcher):
    old = json.dumps({"part": "quote", "at": time.time() - presence.HERE_FOR - 1})
    tabs = {f"{member.pk}:{number}": old for number in range(presence.MOST_TABS)}
    connection().hset(f"earshot:presence:snapshot:{draft.pk}", mapping=tabs)

    give_sign(channel=f"snapshot:{draft.pk}", by=researcher, tab="a", part="quote")

    assert people_at(f"snapshot:{draft.pk}") == {researcher.pk: "quote"}


def test_on_a_full_page_whoever_is_there_stays(draft, member, researcher, monkeypatch):
    monkeypatch.setattr(presence, "MOST_TABS", 1)
    give_sign(channel=f"snapshot:{draft.pk}", by=member, tab="a", part="quote")
    give_sign(channel=f"snapshot:{draft.pk}", by=researcher, tab="b", part="name")
    give_sign(channel=f"snapshot:{draft.pk}", by=member, tab="a", part="context")

    assert people_at(f"snapshot:{draft.pk}") == {member.pk: "context"}


def test_the_row_of_signs_goes_by_itself(draft, member):
    give_sign(channel=f"snapshot:{draft.pk}", by=member, tab="a", part="")

    left = connection().ttl(f"earshot:presence:snapshot:{draft.pk}")
    assert 0 < left <= presence.HERE_FOR


@pytest.mark.django_db(transaction=True)
def test_only_news_is_told(draft, member):
    listener = connection().pubsub()
    listener.subscribe(f"earshot:snapshot:{draft.pk}")
    listener.get_message(timeout=2)

    for _sign in range(3):
        give_sign(channel=f"snapshot:{draft.pk}", by=member, tab="a", part="quote")

    told = listener.get_message(timeout=2)
    # Readers hear the channel too: it says that something changed, not who is where.
    assert json.loads(told["data"]).keys() == {"event", "at"}
    assert listener.get_message(timeout=0.2) is None
    listener.close()


def test_readers_neither_see_nor_are_seen(sign_in, stakeholder, url):
    client = sign_in(stakeholder)

    assert client.get(url).status_code == 403
    assert client.post(url, {"part": "", "tab": "a"}).status_code == 403


@pytest.mark.parametrize(
    "fields", [{"part": "x", "tab": "a"}, {"part": "", "tab": "<"}]
)
def test_what_is_no_part_is_refused(sign_in, member, url, fields):
    assert sign_in(member).post(url, fields).status_code == 422


def test_signs_are_limited(sign_in, member, url, monkeypatch):
    # However long these few take on a busy machine, they are within it.
    monkeypatch.setattr(presence, "MOST_SIGNS", 3)
    monkeypatch.setattr(presence, "WITHIN", 3600)
    client = sign_in(member)
    sign = {"part": "", "tab": "a"}

    answers = [client.post(url, sign).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 429, 429]


def test_without_valkey_nobody_is_seen_and_nothing_breaks(
    sign_in, member, url, monkeypatch
):
    broken = redis.Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.1)
    monkeypatch.setattr(presence, "connection", lambda: broken)

    response = sign_in(member).post(url, {"part": "", "tab": "a"})

    assert response.status_code == 200
    assert response.text.strip().count("<li") == 0

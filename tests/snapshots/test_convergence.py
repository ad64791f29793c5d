"""Two people edit one page over a bad connection; bin/bench editing does the same a thousand times."""

import random

import pytest
from django.test import Client
from django.urls import reverse

from tests.snapshots.page_clients import (
    PageClient,
    Watcher,
    edit_together,
    words_seen,
)

CHANGES = 25


@pytest.fixture
def ask_as():
    """Requests of a member, as htmx sends them."""

    def ask_as(membership):
        client = Client()
        client.force_login(membership.user)

        def ask(method, path, fields):
            send = client.post if method == "POST" else client.get
            response = send(path, fields, headers={"HX-Request": "true"})
            return response.status_code, response.text

        return ask

    return ask_as


def test_both_end_with_the_same_page_and_nothing_is_lost_in_silence(
    ask_as, member, researcher, draft
):
    rng = random.Random(1)
    watcher = Watcher(draft)
    path = reverse("snapshots:snapshot", args=[draft.workspace.slug, draft.pk])
    clients = [
        PageClient(ask_as(who), path, watcher, rng) for who in (member, researcher)
    ]

    ours, theirs = edit_together(clients, CHANGES, rng)

    assert watcher.lost == []
    assert words_seen(ours) == words_seen(theirs)
    in_order = [name for name, _ in words_seen(ours) if "-" in name]
    assert in_order == [name for name in watcher.read() if "-" in name]
    assert watcher.changes > CHANGES / 4

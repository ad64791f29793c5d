"""Posts to a chat: rows that are planned once, claimed once and delivered once, or held."""

import hashlib
import hmac
import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from discovery.digests.models import ChatHook, ChatPost
from discovery.digests.operations.hooks import (
    add_hook,
    change_hook,
    renew_key,
    try_out,
)
from discovery.digests.operations.planning import forget_old_posts, plan_posts
from discovery.digests.operations.posting import deliver_post, sweep_posts
from discovery.notifications.models import Notification
from recruiting.models import Consent
from tests.discovery.digests.conftest import MONDAY
from tests.factories.digests import ChatHookFactory
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import TeamFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def hook(workspace, chat):
    return ChatHookFactory(
        workspace=workspace,
        address=chat.url,
        kind="json",
        occasion="each",
        on_since=now() - HOUR,
    )


@pytest.fixture
def news(publish):
    """A page that was published a moment ago."""
    return lambda **page: publish(moment=now(), days=0, **page)


def deliver_all():
    plan_posts()
    for pk in ChatPost.objects.due().values_list("pk", flat=True):
        deliver_post(pk)


def let(person, purpose, *, granted):
    Consent.objects.create(
        workspace=person.workspace,
        participant=person,
        purpose=purpose,
        is_granted=granted,
        text="Said.",
        source="page",
    )


def test_publication_is_posted_once_under_a_pseudonym(hook, chat, news):
    page = news(quote="Anna Beck here, I counted on my fingers.")
    person = page.participant
    person.name, page.name = "Anna Beck", "Anna Beck"
    person.save()
    page.save()

    deliver_all()
    deliver_all()

    ((path, headers, body),) = chat.posts
    (story,) = body["stories"]
    assert story["name"] == person.pseudonym
    assert "Anna" not in json.dumps(body)
    assert story["url"].endswith(f"/snapshots/{page.pk}/")
    assert ChatPost.objects.get().state == "sent"


def test_names_only_if_the_admin_and_the_person_say_so(hook, chat, news):
    silent, agreed = news(name="Silent Sue"), news(name="Agreeing Al")
    let(agreed.participant, "sharing", granted=True)
    hook.shows_names = True
    hook.save()

    deliver_all()

    names = {story["name"] for *_, body in chat.posts for story in body["stories"]}
    assert names == {silent.participant.pseudonym, "Agreeing Al"}


@pytest.mark.parametrize("purpose", ["quote", "sharing", "session"])
def test_yes_taken_back_before_the_post_goes_out(hook, chat, news, purpose):
    page = news()
    plan_posts()
    let(page.participant, purpose, granted=False)

    deliver_all()

    assert chat.posts == []
    assert ChatPost.objects.get().state == "cancelled"


def test_draft_again_is_not_posted(hook, chat, news):
    page = news()
    plan_posts()
    page.published_at = page.published_by = None
    page.save()

    deliver_all()

    assert chat.posts == []
    assert ChatPost.objects.get().state == "cancelled"

    # Published anew it is news again, once.
    page.published_at, page.published_by = now(), page.created_by or hook.created_by
    page.save()
    deliver_all()
    deliver_all()
    assert len(chat.posts) == 1


@pytest.mark.parametrize("is_planned", [True, False])
def test_other_teams_page_is_not_posted(workspace, hook, chat, news, is_planned):
    news()
    if is_planned:
        plan_posts()
    hook.team_ids = [TeamFactory(workspace=workspace).pk]
    hook.save()

    deliver_all()

    assert chat.posts == []
    assert ChatPost.objects.count() == is_planned


def test_words_that_may_give_somebody_away_stay_inside(hook, chat, news, workspace):
    ParticipantFactory(workspace=workspace, name="Tom Baker")
    page = news(quote="Call me Sally.")
    person = page.participant
    person.name, page.name = "Sarah Whitcombe", "Sarah Whitcombe"
    page.story_title = "Tom Baker rang her"
    person.save()
    page.save()

    deliver_all()

    (story,) = chat.posts[0][2]["stories"]
    assert story["name"] == person.pseudonym
    assert (story["quote"], story["title"]) == ("", "")
    assert story["url"].endswith(f"/snapshots/{page.pk}/")


def test_what_was_published_before_the_chat_is_not_posted(hook, chat, publish):
    publish(moment=now(), days=1)

    deliver_all()

    assert chat.posts == []


def test_weekly_post_comes_once_in_the_workspaces_zone(workspace, hook, publish):
    workspace.time_zone = "Europe/Berlin"
    workspace.save()
    hook.occasion, hook.on_since = "weekly", MONDAY - timedelta(days=8)
    hook.save()
    publish()

    plan_posts(MONDAY - HOUR - timedelta(minutes=6))
    assert ChatPost.objects.count() == 0
    plan_posts(MONDAY - HOUR)
    plan_posts(MONDAY)

    post = ChatPost.objects.get()
    assert (post.week, post.until) == ("2026-W48", MONDAY - HOUR - timedelta(minutes=5))
    plan_posts(MONDAY + timedelta(days=7))
    assert ChatPost.objects.latest("pk").since == post.until


def test_weekly_post_begins_where_the_chat_was_switched_on(hook):
    hook.occasion, hook.on_since = "weekly", MONDAY - timedelta(days=3)
    hook.save()

    plan_posts(MONDAY)

    assert ChatPost.objects.get().since == hook.on_since


def test_weekly_post_tells_the_week(hook, chat, publish):
    hook.occasion = "weekly"
    hook.save()
    for number in range(12):
        publish(days=number / 4)
    post = ChatPost.objects.create(
        workspace=hook.workspace,
        hook=hook,
        occasion="weekly",
        week="2026-W48",
        since=MONDAY - timedelta(days=7),
        until=MONDAY,
    )

    deliver_post(post.pk)

    body = chat.posts[0][2]
    assert body["heading"] == "12 new stories from our customers"
    assert len(body["stories"]) == 10


def test_program_can_tell_that_it_comes_from_us(workspace, admin, chat):
    hook = add_hook(workspace, address=chat.url, by=admin, name="Ours", kind="json")

    def post():
        try_out(hook, by=admin)
        deliver_all()
        _path, headers, body = chat.posts[-1]
        signed = f"{headers['X-Earshot-Timestamp']}.{json.dumps(body)}".encode()
        return headers, lambda key: hmac.new(
            key.encode(), signed, hashlib.sha256
        ).hexdigest()

    first = renew_key(hook, by=admin)
    headers, sign = post()
    assert headers["X-Earshot-Signature"] == sign(first)
    assert "X-Earshot-Old-Signature" not in headers
    assert headers["X-Earshot-Event"] == str(ChatPost.objects.get().pk)

    # Whoever checks has time to change over.
    second = renew_key(hook, by=admin)
    headers, sign = post()
    assert headers["X-Earshot-Signature"] == sign(second)
    assert headers["X-Earshot-Old-Signature"] == sign(first)

    ChatHook.objects.update(old_key_until=now())
    assert "X-Earshot-Old-Signature" not in post()[0]


@pytest.mark.parametrize("kind", ["slack", "mattermost", "teams"])
def test_each_tool_gets_its_own_shape(hook, chat, news, kind):
    hook.kind = kind
    hook.save()
    news(quote="<!channel> @here")

    deliver_all()

    body = chat.posts[0][2]
    assert {"slack": "blocks", "mattermost": "text", "teams": "attachments"}[
        kind
    ] in body


def test_chat_that_is_busy_gets_it_later(hook, chat, news):
    chat.answer_with(503, (429, {"Retry-After": "900"}), 200)
    news()
    plan_posts()
    post = ChatPost.objects.get()

    deliver_post(post.pk)
    post.refresh_from_db()
    assert (post.state, post.status, post.attempts) == ("queued", 503, 1)
    assert post.due_at > now()
    deliver_post(post.pk)
    assert len(chat.posts) == 1

    ChatPost.objects.update(due_at=now())
    deliver_post(post.pk)
    post.refresh_from_db()
    assert post.due_at > now() + timedelta(minutes=14)
    ChatPost.objects.update(due_at=now())
    deliver_post(post.pk)
    post.refresh_from_db()
    assert (post.state, post.attempts) == ("sent", 3)


def test_it_is_given_up_after_about_a_day(hook, chat, news):
    chat.answer_with(*[503] * 20)
    news()
    plan_posts()
    post = ChatPost.objects.get()

    for _ in range(10):
        ChatPost.objects.update(due_at=now())
        deliver_post(post.pk)

    post.refresh_from_db()
    assert (post.state, post.attempts) == ("failed", 8)
    hook.refresh_from_db()
    assert (hook.failures, hook.is_on) == (1, True)


@pytest.mark.parametrize("status", [404, 410])
def test_chat_that_is_gone_is_switched_off_and_admins_hear_of_it(
    hook, admin, chat, news, status
):
    chat.answer_with(status)
    news()

    deliver_all()

    hook.refresh_from_db()
    assert (hook.is_on, hook.off_reason) == (False, "gone")
    notice = Notification.objects.get(membership=admin, kind="chat_hook_off")
    assert notice.url.endswith(f"/settings/chats/{hook.pk}/")
    assert AuditEvent.objects.filter(action="chat_hook_switched_off").count() == 1
    news()
    deliver_all()
    assert len(chat.posts) == 1


def test_three_failures_in_a_row_switch_it_off(hook, chat, news):
    chat.answer_with(403, 403, 200, 403, 403, 403)
    for posts in range(1, 7):
        news()
        deliver_all()
        hook.refresh_from_db()
        assert hook.is_on == (posts < 6)

    assert hook.off_reason == "failing"


def test_message_that_may_have_arrived_is_held_not_repeated(hook, chat, news):
    chat.answer_with((None, {}))
    news()

    deliver_all()

    post = ChatPost.objects.get()
    assert (post.state, post.reason) == ("unconfirmed", "broken")
    deliver_all()
    assert len(chat.posts) == 1


def test_post_of_a_dead_worker_is_held(hook, chat, news):
    news()
    plan_posts()
    ChatPost.objects.claim(ChatPost.objects.get().pk)
    ChatPost.objects.update(claimed_at=now() - timedelta(minutes=3))

    sweep_posts()
    deliver_all()

    assert ChatPost.objects.get().state == "unconfirmed"
    assert chat.posts == []


def test_address_that_leads_inside_is_not_posted_to(settings, hook, chat, news):
    settings.LOCAL_MODE = False
    news()

    deliver_all()

    post = ChatPost.objects.get()
    assert (post.state, post.reason) == ("failed", "scheme")
    assert chat.posts == []


def test_address_that_no_key_opens_any_more(settings, hook, chat, news):
    settings.SECRET_KEY = "another" * 10
    news()

    deliver_all()

    assert ChatPost.objects.get().state == "failed"


def test_one_at_a_time_for_each_workspace(hook, news):
    news(), news()
    elsewhere = ChatHookFactory()
    theirs = ChatPost.objects.create(
        workspace=elsewhere.workspace, hook=elsewhere, occasion="test"
    )
    plan_posts()
    first, second = ChatPost.objects.filter(hook=hook)

    assert ChatPost.objects.claim(first.pk) is not None
    assert ChatPost.objects.claim(first.pk) is None
    assert ChatPost.objects.claim(second.pk) is None
    assert ChatPost.objects.claim(theirs.pk) is not None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_post_once(hook, chat, news):
    news()
    plan_posts()
    post = ChatPost.objects.get()
    start = threading.Barrier(4)

    def work():
        start.wait()
        deliver_post(post.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(chat.posts) == 1


def test_switched_off_chat_drops_what_waits(hook, chat, news, admin):
    news()
    plan_posts()
    hook.is_on = False
    change_hook(hook, address="", by=admin, fields=["is_on"])

    deliver_all()

    assert chat.posts == []
    assert ChatHook.objects.get(pk=hook.pk).off_reason == ""


def test_old_posts_are_forgotten(hook):
    old = ChatPost.objects.create(
        workspace=hook.workspace, hook=hook, occasion="test", state="sent"
    )
    ChatPost.objects.filter(pk=old.pk).update(created_at=now() - timedelta(days=61))

    assert forget_old_posts() == 1

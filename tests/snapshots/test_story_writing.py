"""Story pages as they are written: begun, edited, ordered, published, deleted."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from discovery.notifications.models import Notification
from snapshots.models import StoryPage
from snapshots.operations.stories import (
    move_passage,
    remove_passage,
    restore_passage,
)
from snapshots.operations.story_publishing import (
    drop_deleted_story_pages,
)
from tests.factories.stories import (
    StoryPageFactory,
    StoryPassageFactory,
    tell_story,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tell(page):
    return partial(tell_story, page)


def url(name, page, *args):
    return reverse(f"snapshots:{name}", args=[page.workspace.slug, page.pk, *args])


def order_of(page):
    return [p.snapshot.name for p in page.passages.present().select_related("snapshot")]


def test_a_page_begins_with_the_chosen_snapshots_in_their_order(
    sign_in, workspace, member, tell
):
    first, second = tell("Ada").snapshot, tell("Ben").snapshot
    foreign = StoryPassageFactory().snapshot
    ids = [second.pk, foreign.pk, first.pk, second.pk, "x"]

    answer = sign_in(member).post(
        reverse("snapshots:stories", args=[workspace.slug]), {"ids": ids}
    )

    made = StoryPage.objects.get(created_by=member)
    assert answer.url == url("story", made)
    assert order_of(made) == ["Ben", "Ada"]
    assert AuditEvent.objects.filter(action="story_page_created").count() == 1


def test_readers_may_not_begin_one(sign_in, workspace, stakeholder):
    answer = sign_in(stakeholder).post(
        reverse("snapshots:stories", args=[workspace.slug])
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("field", ["question", "introduction"])
def test_a_text_is_saved_and_a_stale_one_kept_beside_theirs(
    sign_in, page, member, field
):
    client = sign_in(member)
    where = url("story_text", page, field)

    first = client.post(where, {field: "Mine", "version": 1}, headers=HTMX)
    stale = client.post(where, {field: "Yours", "version": 1}, headers=HTMX)

    page.refresh_from_db()
    assert (first.status_code, stale.status_code) == (200, 409)
    assert getattr(page, field) == "Mine"
    assert "Theirs:" in stale.text
    assert "Yours" in stale.text
    assert 'id="sheet"' in stale.text


def test_a_question_too_long_or_missing_is_refused_in_place(sign_in, page, member):
    client = sign_in(member)
    where = url("story_text", page, "question")

    for words in ("", "x" * 161):
        answer = client.post(where, {"question": words, "version": 1}, headers=HTMX)
        assert answer.status_code == 422
    assert client.post(url("story_text", page, "team"), {}).status_code == 404


def test_why_a_story_is_here_is_saved_with_its_version(sign_in, page, tell, member):
    passage = tell()
    where = url("story_passage", page, passage.pk)
    client = sign_in(member)

    client.post(where, {"why": "The loneliest\nTuesday", "version": 1})
    stale = client.post(where, {"why": "Other", "version": 1}, headers=HTMX)

    passage.refresh_from_db()
    assert (passage.why, passage.version) == ("The loneliest Tuesday", 2)
    assert stale.status_code == 409


def test_words_for_a_story_that_was_just_taken_off_come_back_with_it(
    sign_in, page, tell, member
):
    passage = tell("Ada")
    remove_passage(passage=passage, by=member)

    answer = sign_in(member).post(
        url("story_passage", page, passage.pk),
        {"why": "She asks one by one", "version": passage.version},
        headers=HTMX,
    )

    assert (answer.status_code, order_of(page)) == (200, [])
    restore_passage(passage=passage, by=member)
    assert "She asks one by one" in sign_in(member).get(url("story", page)).text


def test_stories_move_by_menu_and_by_drag(sign_in, page, tell, member):
    passages = [tell(name) for name in ("Ada", "Ben", "Cleo")]
    client = sign_in(member)

    def move(passage, **where):
        client.post(url("story_passage_position", page, passage.pk), where)
        return order_of(page)

    assert move(passages[0], direction="down") == ["Ben", "Ada", "Cleo"]
    assert move(passages[2], index=0) == ["Cleo", "Ben", "Ada"]
    assert move(passages[2], direction="up") == ["Cleo", "Ben", "Ada"]
    assert move(passages[1], index=99) == ["Cleo", "Ada", "Ben"]
    assert move(passages[1], index="x") == ["Cleo", "Ada", "Ben"]


def test_a_story_that_was_just_taken_off_stays_where_it_stood(page, tell, member):
    ada, _ben = tell("Ada"), tell("Ben")
    remove_passage(passage=ada, by=member)

    move_passage(passage=ada, steps=1, by=member)
    restore_passage(passage=ada, by=member)

    assert order_of(page) == ["Ada", "Ben"]


def test_a_story_is_added_once_and_can_be_taken_off_and_put_back(
    sign_in, page, tell, member
):
    keeps = tell("Ada", why="First")
    snapshot = tell_story(StoryPageFactory(team=page.team), "Ben").snapshot
    client = sign_in(member)

    for _ in range(2):
        client.post(url("story_passages", page), {"ids": snapshot.pk})
    assert order_of(page) == ["Ada", "Ben"]

    gone = client.post(url("story_passage_removal", page, keeps.pk), follow=True)
    assert order_of(page) == ["Ben"]
    undo = url("story_passage_restoration", page, keeps.pk)
    assert f'action="{undo}"' in gone.text

    client.post(undo)
    assert order_of(page) == ["Ada", "Ben"]
    keeps.refresh_from_db()
    assert keeps.why == "First"


def test_a_page_holds_no_more_than_twenty(sign_in, page, tell, member, monkeypatch):
    monkeypatch.setattr("snapshots.operations.stories.MOST_PASSAGES", 1)
    tell("Ada")
    more = tell_story(StoryPageFactory(team=page.team), "Ben").snapshot

    answer = sign_in(member).post(
        url("story_passages", page), {"ids": more.pk}, headers=HTMX
    )

    assert answer.status_code == 422
    assert order_of(page) == ["Ada"]


def test_a_page_does_not_begin_with_more_than_it_holds(
    sign_in, workspace, tell, member, monkeypatch
):
    monkeypatch.setattr("snapshots.operations.stories.MOST_PASSAGES", 1)
    ids = [tell(name).snapshot.pk for name in ("Ada", "Ben")]
    begin = reverse("snapshots:stories", args=[workspace.slug])

    answer = sign_in(member).post(begin, {"ids": ids}, follow=True)

    assert not StoryPage.objects.filter(created_by=member).exists()
    assert "A story page holds at most 1 stories" in answer.text


def test_what_may_be_added_is_found_by_its_words(sign_in, page, tell, member):
    tell("Ada")
    aside = StoryPageFactory(team=page.team)
    tell_story(aside, "Ben", snapshot__story_title="The oven is off")
    tell_story(aside, "Cleo", snapshot__story_title="The bus is late")

    answer = sign_in(member).get(url("story", page), {"q": "oven"}, headers=HTMX)

    assert [card.snapshot.name for card in answer.context["to_add"]] == ["Ben"]


def test_publishing_tells_readers_once_and_leaves_a_trace(
    sign_in, page, tell, member, stakeholder
):
    tell()
    client = sign_in(member)

    for _ in range(2):
        client.post(url("story_publication", page))
    client.post(url("story_withdrawal", page))
    client.post(url("story_publication", page))

    told = Notification.objects.filter(
        membership=stakeholder, kind="story_page_published"
    )
    assert [notice.url for notice in told] == [url("story", page)]
    actions = AuditEvent.objects.filter(action__startswith="story_page_")
    assert sorted(actions.values_list("action", flat=True)) == [
        "story_page_published",
        "story_page_published",
        "story_page_withdrawn",
    ]


def test_a_page_without_a_readable_story_is_not_published(sign_in, page, tell, member):
    tell(draft=True)

    answer = sign_in(member).post(url("story_publication", page), follow=True)

    page.refresh_from_db()
    assert not page.is_published
    assert "needs one published story" in answer.text


def test_a_page_without_a_question_is_not_published(sign_in, team, tell, member):
    page = StoryPageFactory(team=team, question="")
    tell_story(page)

    answer = sign_in(member).post(url("story_publication", page), follow=True)

    assert "needs the question" in answer.text


def test_a_deleted_page_is_gone_and_comes_back_by_undo(
    sign_in, page, tell, publish, member, stakeholder
):
    tell()
    publish()
    client = sign_in(member)

    answer = client.post(url("story_deletion", page), follow=True)

    undo = url("story_restoration", page)
    assert f'action="{undo}"' in answer.text
    assert client.get(url("story", page)).status_code == 404
    client.post(undo)
    assert sign_in(stakeholder).get(url("story", page)).status_code == 200
    actions = AuditEvent.objects.filter(
        action__in=["story_page_deleted", "story_page_restored"]
    )
    assert actions.count() == 2


@pytest.mark.parametrize("count", [1, 20])
def test_writing_costs_the_same_queries_whatever_its_length(
    sign_in, page, tell, member, django_assert_num_queries, count
):
    for number in range(count):
        tell(f"N{number}")
    tell_story(StoryPageFactory(team=page.team), "Aside")
    client = sign_in(member)
    client.get(url("story", page))

    # A full page offers nothing to add.
    with django_assert_num_queries(19 if count == 1 else 16):
        client.get(url("story", page))


def test_what_was_deleted_long_ago_is_let_go(page, tell, team):
    snapshot = tell().snapshot
    recent = StoryPageFactory(team=team, deleted_at=now() - timedelta(days=29))
    StoryPage.objects.filter(pk=page.pk).update(deleted_at=now() - timedelta(days=31))

    assert drop_deleted_story_pages() == 1

    assert list(StoryPage.objects.all()) == [recent]
    snapshot.refresh_from_db()

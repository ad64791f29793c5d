"""Story pages: who sees them, how they are written, what is on them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from discovery.notifications.models import Notification
from recruiting.models import Consent
from recruiting.operations.erasure import erase_participant
from snapshots.models import StoryPage
from snapshots.operations.story_publishing import (
    drop_deleted_story_pages,
    publish_story_page,
)
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import HeardOpportunityFactory, MomentFactory
from tests.factories.stories import StoryPageFactory, StoryPassageFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(team):
    return StoryPageFactory(team=team)


@pytest.fixture
def tell(page):
    """A passage about somebody, published unless said otherwise."""

    def tell(name="Sarah Whitcombe", *, on=page, draft=False, **fields):
        passage = StoryPassageFactory(
            story_page=on,
            snapshot__interview__participant__name=name,
            snapshot__name=name,
            **fields,
        )
        if draft:
            passage.snapshot.published_at = passage.snapshot.published_by = None
            passage.snapshot.save()
        MomentFactory(snapshot=passage.snapshot)
        return passage

    return tell


@pytest.fixture
def publish(page, member):
    return lambda: publish_story_page(story_page=page, by=member)


def url(name, page, *args):
    return reverse(f"snapshots:{name}", args=[page.workspace.slug, page.pk, *args])


def order_of(page):
    return [p.snapshot.name for p in page.passages.present().select_related("snapshot")]


def test_the_list_shows_published_pages_and_own_drafts(
    sign_in, workspace, team, member, stakeholder
):
    list_url = reverse("snapshots:stories", args=[workspace.slug])
    other = TeamFactory(workspace=workspace)
    StoryPageFactory(team=team, question="Ours in writing")
    StoryPageFactory(team=other, question="Theirs in writing")
    StoryPageFactory(team=other, question="Theirs to read", published=True)

    mine = sign_in(member).get(list_url)
    read = sign_in(stakeholder).get(list_url)

    def seen(page):
        rows = [*page.context["drafts"], *page.context["published"]]
        return [row.question for row in rows]

    assert seen(mine) == ["Ours in writing", "Theirs to read"]
    assert seen(read) == ["Theirs to read"]


def test_an_empty_list_teaches(sign_in, workspace, stakeholder):
    page = sign_in(stakeholder).get(reverse("snapshots:stories", args=[workspace.slug]))

    assert "never a summary of averages" in page.text


def test_a_draft_is_for_its_team(sign_in, workspace, page, member, stakeholder):
    other = TeamFactory(workspace=workspace)
    elsewhere = MembershipFactory(workspace=workspace, role="member", team=other)

    assert sign_in(member).get(url("story", page)).status_code == 200
    for reader in (stakeholder, elsewhere):
        assert sign_in(reader).get(url("story", page)).status_code == 404


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


def test_a_reader_sees_people_and_no_form(sign_in, page, tell, publish, stakeholder):
    passage = tell("Sarah Whitcombe", why="She asks one by one")
    tell("Draft Dora", draft=True)
    publish()

    seen = sign_in(stakeholder).get(url("story", page)).text

    assert "Sarah Whitcombe" in seen
    assert "She asks one by one" in seen
    assert passage.snapshot.quote in seen
    assert "The phone rings" in seen
    assert "Draft Dora" not in seen
    assert "<textarea" not in seen


def test_a_writer_sees_drafts_marked_as_such(sign_in, page, tell, member):
    tell("Draft Dora", draft=True)

    seen = sign_in(member).get(url("story", page)).text

    assert "Draft Dora" in seen
    assert "readers do not see this story" in seen
    as_reader = sign_in(member).get(url("story", page), {"as": "reader"}).text
    assert "Draft Dora" not in as_reader


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


def test_a_story_is_added_once_and_can_be_taken_off_and_put_back(
    sign_in, page, tell, member
):
    keeps = tell("Ada", why="First")
    snapshot = tell("Ben", on=StoryPageFactory(team=page.team)).snapshot
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
    more = tell("Ben", on=StoryPageFactory(team=page.team)).snapshot

    answer = sign_in(member).post(
        url("story_passages", page), {"ids": more.pk}, headers=HTMX
    )

    assert answer.status_code == 422
    assert order_of(page) == ["Ada"]


def test_what_may_be_added_is_found_by_its_words(sign_in, page, tell, member):
    tell("Ada")
    aside = StoryPageFactory(team=page.team)
    tell("Ben", on=aside, snapshot__story_title="The oven is off")
    tell("Cleo", on=aside, snapshot__story_title="The bus is late")

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
    tell(on=page)

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


def test_what_stories_have_in_common_is_heard_in_two_of_them(
    sign_in, page, tell, publish, team, stakeholder
):
    first, second = tell("Ada").snapshot, tell("Ben").snapshot
    both = OpportunityFactory(outcome__team=team, text="I cannot tell who is free")
    one = OpportunityFactory(outcome=both.outcome, text="I pay twice")
    for opportunity, snapshots in ((both, [first, second]), (one, [first, first])):
        for snapshot in snapshots:
            EvidenceFactory(
                opportunity=opportunity,
                heard=HeardOpportunityFactory(snapshot=snapshot),
            )
    publish()

    answer = sign_in(stakeholder).get(url("story", page))

    common = answer.context["gathering"].in_common
    assert [(s.text, [t.page.name for t in s.told]) for s in common] == [
        ("I cannot tell who is free", ["Ada", "Ben"])
    ]


def test_a_withdrawn_quote_is_gone_at_the_next_look(
    sign_in, page, tell, publish, stakeholder
):
    passage = tell()
    publish()
    client = sign_in(stakeholder)
    assert passage.snapshot.quote in client.get(url("story", page)).text

    ConsentFactory(
        participant=passage.snapshot.participant,
        purpose=Consent.Purpose.QUOTE,
        is_granted=False,
    )

    seen = client.get(url("story", page)).text
    assert passage.snapshot.quote not in seen
    assert "[removed at the participant’s request]" in seen


def test_an_erased_person_leaves_every_word_of_the_page(
    sign_in, page, tell, publish, stakeholder
):
    passage = tell("Sarah Whitcombe", why="Sarah asks one by one")
    sibling = tell("Ben", why="The opposite of Whitcombe")
    page.question = "What does Sarah do?"
    page.introduction = "Ask Sarah Whitcombe."
    page.save()
    publish()

    erase_participant(passage.snapshot.participant)

    for row in (page, passage, sibling):
        row.refresh_from_db()
    words = [page.question, page.introduction, passage.why, sibling.why]
    seen = sign_in(stakeholder).get(url("story", page)).text
    assert not any(name in text for text in words for name in ("Sarah", "Whitcombe"))
    assert "Sarah" not in seen
    assert passage.version == 2


def test_a_person_taken_off_the_page_leaves_its_words_as_well(
    sign_in, page, tell, member
):
    passage = tell("Sarah Whitcombe")
    page.introduction = "Not like Sarah."
    page.save()
    sign_in(member).post(url("story_passage_removal", page, passage.pk))

    erase_participant(passage.snapshot.participant)

    page.refresh_from_db()
    assert "Sarah" not in page.introduction


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_costs_the_same_queries_whatever_its_length(
    sign_in, page, tell, publish, stakeholder, django_assert_num_queries, count
):
    for number in range(count):
        tell(f"N{number}")
    publish()
    client = sign_in(stakeholder)
    client.get(url("story", page))

    with django_assert_num_queries(14):
        client.get(url("story", page))


@pytest.mark.parametrize("count", [1, 20])
def test_writing_costs_the_same_queries_whatever_its_length(
    sign_in, page, tell, member, django_assert_num_queries, count
):
    for number in range(count):
        tell(f"N{number}")
    tell("Aside", on=StoryPageFactory(team=page.team))
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

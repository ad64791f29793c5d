"""Story pages as they are read: who sees them, and what is on them."""

from functools import partial

import pytest
from django.urls import reverse

from recruiting.models import Consent
from recruiting.operations.erasure import erase_participant
from snapshots.access import may_hear_story
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import HeardOpportunityFactory
from tests.factories.stories import (
    StoryPageFactory,
    tell_story,
)
from tests.factories.workspaces import MembershipFactory, TeamFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tell(page):
    return partial(tell_story, page)


def url(name, page, *args):
    return reverse(f"snapshots:{name}", args=[page.workspace.slug, page.pk, *args])


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


def test_who_may_see_a_page_hears_that_it_has_changed(
    workspace, page, tell, publish, member, stakeholder, stranger
):
    def listeners():
        everybody = (member, stakeholder, stranger)
        return [who for who in everybody if may_hear_story(who, page.pk)]

    assert listeners() == [member]
    tell()
    publish()
    assert listeners() == [member, stakeholder]

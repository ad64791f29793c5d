"""Story time: which stories are told, in what order, and what is never shown there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from recruiting.models import Consent
from tests.factories.interviews import NoteFactory
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import (
    HeardOpportunityFactory,
    MomentFactory,
)
from tests.factories.stories import StoryPageFactory, StoryPassageFactory
from tests.factories.workspaces import TeamFactory


@pytest.fixture
def url(workspace):
    return reverse("snapshots:presentation", args=[workspace.slug])


@pytest.fixture
def tell(tell):
    """A story of the team, with a moment."""

    def tell_moment(*args, **fields):
        snapshot = tell(*args, **fields)
        MomentFactory(snapshot=snapshot, title="The phone rings", hurt="Nobody answers")
        return snapshot

    return tell_moment


def names_told(page):
    return [one.page.name for one in page.context["gathering"].told]


def test_the_chosen_stories_are_told_in_the_order_of_choosing(
    sign_in, url, tell, stakeholder
):
    ada, ben = tell("Ada"), tell("Ben")
    HeardOpportunityFactory(snapshot=ben, text="I can't tell who is free")

    page = sign_in(stakeholder).get(url, {"ids": [ben.pk, ada.pk, ben.pk]})

    assert names_told(page) == ["Ben", "Ada"]
    for words in (ben.quote, "The phone rings", "Nobody answers", "who is free"):
        assert words in page.text


def test_drafts_notes_and_other_workspaces_are_never_shown(
    sign_in, url, tell, team, member
):
    draft, told = tell("Dora", published=False), tell("Ada")
    NoteFactory(interview=told.interview, text="She sounded tired", author=member)
    foreign = tell("Eve", of=TeamFactory())

    page = sign_in(member).get(url, {"ids": [draft.pk, told.pk, foreign.pk]})

    assert names_told(page) == ["Ada"]
    assert "She sounded tired" not in page.text


def test_a_story_page_is_told_in_its_order(sign_in, url, tell, team, stakeholder):
    story_page = StoryPageFactory(team=team, published=True, introduction="Listen.")
    for name, why in (("Ada", "First of all"), ("Ben", "")):
        StoryPassageFactory(story_page=story_page, snapshot=tell(name), why=why)

    page = sign_in(stakeholder).get(url, {"story": story_page.pk})

    assert names_told(page) == ["Ada", "Ben"]
    for words in (story_page.question, "Listen.", "First of all", "Talked on"):
        assert words in page.text


def test_a_draft_story_page_is_not_there_for_readers(sign_in, url, team, stakeholder):
    story_page = StoryPageFactory(team=team)

    assert sign_in(stakeholder).get(url, {"story": story_page.pk}).status_code == 404


def test_without_a_choice_last_weeks_stories_are_told(sign_in, url, tell, stakeholder):
    tell("New", talked_on=now().date())
    tell("Newest", talked_on=now().date() + timedelta(days=1))
    tell("Old", published_at=now() - timedelta(days=8))

    page = sign_in(stakeholder).get(url)

    assert names_told(page) == ["New", "Newest"]
    assert "Stories of the last seven days" in page.text


@pytest.mark.parametrize("query", ["", "?ids=", "?ids=x&ids=99", "?story=x"])
def test_nothing_to_tell_teaches(sign_in, url, stakeholder, query):
    page = sign_in(stakeholder).get(url + query)

    assert page.status_code == 200
    assert "There is no story to tell here yet" in page.text


def test_withdrawn_words_are_gone_at_the_next_load(sign_in, url, tell, stakeholder):
    snapshot = tell()
    ConsentFactory(
        participant=snapshot.participant,
        purpose=Consent.Purpose.QUOTE,
        is_granted=False,
    )

    page = sign_in(stakeholder).get(url, {"ids": snapshot.pk})

    assert snapshot.quote not in page.text
    assert "[removed at the participant’s request]" in page.text


def test_it_reads_in_order_without_script(sign_in, url, tell, stakeholder):
    snapshot = tell("Ada", context="Bakery manager")
    HeardOpportunityFactory(snapshot=snapshot, text="I can't tell who is free")

    text = sign_in(stakeholder).get(url, {"ids": snapshot.pk}).text

    slide = text[text.index('id="story-1"') :]
    places = [
        slide.index(words)
        for words in (">Ada<", "Bakery manager", snapshot.quote, "The phone", "who is")
    ]
    assert places == sorted(places)
    assert "data-off" not in text


@pytest.mark.parametrize("count", [1, 20])
def test_it_costs_the_same_queries_whatever_its_length(
    sign_in, url, tell, stakeholder, django_assert_num_queries, count
):
    ids = [tell(f"N{number}").pk for number in range(count)]
    client = sign_in(stakeholder)
    client.get(url, {"ids": ids})

    with django_assert_num_queries(10):
        client.get(url, {"ids": ids})

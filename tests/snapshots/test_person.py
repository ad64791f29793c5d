from datetime import date

import pytest
from django.urls import reverse

from opportunities.models import Evidence
from recruiting.operations.erasure import erase_participant
from tests.factories.interviews import InterviewFactory
from tests.factories.opportunities import OpportunityFactory
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import (
    HeardOpportunityFactory,
    MomentFactory,
    SnapshotFactory,
)


@pytest.fixture
def url(participant):
    return reverse(
        "snapshots:person", args=[participant.workspace.slug, participant.pk]
    )


@pytest.fixture
def tell(team, participant, member):
    """A page of the same person, with two moments and what was heard."""

    def tell(day, *heard, published=True):
        interview = InterviewFactory(team=team, participant=participant, held=True)
        fields = {"published": True, "published_by": member} if published else {}
        page = SnapshotFactory(interview=interview, talked_on=day, **fields)
        for feeling in (1, -2):
            MomentFactory(snapshot=page, feeling=feeling)
        for text in heard:
            HeardOpportunityFactory(snapshot=page, text=text)
        return page

    return tell


def test_pages_stand_side_by_side_oldest_first_with_what_changed(
    sign_in, stakeholder, url, tell
):
    tell(date(2026, 3, 1), "Nobody answers my texts", "Payslips come late")
    tell(date(2026, 1, 1), "Nobody answers my texts")

    page = sign_in(stakeholder).get(url)

    cards = page.context["over_time"].cards
    assert [card.snapshot.talked_on.month for card in cards] == [1, 3]
    assert "Heard again" in page.text
    assert "probably the same, by its words" in page.text
    assert "New this time" in page.text
    assert page.text.count('<g class="feelings__line') == 2


def test_the_tree_says_what_is_the_same(sign_in, stakeholder, url, tell, team, member):
    node = OpportunityFactory(outcome__team=team)
    for month, text in ((1, "I call them"), (2, "Nobody answers")):
        heard = tell(date(2026, month, 1), text).heard_opportunities.get()
        Evidence.objects.create(
            workspace=team.workspace, opportunity=node, heard=heard, placed_by=member
        )

    page = sign_in(stakeholder).get(url)

    assert "in 2 talks" in page.text
    assert "probably" not in page.text


def test_readers_see_no_drafts_and_nobody_without_a_page(
    sign_in, stakeholder, member, url, tell
):
    tell(date(2026, 1, 1), published=False)

    assert sign_in(stakeholder).get(url).status_code == 404
    assert sign_in(member).get(url).status_code == 200


def test_an_erased_person_stands_there_under_a_pseudonym(
    sign_in, stakeholder, url, tell, participant
):
    tell(date(2026, 1, 1), "Sarah Whitcombe cannot reach anybody")
    erase_participant(participant)

    page = sign_in(stakeholder).get(url)

    assert "Whitcombe" not in page.text
    assert "P-017" in page.text


def test_a_quote_that_was_taken_back_is_not_there(
    sign_in, stakeholder, url, tell, participant
):
    tell(date(2026, 1, 1))
    ConsentFactory(participant=participant, purpose="quote", is_granted=False)

    page = sign_in(stakeholder).get(url)

    assert "coat" not in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_many_talks(
    sign_in, stakeholder, url, tell, django_assert_num_queries, count
):
    for month in range(1, count + 1):
        tell(date(2026, month, 1), "Nobody answers")
    client = sign_in(stakeholder)
    client.get(url)

    with django_assert_num_queries(12):
        client.get(url)

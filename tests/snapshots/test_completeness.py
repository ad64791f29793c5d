from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import datetime, override

from snapshots.completeness import progress_of, timer_of
from snapshots.page import Page
from tests.factories.snapshots import HeardOpportunityFactory, MomentFactory

ENDED = datetime(2026, 11, 10, 14, 0, tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def whole(draft):
    """A page with everything but insights."""
    draft.story_title = "A baker calls in sick"
    draft.save()
    moments = MomentFactory.create_batch(3, snapshot=draft)
    draft.quick_facts.create(
        workspace=draft.workspace, position=0, label="Team", text="18"
    )
    HeardOpportunityFactory(snapshot=draft, moment=moments[0])
    return draft


def missing(snapshot):
    steps = progress_of(Page(snapshot)).steps
    return [step.words for step in steps if not step.is_done]


def test_a_whole_page_is_complete_without_insights(whole):
    assert progress_of(Page(whole)).is_complete
    assert missing(whole) == ["what else was learned"]


def test_a_page_without_moments_is_never_complete(whole):
    whole.moments.all().delete()

    assert not progress_of(Page(whole)).is_complete
    assert missing(whole)[:2] == ["three moments", "every opportunity at its moment"]


def test_an_opportunity_at_no_moment_is_missed(whole):
    HeardOpportunityFactory(snapshot=whole, moment=None)

    assert "every opportunity at its moment" in missing(whole)


@pytest.mark.parametrize(
    ("later", "state", "words"),
    [
        (timedelta(minutes=72), "fresh", "Best now: 1 h 12 min since you talked."),
        (timedelta(hours=5), "today", "Best today: 5 h 0 min since you talked."),
        (timedelta(hours=20), "later", "You talked yesterday."),
        (timedelta(days=4), "later", "You talked 4 days ago."),
    ],
)
def test_how_fresh_a_talk_is(draft, later, state, words):
    draft.interview.ended_at = ENDED

    with override(ZoneInfo("Europe/London")):
        timer = timer_of(draft, at=ENDED + later)

    assert timer.state == state
    assert timer.words.startswith(words)


def test_a_published_page_has_no_timer(story):
    assert timer_of(story) is None


def test_what_is_optional_is_no_step_of_the_list(sign_in, member, whole, address):
    page = sign_in(member).get(address("snapshot", whole)).text

    steps = page.split('<ol class="page-steps__list">', 1)[1].split("</ol>")[0]
    assert steps.count("<li") == progress_of(Page(whole)).most
    assert "what else was learned" not in steps
    assert "If you like: what else was learned" in page

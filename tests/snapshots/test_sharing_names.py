"""Words that may give somebody away stand in the way of a link until they are read (C11)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discovery.audit.models import AuditEvent
from recruiting.models import Consent, Photo
from snapshots.models import ShareLink, StoryPage
from snapshots.outside import find_revealing, phrases_in
from tests.factories.recruiting import ConsentFactory, ParticipantFactory
from tests.factories.snapshots import MomentFactory
from tests.factories.stories import StoryPassageFactory

ASKED = {"lifetime": "90", "passcode_choice": "none"}


@pytest.fixture
def share(sign_in, address, story, member):
    """Ask for a link as the page's author does."""

    def share(**given):
        return sign_in(member).post(address("share_links", story), {**ASKED, **given})

    return share


def read_of(response):
    """The value of the box that says "I have read it"."""
    return re.search(r'name="has_read" value="(\w+)"', response.text)[1]


def test_a_short_form_of_the_name_blocks_the_link(share, story):
    moment = MomentFactory(snapshot=story, title="Sally rings the shop")

    response = share()

    assert response.status_code == 422
    assert not ShareLink.objects.exists()
    assert "<mark>Sally</mark>" in response.text
    assert f"/snapshots/{story.pk}/#part-moments-{moment.pk}" in response.text


def test_whoever_has_read_it_may_share_and_that_is_recorded(share, story):
    moment = MomentFactory(snapshot=story, title="Sally rings the shop")
    shown = share()

    response = share(has_read=read_of(shown))

    assert response.status_code == 200
    event = AuditEvent.objects.get(action="share_link_confirmed")
    assert event.fields == [f"moments-{moment.pk}"]
    assert "Sally" not in str(AuditEvent.objects.values())


def test_a_yes_to_other_words_is_no_yes(share, story):
    moment = MomentFactory(snapshot=story, title="Sally rings the shop")
    digest = read_of(share())
    moment.title = "Sal rings the Whitcomb shop"
    moment.save()

    assert share(has_read=digest).status_code == 422
    assert not ShareLink.objects.exists()


def test_what_is_mended_is_asked_about_no_more(share, story):
    moment = MomentFactory(snapshot=story, title="Sally rings the shop")
    assert share().status_code == 422
    moment.title = "She rings the shop"
    moment.save()

    assert share().status_code == 200


def test_others_of_the_panel_are_named_nowhere(story, workspace):
    ParticipantFactory(workspace=workspace, name="Tom Ó Briain")
    ParticipantFactory(name="Only Elsewhere")
    story.context = "She asked tom ó briain’s wife; Only Elsewhere knows"
    story.save()

    places = find_revealing(story, shows_name=False)

    assert [(p.part, p.words) for p in places] == [("context", ["tom ó briain"])]


def test_by_name_only_others_are_asked_about(share, story, workspace):
    ConsentFactory(participant=story.participant, purpose=Consent.Purpose.SHARING)
    ParticipantFactory(workspace=workspace, name="Tom Baker")
    MomentFactory(snapshot=story, title="Sally rings", text="write to t@else.example")
    story.insights.create(workspace=workspace, position=0, text="Tom Baker does it too")

    text = share(shows_name="on").text

    assert re.findall(r"<mark>(.*?)</mark>", text) == ["t@else.example", "Tom Baker"]


def test_the_words_for_a_photo_are_read_as_well(story, workspace, member):
    participant = story.participant
    participant.photo = Photo.objects.create(
        workspace=workspace,
        participant=participant,
        alt="With Tom Baker",
        width=1,
        height=1,
        uploaded_by=member,
    )
    participant.save()
    ConsentFactory(participant=participant, purpose=Consent.Purpose.PHOTO)
    ParticipantFactory(workspace=workspace, name="Tom Baker")

    (place,) = find_revealing(story, shows_name=True)

    assert (place.part, place.words) == ("photo", ["Tom Baker"])


def test_a_story_page_is_read_with_all_its_pages(story, team, member):
    MomentFactory(snapshot=story, title="Sally rings the shop")
    page = StoryPage.objects.create(
        workspace=story.workspace,
        team=team,
        question="What does Sarah do?",
        introduction="Call 0049 30 1234567",
        created_by=member,
    )
    page.passages.create(workspace=story.workspace, snapshot=story, position=0)

    places = find_revealing(page, shows_name=False)

    assert [place.words for place in places] == [["0049 30 1234567"], ["Sally"]]


def test_by_name_who_has_not_agreed_is_asked_about(story, team, member):
    agreed = StoryPassageFactory(
        story_page__team=team,
        story_page__introduction="Benny rings Sally",
        snapshot__interview__participant__name="Benjamin Abara",
        snapshot__name="Benjamin Abara",
    )
    ConsentFactory(
        participant=agreed.snapshot.participant, purpose=Consent.Purpose.SHARING
    )
    StoryPassageFactory(story_page=agreed.story_page, snapshot=story)

    (place,) = find_revealing(agreed.story_page, shows_name=True)

    assert (place.part, place.words) == ("introduction", ["Sally"])
    both = find_revealing(agreed.story_page, shows_name=False)
    assert [place.words for place in both] == [["Benny", "Sally"]]


def test_a_large_panel_is_asked_once(story, workspace):
    for number in range(5):
        MomentFactory(snapshot=story, text="word after word " * 12, position=number)

    with CaptureQueriesContext(connection) as queries:
        find_revealing(story, shows_name=False)

    panel = [q for q in queries if "LOWER" in q["sql"]]
    assert len(panel) == 1
    assert len(queries) <= 8


def test_phrases_are_as_names_stand_in_a_text():
    assert phrases_in("“Tom Baker’s” shop, — or") == [
        "Tom Baker’s",
        "Tom Baker",
        "Tom Baker’s shop",
        "Baker’s shop",
    ]

"""A story page behind a share link: under pseudonyms, and without those who do not want to be there."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from recruiting.models import Consent, Photo
from snapshots.operations.publishing import withdraw_snapshot
from snapshots.operations.sharing import create_share_link
from snapshots.operations.story_publishing import (
    delete_story_page,
    publish_story_page,
    withdraw_story_page,
)
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import MomentFactory
from tests.factories.stories import StoryPageFactory, StoryPassageFactory


@pytest.fixture
def page(team):
    return StoryPageFactory(
        team=team,
        question="What does Sarah do when Ben is ill?",
        introduction="Sarah Whitcombe and Ben Abara, one Tuesday.",
    )


@pytest.fixture
def tell(page):
    def tell(name, pseudonym, **fields):
        passage = StoryPassageFactory(
            story_page=page,
            snapshot__interview__participant__name=name,
            snapshot__interview__participant__pseudonym=pseudonym,
            snapshot__name=name,
            **fields,
        )
        MomentFactory(snapshot=passage.snapshot, title=f"{name} waits")
        return passage

    return tell


@pytest.fixture
def sarah(tell):
    return tell("Sarah Whitcombe", "P-017", why="Unlike Ben, Sarah asks")


@pytest.fixture
def ben(tell):
    return tell("Ben Abara", "P-018", why="Whom Sarah rings")


@pytest.fixture
def share(page, member):
    """Publish the page; its link with the token."""

    def share(**how):
        publish_story_page(story_page=page, by=member)
        _link, token = create_share_link(target=page, by=member, **how)
        return reverse("shared:snapshot", args=[token])

    return share


def say(passage, purpose, is_granted):
    ConsentFactory(
        participant=passage.snapshot.participant, purpose=purpose, is_granted=is_granted
    )


def with_photo(passage, member):
    person = passage.snapshot.participant
    person.photo = Photo.objects.create(
        workspace=person.workspace,
        participant=person,
        file=default_storage.save("photos/1.jpg", ContentFile(b"x")),
        width=1,
        height=1,
        uploaded_by=member,
    )
    person.save()
    say(passage, Consent.Purpose.PHOTO, True)


def test_everybody_is_told_under_a_pseudonym_everywhere(client, sarah, ben, share):
    answer = client.get(share())

    assert answer.status_code == 200
    for name in ("Sarah", "Whitcombe", "Ben", "Abara"):
        assert name not in answer.text
    assert "What does P-017 do when P-018 is ill?" in answer.text
    assert "Unlike P-018, P-017 asks" in answer.text
    assert "P-018 waits" in answer.text
    assert "Talked on" not in answer.text
    assert "/w/" not in answer.text


def test_who_does_not_want_to_be_outside_is_left_out(client, sarah, ben, share):
    url = share()
    say(ben, Consent.Purpose.SHARING, False)

    answer = client.get(url)

    assert [one.page.name for one in answer.context["gathering"].told] == ["P-017"]
    assert "P-018 waits" not in answer.text
    assert "Ben" not in answer.text


def test_a_draft_is_left_out_and_the_author_is_told_before(
    client, sign_in, sarah, ben, share, page, member
):
    url = share()
    withdraw_snapshot(snapshot=ben.snapshot, by=member)

    assert "P-018 waits" not in client.get(url).text
    where = [page.workspace.slug, page.pk]
    links = sign_in(member).get(reverse("snapshots:story_links", args=where))
    assert "Left out: Ben Abara (still a draft)." in links.text
    editor = client.get(reverse("snapshots:story", args=where))
    assert "A share link would leave out:" in editor.text


def test_names_and_photos_only_of_who_agreed(client, sarah, ben, share, member):
    for passage in (sarah, ben):
        with_photo(passage, member)
    say(sarah, Consent.Purpose.SHARING, True)
    url = share(shows_name=True)

    answer = client.get(url)

    assert [one.page.name for one in answer.context["gathering"].told] == [
        "Sarah Whitcombe",
        "P-018",
    ]
    photos = [f"{url}photos/{passage.snapshot_id}/" for passage in (sarah, ben)]
    assert [photo in answer.text for photo in photos] == [True, False]
    shown, hidden = (client.get(photo) for photo in photos)
    assert (shown.getvalue(), hidden.status_code) == (b"x", 404)


def test_photos_of_other_pages_are_not_behind_the_token(client, tell, sarah, share):
    elsewhere = StoryPassageFactory()

    assert client.get(f"{share()}photos/{elsewhere.snapshot_id}/").status_code == 404


@pytest.mark.parametrize("end", [withdraw_story_page, delete_story_page])
def test_nothing_is_shown_once_the_page_is_away(
    client, sarah, share, page, member, end
):
    url = share()
    assert client.get(url).status_code == 200

    end(story_page=page, by=member)

    assert client.get(url).status_code == 404


def test_a_page_of_which_nobody_may_leave_shows_nothing(client, sarah, share):
    url = share()
    say(sarah, Consent.Purpose.SHARING, False)

    answer = client.get(url)

    assert answer.status_code == 404
    assert "What does" not in answer.text

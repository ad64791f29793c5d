import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from discovery.notifications.models import Notification
from recruiting.operations.erasure import erase_participant
from recruiting.photos import PhotoRefused
from snapshots.models import Rendering, Snapshot
from snapshots.operations.comments import write_comment
from snapshots.operations.parts import add_part
from snapshots.operations.photos import show_photo
from snapshots.operations.publishing import publish_snapshot
from snapshots.operations.sharing import create_share_link
from tests.factories.snapshots import MomentFactory


@pytest.fixture
def picture():
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(content, "JPEG")
    return SimpleUploadedFile("sarah.jpg", content.getvalue(), "image/jpeg")


@pytest.fixture
def told(draft, member, stakeholder):
    """A published page whose every part names the person."""
    draft.context = "Bakery manager, Whitcombe Bakery"
    draft.story_title = "Sarah opens late"
    draft.save()
    moment = MomentFactory(snapshot=draft, title="Sarah wakes", text="Whitcombe Bakery")
    kinds = {"opportunities": {"moment": moment}, "insights": {}}
    for kind, more in kinds.items():
        add_part(snapshot=draft, kind=kind, by=member, text="As Sarah put it", **more)
    add_part(snapshot=draft, kind="facts", by=member, label="Shop", text="Whitcombe")
    snapshot = publish_snapshot(snapshot=draft, by=member)
    write_comment(snapshot=snapshot, text="Well said, Sarah", by=stakeholder)
    return snapshot


def every_word_about(snapshot):
    related = ("quick_facts", "moments", "heard_opportunities", "insights", "comments")
    rows = [list(getattr(snapshot, name).values()) for name in related]
    return str([*Snapshot.objects.filter(pk=snapshot.pk).values(), *rows])


def test_an_erased_person_is_gone_from_every_part(told):
    erase_participant(told.participant)

    words = every_word_about(told)
    assert [w for w in ("Sarah", "Whitcombe", "By the time") if w in words] == []
    assert told.heard_opportunities.get().text == "As P-017 put it"
    assert not Notification.objects.filter(kind="snapshot_published").exists()


def test_readers_see_that_the_quote_was_removed(sign_in, address, told, stakeholder):
    erase_participant(told.participant)

    response = sign_in(stakeholder).get(address("snapshot", told))

    assert "[removed at the participant’s request]" in response.text
    assert "P-017" in response.text


def test_links_and_pdfs_of_an_erased_person_are_gone(
    client, told, member, django_capture_on_commit_callbacks
):
    _link, token = create_share_link(target=told, by=member, shows_name=True)
    name = default_storage.save("workspaces/1/pdfs/a.pdf", ContentFile(b"%PDF"))
    Rendering.objects.create(
        workspace=told.workspace,
        snapshot=told,
        content_hash="x",
        state=Rendering.State.READY,
        file=name,
    )

    with django_capture_on_commit_callbacks(execute=True):
        erase_participant(told.participant)

    assert client.get(f"/s/{token}/").status_code == 404
    assert not Rendering.objects.exists()
    assert not default_storage.exists(name)


def test_the_page_of_an_erased_person_is_no_longer_edited(
    sign_in, address, told, member
):
    erase_participant(told.participant)

    response = sign_in(member).get(address("snapshot", told))

    assert 'name="quote"' not in response.text


@pytest.mark.parametrize(
    ("view", "kind", "fields"),
    [
        ("part", "moments", {"title": "Sarah wakes", "version": 9}),
        ("parts", "insights", {"text": "As Sarah said"}),
        ("part_removal", "moments", {"version": 9}),
        ("part_position", "moments", {"direction": "up"}),
        ("text", "story_title", {"story_title": "Sarah wakes", "version": 9}),
    ],
)
def test_whoever_had_the_page_of_an_erased_person_open_writes_nothing_there(
    sign_in, address, told, member, view, kind, fields
):
    moment = told.moments.get()
    erase_participant(told.participant)
    told.moments.update(version=9)
    Snapshot.objects.update(story_title_version=9)
    where = [kind, moment.pk] if kind == "moments" else [kind]
    before = every_word_about(told)

    answer = sign_in(member).post(
        address(view, told, *where), fields, headers={"HX-Request": "true"}
    )

    # The page as it is now: the browser lets go of what was typed.
    assert (answer.status_code, 'name="version"' in answer.text) == (200, False)
    assert "This person was erased" in answer.headers["HX-Trigger"]
    assert every_word_about(told) == before


def test_no_photo_of_an_erased_person_is_taken(told, member, picture):
    erase_participant(told.participant)

    with pytest.raises(PhotoRefused):
        show_photo(snapshot=told, upload=picture, by=member)

    assert not told.participant.photos.exists()
    assert not list(Path(default_storage.location).rglob("photos/*.jpg"))

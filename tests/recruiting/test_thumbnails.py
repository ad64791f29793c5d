import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from recruiting.operations.erasure import erase_participant
from recruiting.photos import store_photo
from recruiting.thumbnails import names_with_thumbnails, open_thumbnail, thumbnail_name
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import MembershipFactory


@pytest.fixture
def photo(db):
    person = ParticipantFactory()
    written = io.BytesIO()
    Image.new("RGB", (400, 300), "red").save(written, "JPEG")
    upload = SimpleUploadedFile("me.jpg", written.getvalue())
    return store_photo(person, upload, MembershipFactory(workspace=person.workspace))


def size_of(name):
    with default_storage.open(name) as stored:
        return Image.open(stored).size


def test_small_copies_are_made_with_the_photo(photo):
    name = photo.file.name

    assert [size_of(name) for name in names_with_thumbnails(name)] == [
        (400, 300),
        (96, 96),
        (192, 192),
    ]


def test_the_copy_of_an_old_photo_is_made_when_it_is_asked_for(photo):
    name = thumbnail_name(photo.file.name, 96)
    default_storage.delete(name)

    open_thumbnail(photo, 96).close()

    assert size_of(name) == (96, 96)


def test_erasure_deletes_every_copy(photo, django_capture_on_commit_callbacks):
    names = names_with_thumbnails(photo.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        erase_participant(photo.participant)

    assert [name for name in names if default_storage.exists(name)] == []

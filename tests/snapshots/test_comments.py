from uuid import uuid4

import pytest

from discovery.notifications.models import Notification
from snapshots.models import Comment, Reading
from snapshots.operations.comments import write_comment
from tests.factories.interviews import AttendanceFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(address, story):
    return address("comments", story)


def test_a_stakeholder_comments_and_the_writers_hear_of_it(
    sign_in, url, story, stakeholder, member, researcher
):
    AttendanceFactory(interview=story.interview, membership=researcher)

    response = sign_in(stakeholder).post(url, {"text": "And then?"}, headers=HTMX)

    assert "And then?" in response.text
    told = Notification.objects.values_list("membership", flat=True)
    assert sorted(told) == sorted([member.pk, researcher.pk])


def test_a_double_click_makes_one_comment(sign_in, url, stakeholder):
    inputs = {"text": "Once", "client_id": str(uuid4())}
    client = sign_in(stakeholder)

    client.post(url, inputs)
    client.post(url, inputs)

    assert Comment.objects.count() == 1


def test_without_script_it_goes_back_to_the_comments(sign_in, url, stakeholder):
    response = sign_in(stakeholder).post(url, {"text": "Plain"})

    assert response.status_code == 302
    assert response.url.endswith("/#comments")


def test_an_empty_comment_is_refused_in_place(sign_in, url, stakeholder):
    response = sign_in(stakeholder).post(url, {"text": " "}, headers=HTMX)

    assert response.status_code == 422
    assert "Please write something first." in response.text


def test_a_comment_is_shown_as_it_was_typed(sign_in, url, stakeholder):
    text = "<script>alert(1)</script>"

    response = sign_in(stakeholder).post(url, {"text": text}, headers=HTMX)

    assert text not in response.text
    assert "&lt;script&gt;" in response.text


def test_a_draft_takes_no_comments(sign_in, address, draft, member):
    response = sign_in(member).post(address("comments", draft), {"text": "Early"})

    assert response.status_code == 404
    assert not Comment.objects.exists()


def test_only_its_author_deletes_a_comment(
    sign_in, address, story, stakeholder, member
):
    comment = write_comment(snapshot=story, text="Mine", by=stakeholder)
    url = address("comment_deletion", story, comment.pk)

    assert sign_in(member).post(url).status_code == 404
    assert Comment.objects.for_list().exists()

    sign_in(stakeholder).post(url)
    comment.refresh_from_db()
    assert (comment.text, Comment.objects.for_list().count()) == ("", 0)


def test_reading_a_page_is_remembered_once(sign_in, address, story, stakeholder):
    client = sign_in(stakeholder)

    client.get(address("snapshot", story))
    response = client.get(address("snapshot", story))

    assert Reading.objects.get().membership == stakeholder
    assert "Read by" in response.text

from uuid import uuid4

import pytest

from discovery.notifications.models import Notification
from recruiting.operations.erasure import erase_participant
from snapshots import limits
from snapshots.models import Comment
from snapshots.operations.comments import delete_comment, edit_comment
from snapshots.operations.errors import CommentRefused
from snapshots.operations.parts import add_part, remove_part
from tests.factories.interviews import AttendanceFactory
from tests.factories.workspaces import MembershipFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(address, story):
    return address("comments", story)


def test_a_stakeholder_comments_and_the_writers_hear_of_it(
    sign_in, url, story, stakeholder, member, researcher, colleague
):
    # A colleague who listened may not read the page.
    for host, part in ((researcher, "lead"), (colleague, "observer")):
        AttendanceFactory(interview=story.interview, membership=host, part=part)

    response = sign_in(stakeholder).post(url, {"text": "And then?"}, headers=HTMX)

    assert "And then?" in response.text
    told = Notification.objects.values_list("membership", flat=True)
    assert sorted(told) == sorted([member.pk, researcher.pk])


def test_a_double_click_makes_one_comment(sign_in, url, stakeholder, member):
    inputs = {"text": "Once", "client_id": str(uuid4())}
    client = sign_in(stakeholder)

    client.post(url, inputs)
    client.post(url, inputs)

    assert Comment.objects.count() == 1
    assert member.notifications.count() == 1


def test_without_script_it_goes_back_to_the_comment(sign_in, url, stakeholder):
    response = sign_in(stakeholder).post(f"{url}?part=quote", {"text": "Plain"})

    comment = Comment.objects.get()
    assert response.status_code == 302
    assert response.url.endswith(f"/?part=quote#comment-{comment.pk}")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_refused_comes_back_as_it_was_typed(sign_in, url, stakeholder, headers):
    long = f"{'x' * 4001}"

    empty = sign_in(stakeholder).post(url, {"text": " "}, headers=headers)
    response = sign_in(stakeholder).post(url, {"text": long}, headers=headers)

    assert (empty.status_code, response.status_code) == (422, 422)
    assert "Please write something first." in empty.text
    assert long in response.text
    assert not Comment.objects.exists()


def test_who_writes_without_end_is_asked_to_wait_and_keeps_the_words(
    sign_in, url, stakeholder, monkeypatch
):
    monkeypatch.setattr(limits, "COMMENTS_OF_MEMBER", (1, 600))
    client = sign_in(stakeholder)

    client.post(url, {"text": "One"}, headers=HTMX)
    response = client.post(url, {"text": "Two too many"}, headers=HTMX)

    assert response.status_code == 422
    assert "Two too many</textarea>" in response.text
    assert Comment.objects.count() == 1


def test_a_comment_is_shown_as_it_was_typed(sign_in, url, stakeholder):
    text = "<script>alert(1)</script> @{1} & more"

    response = sign_in(stakeholder).post(url, {"text": text}, headers=HTMX)

    assert text not in response.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; @{1} &amp; more" in response.text


def test_a_draft_takes_no_comments(sign_in, address, draft, member):
    client = sign_in(member)

    assert client.post(address("comments", draft), {"text": "Early"}).status_code == 404
    assert client.get(address("comments", draft)).status_code == 404
    assert not Comment.objects.exists()


def test_a_comment_belongs_to_a_part_and_outlives_it(
    sign_in, url, story, stakeholder, member
):
    fact = add_part(snapshot=story, kind="facts", by=member, label="Team", text="18")
    inputs = {"text": "All of them?", "part": f"facts-{fact.pk}"}
    client = sign_in(stakeholder)

    response = client.post(url, inputs, headers=HTMX)
    assert "the fact “Team”</a>" in response.text
    assert f'data-for="facts-{fact.pk}"' in response.text

    remove_part(part=fact, by=member)
    response = client.get(url, headers=HTMX)
    assert "All of them?" in response.text
    assert "on a part that was removed" in response.text
    assert f'data-for="facts-{fact.pk}"' not in response.text


@pytest.mark.parametrize("part", ["nothing", "facts-", "facts-x", "moments-1 or 1=1"])
def test_a_part_that_no_page_can_have_is_the_whole_page(
    sign_in, url, stakeholder, part
):
    sign_in(stakeholder).post(url, {"text": "Hm", "part": part})

    assert Comment.objects.get().part == ""


def test_the_talk_of_one_part_shows_that_part_alone(sign_in, url, say, stakeholder):
    say("About the quote", part="quote")
    say("About everything")

    response = sign_in(stakeholder).get(f"{url}?part=quote&beside=1", headers=HTMX)

    assert "About the quote" in response.text
    assert "About everything" not in response.text
    assert 'id="part-comments"' in response.text


def test_only_its_author_edits_a_comment(sign_in, address, story, say, member):
    comment = say("Wel")
    url = address("comment", story, comment.pk)

    assert sign_in(member).post(url, {"text": "Theirs"}).status_code == 404
    sign_in(comment.author).post(url, {"text": "Well", "version": 1})

    comment.refresh_from_db()
    assert (comment.text, comment.edited_at is None) == ("Well", False)


def test_only_its_author_deletes_a_comment(sign_in, address, story, say, member):
    comment = say("Mine")
    url = address("comment_deletion", story, comment.pk)

    assert sign_in(member).post(url).status_code == 404
    assert Comment.objects.standing().exists()

    sign_in(comment.author).post(url)
    comment.refresh_from_db()
    assert (comment.text, Comment.objects.threads().count()) == ("", 0)


def test_a_comment_that_was_deleted_is_not_edited(say):
    comment = say("Gone")
    in_another_tab = Comment.objects.get()
    delete_comment(comment=comment, by=comment.author)

    with pytest.raises(CommentRefused):
        edit_comment(comment=in_another_tab, text="Back", version=1, by=comment.author)
    assert Comment.objects.get().text == ""


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_edit_is_not_saved_over_one_that_was_not_seen(
    sign_in, address, story, say, headers
):
    comment = say("Wel")
    url = address("comment", story, comment.pk)
    client = sign_in(comment.author)
    client.post(url, {"text": "Well", "version": 1})

    refused = client.post(url, {"text": "Or not", "version": 1}, headers=headers)

    assert refused.status_code == 409
    for shown in ("Well</p>", "Or not</textarea>", 'name="version" value="2"'):
        assert shown in refused.text
    comment.refresh_from_db()
    assert comment.text == "Well"
    client.post(url, {"text": "Or not", "version": 2})
    comment.refresh_from_db()
    assert comment.text == "Or not"


def test_words_that_were_taken_out_do_not_come_back_from_an_open_form(
    sign_in, address, story, say
):
    comment = say("Sarah Whitcombe said so")
    erase_participant(story.participant)

    sign_in(comment.author).post(
        address("comment", story, comment.pk),
        {"text": "Sarah Whitcombe said so!", "version": 1},
    )

    comment.refresh_from_db()
    assert comment.text == "P-017 said so"


@pytest.mark.parametrize("count", [1, 12])
def test_the_talk_costs_the_same_queries_whatever_was_said(
    sign_in, url, say, member, stakeholder, django_assert_num_queries, count
):
    for _ in range(count):
        ida = MembershipFactory(workspace=member.workspace)
        comment = say(f"@{ida} hm", part="quote")
        say("Yes", by=member, parent=comment)
        say("When?", is_question=True)
    client = sign_in(stakeholder)
    client.get(url, headers=HTMX)

    with django_assert_num_queries(20):
        client.get(url, headers=HTMX)

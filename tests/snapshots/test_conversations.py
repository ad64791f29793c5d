import pytest

from snapshots.models import Comment
from snapshots.operations.comments import delete_comment, write_comment
from tests.factories.snapshots import SnapshotFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(address, story):
    return address("comments", story)


def told(membership):
    return list(membership.notifications.order_by("pk").values_list("text", flat=True))


def test_an_answer_is_one_level_deep_and_its_author_is_told(say, member, stakeholder):
    comment = say("And then?", part="quote")
    first = say("She rang.", by=member, parent=comment)
    second = say("I see.", parent=first)

    assert (first.parent, second.parent) == (comment, comment)
    assert first.part == "quote"
    assert told(stakeholder) == [f"{member} answered your comment on a snapshot."]


def test_an_answer_to_another_page_is_refused(sign_in, url, stakeholder):
    elsewhere = SnapshotFactory(published=True)
    other = write_comment(snapshot=elsewhere, text="Hm", by=elsewhere.published_by)

    response = sign_in(stakeholder).post(url, {"text": "Here", "parent": other.pk})

    assert response.status_code == 404


def test_what_answers_a_deleted_comment_stays_readable(
    sign_in, url, say, member, stakeholder
):
    comment = say("Gone")
    answer = say("Still here", by=member, parent=comment)
    delete_comment(comment=comment, by=stakeholder)

    response = sign_in(stakeholder).get(url, headers=HTMX)
    assert "[deleted]" in response.text
    assert "Still here" in response.text

    delete_comment(comment=answer, by=member)
    response = sign_in(stakeholder).get(url, headers=HTMX)
    assert "[deleted]" not in response.text


def test_a_question_is_open_until_somebody_else_who_writes_answers(
    say, member, stakeholder, researcher
):
    question = say("How often?", is_question=True)
    say("I wonder too", by=stakeholder, parent=question)
    assert Comment.objects.open_questions().get() == question

    answer = say("Weekly", by=member, parent=question)
    assert not Comment.objects.open_questions().exists()
    assert told(member) == [
        f"{stakeholder} asked a question about one of your snapshots.",
        f"{stakeholder} commented on one of your snapshots.",
    ]
    assert told(stakeholder) == [f"{member} answered your question about a snapshot."]

    delete_comment(comment=answer, by=member)
    assert Comment.objects.open_questions().get() == question


def test_every_one_of_many_open_questions_is_reached(
    sign_in, url, say, stakeholder, monkeypatch
):
    monkeypatch.setattr("snapshots.talk.MOST_THREADS", 2)
    asked = [say(f"Question {number}?", is_question=True) for number in range(5)]
    client = sign_in(stakeholder)

    first = client.get(url, headers=HTMX).text
    seen = [number for number in range(5) if f"Question {number}?" in first]
    assert seen == [0, 1, 3, 4]

    assert f"before={asked[3].pk}" in first
    earlier = client.get(f"{url}?before={asked[3].pk}", headers=HTMX).text
    assert "Question 2?" in earlier


def test_open_questions_come_first(sign_in, url, say, member, stakeholder):
    say("A remark")
    answered = say("First?", is_question=True)
    say("Yes", by=member, parent=answered)
    say("Second?", is_question=True)

    page = sign_in(stakeholder).get(url, headers=HTMX).text

    order = [page.index(words) for words in ("Second?", "A remark", "First?")]
    assert order == sorted(order)


def test_a_thousand_comments_come_a_screenful_at_a_time(
    sign_in, address, url, story, stakeholder
):
    def rows(count, **about):
        return Comment.objects.bulk_create(
            Comment(
                workspace=story.workspace,
                snapshot=story,
                author=stakeholder,
                text=f"said {number:04}.",
                **about,
            )
            for number in range(count)
        )

    comments = rows(1000)
    answers = rows(150, parent=comments[999])
    client = sign_in(stakeholder)

    page = client.get(address("snapshot", story)).text
    assert page.count('class="comment"') == 30 + 10
    assert f"?before={comments[970].pk}#comments" in page
    earlier = client.get(f"{url}?before={comments[970].pk}", headers=HTMX).text
    assert (earlier.count('class="comment"'), "said 0969." in earlier) == (30, True)
    thread = client.get(f"{url}?thread={comments[999].pk}", headers=HTMX).text
    assert thread.count('class="comment"') == 1 + 100
    assert f"before={answers[50].pk}" in thread

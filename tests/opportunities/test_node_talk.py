"""What is said about nodes of a tree: by whom, to whom, said better, settled, and always found."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from discovery.mail.models import OutgoingEmail
from discovery.notifications.models import Notification
from discovery.workspaces.permissions import Role
from opportunities.models import NodeComment
from opportunities.operations.merging import merge_opportunities
from opportunities.queries.marks import load_marks
from tests.factories.opportunities import OpportunityFactory
from tests.factories.workspaces import MembershipFactory

HTMX = {"HX-Request": "true"}


def said(row, **more):
    return {"node": f"{row._meta.model_name}:{row.pk}", "client_id": uuid4(), **more}


@pytest.mark.parametrize("on", ["node", "solution", "outcome"])
def test_a_stakeholder_says_something_once(
    sign_in, stakeholder, url, on, request, outcome
):
    row = request.getfixturevalue(on)
    sent = said(row, text="Have we asked <b>night</b> shifts?")
    browser = sign_in(stakeholder)
    for _press in range(2):
        response = browser.post(url("comments"), sent, headers=HTMX)
    assert "&lt;b&gt;night" in response.content.decode()
    comment = NodeComment.objects.get()
    (mark,) = [mark for mark in load_marks(outcome).values() if "comments" in mark]
    assert mark["comments"] == 1
    browser.post(url("comment_removal", comment.pk))
    comment.refresh_from_db()
    assert comment.deleted_at and not comment.text


def test_the_panel_shows_what_was_said(sign_in, member, node, url):
    browser = sign_in(member)
    plain = browser.post(url("comments"), said(node, text="Not at night"))
    assert plain.url == url("opportunity", node.pk) + "#comments"
    assert "Not at night" in browser.get(plain.url).content.decode()


def test_who_is_called_and_who_owns_it_hear_of_it(
    sign_in, member, stakeholder, node, url
):
    node.owner = member
    node.save()
    writer = MembershipFactory(workspace=member.workspace, role=Role.STAKEHOLDER)
    sent = said(node, text=f"@{stakeholder} have you seen it?")
    response = sign_in(writer).post(url("comments"), sent, headers=HTMX)
    told = Notification.objects.filter(kind="comment")
    assert {notice.membership for notice in told} == {member, stakeholder}
    assert f'<b class="mention">@{stakeholder}</b>' in response.content.decode()


def test_nobody_deletes_the_comment_of_another(sign_in, member, stakeholder, node, url):
    sign_in(stakeholder).post(url("comments"), said(node, text="Mine"))
    comment = NodeComment.objects.get()
    response = sign_in(member).post(url("comment_removal", comment.pk))
    assert response.status_code == 404


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001])
def test_words_that_do_not_fit_are_kept_in_the_form(sign_in, member, node, url, text):
    response = sign_in(member).post(url("comments"), said(node, text=text))
    assert response.status_code == 422
    assert response.context["talk"].refused["text"] == text
    assert not NodeComment.objects.exists()


@pytest.mark.parametrize(
    "name", ["", "opportunity", "opportunity:x", "story:1", "outcome:999999"]
)
def test_a_name_that_names_nothing_is_not_found(sign_in, member, url, name):
    sent = {"node": name, "text": "?"}
    assert sign_in(member).post(url("comments"), sent).status_code == 404


def test_comments_cost_the_same_queries(sign_in, member, node, url):
    browser = sign_in(member)
    counts = []
    for _more in range(2):
        for n in range(3):
            browser.post(url("comments"), said(node, text=f"@{member} {n}"))
            top = NodeComment.objects.filter(parent=None).last()
            browser.post(url("comments"), said(node, text="Yes", parent=top.pk))
        with CaptureQueriesContext(connection) as queries:
            browser.get(url("comments"), {"node": f"opportunity:{node.pk}"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_colleagues_are_offered_after_an_at(sign_in, stakeholder, member, url):
    response = sign_in(stakeholder).get(url("mentionable"), {"q": str(member)[:3]})
    assert str(member) in [found["name"] for found in response.json()["members"]]


@pytest.fixture
def say(url, node, sign_in):
    """Say something about the node as a member, and return the comment."""

    def say(by, text, **more):
        sent = said(node, text=text, **more)
        response = sign_in(by).post(url("comments"), sent, headers=HTMX)
        assert response.status_code == 200
        return NodeComment.objects.get(client_id=sent["client_id"])

    return say


def test_who_is_called_by_name_also_gets_a_mail_that_repeats_nothing(
    say, member, stakeholder
):
    comment = say(member, f"@{stakeholder} have you seen the ovens?")
    (mail,) = OutgoingEmail.objects.all()
    assert mail.to == stakeholder.user.email
    assert f"/comments/{comment.pk}/" in mail.text and "ovens" not in mail.text


def test_answers_stand_one_level_deep_and_who_is_answered_hears_of_it(
    say, sign_in, member, stakeholder, node, url
):
    first = say(stakeholder, "Who rings at night?")
    answer = say(member, "The night manager", parent=first.pk)
    (notice,) = Notification.objects.filter(kind="comment")
    assert (answer.parent, notice.membership) == (first, stakeholder)
    deeper = said(node, text="Really?", parent=answer.pk)
    assert sign_in(member).post(url("comments"), deeper).status_code == 404
    other = said(node.outcome, text="Elsewhere", parent=first.pk)
    assert sign_in(member).post(url("comments"), other).status_code == 404


def test_ones_own_words_are_said_better_and_nobody_is_called_twice(
    say, sign_in, member, stakeholder, url
):
    comment = say(stakeholder, f"@{member} look")
    edit = url("comment", comment.pk)
    browser = sign_in(stakeholder)
    sent = {"text": f"@{member} look again", "version": 1}
    assert "edited" in browser.post(edit, sent, headers=HTMX).text
    stale = browser.post(edit, sent | {"text": "Other words"}, headers=HTMX)
    assert stale.status_code == 409 and "Other words" in stale.text
    assert OutgoingEmail.objects.count() == 1
    assert sign_in(member).post(edit, sent).status_code == 404


def test_a_deleted_comment_leaves_its_answers_and_takes_its_mail_back(
    say, sign_in, member, stakeholder, node, url
):
    first = say(stakeholder, f"@{member} Who rings?")
    say(member, "Ines rings", parent=first.pk)
    page = sign_in(stakeholder).post(url("comment_removal", first.pk), headers=HTMX)
    assert "[deleted]" in page.text and "Ines rings" in page.text
    assert "Who rings" not in page.text
    mail = OutgoingEmail.objects.get(subject_ref=f"node-comment:{first.pk}")
    assert mail.state == OutgoingEmail.State.CANCELLED


def test_a_settled_thread_is_folded_and_an_answer_opens_it_again(
    say, sign_in, member, stakeholder, outcome, url
):
    first = say(stakeholder, "Who rings?")
    settle = url("comment_settlement", first.pk)
    page = sign_in(member).post(settle, {"settled": "on"}, headers=HTMX)
    assert f"Settled by {member}" in page.text
    assert not any("comments" in mark for mark in load_marks(outcome).values())
    say(stakeholder, "One thing more", parent=first.pk)
    first.refresh_from_db()
    assert first.resolved_at is None and first.resolved_by is None


def test_every_comment_is_reached_however_many_there_are(sign_in, member, node, url):
    NodeComment.objects.bulk_create(
        NodeComment(
            workspace=node.workspace,
            outcome=node.outcome,
            opportunity=node,
            author=member,
            text=f"Comment {n}.",
            client_id=uuid4(),
        )
        for n in range(120)
    )
    browser, found = sign_in(member), set()
    query = f"node=opportunity:{node.pk}"
    while query:
        talk = browser.get(f"{url('comments')}?{query}").context["talk"]
        found |= {comment.text for comment in talk.threads}
        query = talk.earlier_query
    assert len(found) == 120


def test_a_link_to_a_comment_finds_it_where_it_is_now(
    say, sign_in, member, node, url, act
):
    comment = say(member, "Who rings?")
    keep = OpportunityFactory(outcome=node.outcome)
    act(merge_opportunities, keep, [node])
    browser = sign_in(member)
    page = browser.get(url("comment", comment.pk), follow=True)
    assert "Who rings?" in page.text and page.context["node"] == keep

    act_on = type(keep).objects.filter(pk=keep.pk)
    act_on.update(deleted_at=now())
    page = browser.get(url("comment", comment.pk), follow=True)
    assert page.status_code == 200 and "is in the bin" in page.text
    act_on.update(deleted_at=None)
    page = browser.get(url("comment", comment.pk), follow=True)
    assert "Who rings?" in page.text

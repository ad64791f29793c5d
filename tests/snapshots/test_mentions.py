import pytest

from discovery.mail.models import OutgoingEmail
from discovery.workspaces.permissions import Role
from snapshots.models import Mention
from snapshots.operations.comments import delete_comment, edit_comment
from tests.factories.workspaces import MembershipFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(address, story):
    return address("comments", story)


def told(membership):
    return list(membership.notifications.order_by("pk").values_list("text", flat=True))


def test_the_asker_hears_of_an_answer_by_mail_without_its_words(say, member):
    question = say("How often?", is_question=True)
    say("Every Sunday", by=member, parent=question)

    email = OutgoingEmail.objects.get()
    assert email.to == question.author.user.email
    assert f"?thread={question.pk}#comment-" in email.text
    assert "Sunday" not in email.text + email.html


def test_who_is_mentioned_is_told_once_and_by_mail(say, member, researcher):
    ida = MembershipFactory(workspace=member.workspace, user__name="Ida Holm")

    comment = say("Ask @Ida Holm, and @ida holm again; not me@Ida Holm.")
    edit_comment(comment=comment, text="@Ida Holm!", version=1, by=comment.author)

    assert comment.text == f"@{{{ida.pk}}}!"
    assert told(ida) == [f"{comment.author} mentioned you in a comment on a snapshot."]
    assert [email.to for email in OutgoingEmail.objects.all()] == [ida.user.email]


def test_a_mention_shows_the_name_of_today_and_never_markup(
    sign_in, url, say, stakeholder, member
):
    ida = MembershipFactory(workspace=member.workspace, user__name="Ida <b>Holm")
    say("@Ida <b>Holm & Co")
    ida.user.name = "Ida <i>Berg"
    ida.user.save()

    response = sign_in(stakeholder).get(url, headers=HTMX)

    assert '<b class="mention">@Ida &lt;i&gt;Berg</b> &amp; Co' in response.text


def test_only_who_may_read_the_page_can_be_mentioned(
    sign_in, address, story, say, stakeholder, colleague, stranger, member
):
    left = MembershipFactory(workspace=member.workspace, user__name="Otto Left")
    left.removed_at = story.published_at
    left.save()
    for membership in (colleague, stranger):
        membership.user.name = "Otto Outside"
        membership.user.save()

    say("@Otto Left @Otto Outside", chosen=[left.pk, colleague.pk, stranger.pk, "x"])

    assert not Mention.objects.exists()
    url = address("mentionable", story)
    assert sign_in(stakeholder).get(f"{url}?q=ott").json() == {"members": []}


def test_of_two_with_one_name_the_picked_one_is_meant(say, member):
    twins = [
        MembershipFactory(workspace=member.workspace, user__name="Ida Holm")
        for _ in range(2)
    ]

    comment = say("@Ida Holm", chosen=[str(twins[1].pk)])
    assert Mention.objects.get().membership == twins[1]

    about = {"comment": comment, "by": comment.author}
    edit_comment(text="@Ida Holm!", version=1, **about)
    assert Mention.objects.get().membership == twins[1]

    edit_comment(text="@Ida Holm?", version=2, chosen=[str(twins[0].pk)], **about)
    assert Mention.objects.get().membership == twins[0]


def test_members_are_offered_by_the_beginning_of_any_of_their_names(
    sign_in, address, story, stakeholder, member
):
    for name in ("Ida Holm", "Holger Ida", "Noor"):
        MembershipFactory(
            workspace=member.workspace, user__name=name, role=Role.STAKEHOLDER
        )

    answer = sign_in(stakeholder).get(f"{address('mentionable', story)}?q=ida").json()

    assert [one["name"] for one in answer["members"]] == ["Ida Holm", "Holger Ida"]


def test_taking_a_comment_back_stops_its_mail(say, member):
    ida = MembershipFactory(workspace=member.workspace, user__name="Ida Holm")
    comment = say("@Ida Holm look")

    delete_comment(comment=comment, by=comment.author)

    assert OutgoingEmail.objects.get(to=ida.user.email).state == "cancelled"

"""Talks that were held elsewhere, and those that are no interviews."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from discovery.home.queries import held_weeks
from discovery.mail.models import OutgoingEmail
from interviews.models import Interview
from tests.factories.interviews import InterviewFactory
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import MembershipFactory


@pytest.fixture
def participant(workspace, team):
    return ParticipantFactory(workspace=workspace, team=team)


@pytest.fixture
def log(sign_in, workspace, member, participant):
    """Post the form of a talk yesterday at ten, with changes."""
    url = reverse("interviews:talk_new", args=[workspace.slug])

    def post(**changes):
        day = (now() - timedelta(days=1)).date()
        fields = {
            "kind": "sales",
            "day": f"{day}",
            "time": "10:00",
            "minutes": "30",
            "lead": member.pk,
        }
        address = f"{url}?participant={participant.pk}"
        return sign_in(member).post(address, fields | changes, follow=True)

    return post


def shown(client, workspace, which=""):
    return client.get(
        reverse("interviews:list", args=[workspace.slug]), {"show": which}
    ).text


def test_sales_talk_is_logged_apart_and_never_counts(
    client, log, workspace, team, member, participant
):
    colleague = MembershipFactory(workspace=workspace, team=team)

    page = log(learning_goal="Prices", others=[member.pk, colleague.pk])

    talk = Interview.objects.get()
    assert (talk.state, talk.kind, talk.learning_goal) == ("held", "sales", "Prices")
    assert sorted(talk.attendances.values_list("membership", "part")) == sorted(
        [(member.pk, "lead"), (colleague.pk, "note_taker")]
    )
    assert not talk.attendances.filter(is_blocking=True).exists()
    assert "Logged under the other talks." in page.text
    participant.refresh_from_db()
    assert participant.last_talked_at == talk.ended_at
    assert not OutgoingEmail.objects.exists()
    assert held_weeks(workspace, team, now().tzinfo) == set()
    assert str(participant) in shown(client, workspace, "other")
    assert str(participant) not in shown(client, workspace, "past")
    assert str(participant) not in shown(client, workspace)


def test_interview_that_was_held_elsewhere_counts(client, log, workspace, team):
    log(kind="exploratory")

    assert len(held_weeks(workspace, team, now().tzinfo)) == 1
    assert str(Interview.objects.get().participant) in shown(client, workspace, "past")


def test_same_talk_again_is_logged_once(log):
    log()
    log()

    assert Interview.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": f"{(now() + timedelta(days=1)).date()}"}, "not over yet"),
        ({"day": "2019-01-01"}, "more than five years ago"),
        ({"day": "yesterday"}, "Enter a valid date"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": "99999"}, "less than or equal to 480"),
        ({"kind": "party"}, "Select a valid choice"),
        ({"lead": "0"}, "Select a valid choice"),
        ({"learning_goal": "x" * 1_000_000}, "at most 300 characters"),
    ],
)
def test_talk_that_cannot_have_been_is_refused(log, change, said):
    page = log(**change)

    assert page.status_code == 422
    assert said in page.text
    assert not Interview.objects.exists()


def test_person_of_another_team_cannot_be_logged(sign_in, workspace, member):
    other = ParticipantFactory(workspace=workspace)
    url = reverse("interviews:talk_new", args=[workspace.slug])

    assert sign_in(member).get(f"{url}?participant={other.pk}").status_code == 404
    assert "Whom did you talk to?" in sign_in(member).get(url).text


def test_older_talk_does_not_turn_back_when_we_last_talked(log, participant):
    participant.last_talked_at = now()
    participant.save()

    log()

    before = participant.last_talked_at
    participant.refresh_from_db()
    assert participant.last_talked_at == before


def test_what_is_ahead_says_if_it_does_not_count(sign_in, workspace, team, member):
    InterviewFactory(team=team, kind="usability")

    assert "Usability or prototype test" in shown(sign_in(member), workspace)

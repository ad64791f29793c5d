from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from interviews.models import Interview
from recruiting.models import Nomination
from snapshots.operations.comments import write_comment
from tests.factories.interviews import (
    AttendanceFactory,
    InterviewFactory,
    hours_from_now,
)
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.recruiting import ConsentFactory, ParticipantFactory
from tests.factories.snapshots import HeardOpportunityFactory, SnapshotFactory
from tests.factories.workspaces import TeamFactory


@pytest.fixture
def url(workspace):
    return reverse("home:home", args=[workspace.slug])


def told(team, member, count=1):
    """As many published stories of the team, each a day before the other."""
    for number in range(count):
        start = -24 * (number + 1) - 1
        interview = InterviewFactory(
            team=team, held=True, during=hours_from_now(start, start + 1)
        )
        AttendanceFactory(interview=interview, membership=member)
        story = SnapshotFactory(
            interview=interview, published_at=now(), published_by=member
        )
        HeardOpportunityFactory(snapshot=story)


def test_next_interview_says_who_when_and_my_part(sign_in, url, team, member):
    person = ParticipantFactory(workspace=team.workspace, name="Priya Nair")
    interview = InterviewFactory(team=team, participant=person)
    AttendanceFactory(interview=interview, membership=member)

    page = sign_in(member).get(url).text

    assert "Priya Nair" in page
    assert "You lead" in page
    assert reverse("interviews:room", args=[team.workspace.slug, interview.pk]) in page


def test_next_interview_is_one_that_one_may_know_of(sign_in, url, team, member):
    interview = InterviewFactory(team=TeamFactory(workspace=team.workspace))
    member.current_team = None
    member.save()
    client = sign_in(member)
    name = interview.participant.name
    assert name not in client.get(url).text

    AttendanceFactory(interview=interview, membership=member)

    assert name in client.get(url).text


def test_snapshot_is_due_until_it_is_published(sign_in, url, team, member):
    interview = InterviewFactory(team=team, held=True)
    client = sign_in(member)
    line = f"Write {interview.participant}’s snapshot"
    assert line in client.get(url).text

    SnapshotFactory(interview=interview, published_at=now(), published_by=member)

    assert line not in client.get(url).text


def test_snapshot_is_due_only_of_a_talk_that_one_may_know_of(
    sign_in, url, team, member
):
    other = TeamFactory(workspace=team.workspace)
    interview = InterviewFactory(team=other, held=True)
    member.current_team = None
    member.save()
    client = sign_in(member)
    line = f"Write {interview.participant}’s snapshot"
    assert line not in client.get(url).text

    AttendanceFactory(interview=interview, membership=member)

    assert line in client.get(url).text


def test_usability_test_is_no_interview(sign_in, url, team, member):
    InterviewFactory(team=team, held=True, kind=Interview.Kind.USABILITY)

    response = sign_in(member).get(url)

    assert response.context["habit"].kept == 0
    assert response.context["due"] == []


def test_each_team_has_its_own_habit(sign_in, url, team, member):
    other = TeamFactory(workspace=team.workspace)
    InterviewFactory(team=other, held=True)

    assert sign_in(member).get(url).context["habit"].kept == 0


def test_weeks_begin_on_monday_where_the_workspace_is(sign_in, url, team, member):
    team.workspace.time_zone = "Pacific/Auckland"
    team.workspace.save()
    InterviewFactory(team=team, held=True)

    assert sign_in(member).get(url).context["habit"].kept == 1


def test_new_workspace_shows_how_to_begin(sign_in, url, member):
    response = sign_in(member).get(url)

    assert "Your first story, in four steps" in response.text
    assert "Nobody is on the calendar" not in response.text


def test_leading_that_rests_on_one_person_is_pointed_out(sign_in, url, team, member):
    told(team, member, count=4)

    page = sign_in(member).get(url).text

    assert f"Most of the listening rests on {member.user.first_name}" in page


def test_quote_that_was_taken_back_is_gone_at_once(sign_in, url, team, member):
    told(team, member)
    client = sign_in(member)
    assert "By the time someone said yes" in client.get(url).text
    person = team.workspace.snapshots.get().participant

    ConsentFactory(participant=person, purpose="quote", is_granted=False)

    assert "By the time someone said yes" not in client.get(url).text


def test_stakeholder_reads_and_gets_no_tools(sign_in, url, team, member, stakeholder):
    told(team, member)

    page = sign_in(stakeholder).get(url).text

    assert "By the time someone said yes" in page
    assert "New interview" not in page


def test_nomination_is_told_to_those_who_may_know_the_person(
    sign_in, url, team, member, researcher, colleague
):
    for person in (
        ParticipantFactory(workspace=team.workspace, team=team, name="Colm Delaney"),
        ParticipantFactory(workspace=team.workspace, name="Wendy Tsang"),
    ):
        Nomination.objects.create(
            workspace=team.workspace,
            participant=person,
            nominated_by=colleague,
            reason="Asked for it yesterday.",
        )

    page = sign_in(member).get(url).text
    assert "Colm Delaney" in page
    assert "Wendy Tsang" not in page
    assert "Wendy Tsang" in sign_in(researcher).get(url).text


def test_colleague_is_asked_for_a_nomination(sign_in, url, colleague):
    page = sign_in(colleague).get(url).text

    assert "Nominate a customer" in page
    assert "New interview" not in page


def test_stranger_finds_no_home(sign_in, url, stranger):
    assert sign_in(stranger).get(url).status_code == 404


def test_what_readers_ask_waits_until_somebody_who_writes_answers(
    sign_in, url, team, member, stakeholder
):
    told(team, member)
    story = team.snapshots.get()
    question = write_comment(
        snapshot=story, text="How often?", by=stakeholder, is_question=True
    )
    client = sign_in(member)
    page = client.get(url).text
    assert "How often?" in page
    assert f"/snapshots/{story.pk}/?thread={question.pk}#comment-{question.pk}" in page

    write_comment(snapshot=story, text="Weekly", by=member, parent=question)
    assert "How often?" not in client.get(url).text


def test_home_is_only_read(sign_in, url, member):
    assert sign_in(member).post(url).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_queries_whatever_was_told(
    sign_in, url, team, member, django_assert_num_queries, count
):
    told(team, member, count)
    for number in range(count):
        during = hours_from_now(30 + number * 24, 31 + number * 24)
        interview = InterviewFactory(team=team, during=during)
        AttendanceFactory(interview=interview, membership=member)
    client = sign_in(member)
    client.get(url)

    with django_assert_num_queries(30):
        response = client.get(url)

    assert len(response.context["heard"]) == count


def test_root_leads_to_the_workspace_that_was_seen_last(sign_in, url, member):
    client = sign_in(member)
    client.get(url)

    assert client.get("/").url == url


def test_root_says_so_to_whoever_belongs_nowhere(sign_in, member):
    member.removed_at = now()
    member.save()

    assert "You are in no workspace" in sign_in(member).get("/").text


def test_root_asks_a_visitor_to_sign_in(client, db):
    assert client.get("/").url == "/accounts/login/?next=/"


def results(client, workspace, query, **headers):
    url = reverse("home:search", args=[workspace.slug])
    return client.get(url, {"q": query}, headers=headers).text


def test_search_finds_people_stories_opportunities_and_actions(
    sign_in, workspace, team, member
):
    person = ParticipantFactory(workspace=workspace, name="Sarah Whitcombe", team=team)
    interview = InterviewFactory(team=team, participant=person, held=True)
    SnapshotFactory(
        interview=interview,
        story_title="Sarah waits",
        published_at=now(),
        published_by=member,
    )
    OpportunityFactory(outcome=OutcomeFactory(team=team), text="I, Sarah, can't tell")
    client = sign_in(member)

    found = results(client, workspace, "sarah", **{"HX-Request": "true"})

    assert found.strip().startswith('<ul role="listbox"')
    for words in ("Sarah Whitcombe", "Sarah waits", "I, Sarah, can&#x27;t tell"):
        assert words in found
    assert "New interview" in results(client, workspace, "new int")


def test_search_shows_nobody_what_their_role_may_not_see(
    sign_in, workspace, team, stakeholder, colleague
):
    ParticipantFactory(workspace=workspace, name="Sarah Whitcombe", team=team)
    OpportunityFactory(outcome=OutcomeFactory(team=team), text="Sarah can't tell")

    assert "Whitcombe" not in results(sign_in(stakeholder), workspace, "sarah")
    seen = results(sign_in(colleague), workspace, "sarah")
    assert "Whitcombe" not in seen
    assert "can&#x27;t tell" not in seen
    assert "Settings" not in results(sign_in(colleague), workspace, "")


def test_search_stays_within_the_workspace(sign_in, workspace, admin, stranger):
    ParticipantFactory(workspace=stranger.workspace, name="Sarah Elsewhere")

    assert "Elsewhere" not in results(sign_in(admin), workspace, "sarah")


def test_search_is_a_page_without_script(sign_in, workspace, member):
    page = results(sign_in(member), workspace, "nothing is called that")

    assert "<form" in page
    assert "Nothing is called that" in page


@pytest.mark.parametrize("query", ["%", "'; drop", "a" * 5000, "\x00", "🌱", "_"])
def test_search_bears_anything(sign_in, workspace, member, query):
    url = reverse("home:search", args=[workspace.slug])

    assert sign_in(member).get(url, {"q": query}).status_code == 200


def test_visit_is_remembered_now_and_then(sign_in, url, member):
    client = sign_in(member)
    client.get(url)
    member.refresh_from_db()
    first = member.last_seen_at

    client.get(url)

    member.refresh_from_db()
    assert member.last_seen_at == first
    assert now() - first < timedelta(minutes=1)

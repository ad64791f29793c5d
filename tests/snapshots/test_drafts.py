import pytest
from django.urls import reverse

from snapshots.models import Snapshot
from snapshots.operations.drafts import create_draft
from snapshots.operations.errors import InterviewNotHeld
from tests.factories.interviews import AttendanceFactory, InterviewFactory
from tests.factories.snapshots import SnapshotFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory


def test_a_draft_starts_with_what_the_panel_knows(interview, member):
    AttendanceFactory(interview=interview, membership=member)

    snapshot = create_draft(interview=interview, by=member)

    assert snapshot.name == "Sarah Whitcombe"
    # The page itself tells the day, the bar above it who was there.
    assert snapshot.context == "Bakery manager, Whitcombe Bakery"
    assert [(f.label, f.text) for f in snapshot.quick_facts.all()] == [
        ("Audience", "Customer"),
        ("Plan", "Trial"),
        ("Shops", "2"),
    ]


def test_an_interview_has_one_snapshot_however_often_it_is_begun(interview, member):
    first = create_draft(interview=interview, by=member)

    assert create_draft(interview=interview, by=member) == first
    assert first.quick_facts.count() == 3


def test_a_talk_that_was_not_held_has_none(team, member):
    with pytest.raises(InterviewNotHeld):
        create_draft(interview=InterviewFactory(team=team), by=member)


def test_a_long_company_name_fits_into_the_line(interview, member):
    interview.participant.company = "Very " * 23
    interview.participant.attributes = {"a" * 200: "b" * 500, "list": [1]}
    interview.participant.save()

    snapshot = create_draft(interview=interview, by=member)

    assert len(snapshot.context) <= 200
    assert [len(f.text) <= 120 for f in snapshot.quick_facts.all()] == [True, True]


def test_the_button_opens_the_editor(sign_in, interview, member):
    url = reverse(
        "snapshots:for_interview", args=[interview.workspace.slug, interview.pk]
    )

    response = sign_in(member).post(url)

    snapshot = Snapshot.objects.get(interview=interview)
    assert response.status_code == 302
    assert response.url == f"/w/{interview.workspace.slug}/snapshots/{snapshot.pk}/"


def test_a_booked_interview_is_refused_with_a_reason(sign_in, team, member):
    interview = InterviewFactory(team=team)
    url = reverse("snapshots:for_interview", args=[team.workspace.slug, interview.pk])

    response = sign_in(member).post(url, follow=True)

    assert "once the interview has been held" in response.text
    assert not Snapshot.objects.exists()


def test_a_link_begins_nothing_by_itself(sign_in, interview, member):
    url = reverse(
        "snapshots:for_interview", args=[interview.workspace.slug, interview.pk]
    )
    client = sign_in(member)

    assert "Start the snapshot" in client.get(url).text
    assert not Snapshot.objects.exists()

    client.post(url)
    assert client.get(url).url == client.post(url).url


def test_talk_of_another_team_is_begun_only_by_who_may_know_of_it(
    sign_in, interview, workspace
):
    writer = MembershipFactory(
        workspace=workspace, team=TeamFactory(workspace=workspace)
    )
    client = sign_in(writer)
    url = reverse("snapshots:for_interview", args=[workspace.slug, interview.pk])

    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert not Snapshot.objects.exists()

    # What has been begun is open to all who write.
    snapshot = SnapshotFactory(interview=interview)
    assert client.get(url).url.endswith(f"/snapshots/{snapshot.pk}/")

    Snapshot.objects.all().delete()
    AttendanceFactory(interview=interview, membership=writer)
    assert "Start the snapshot" in client.get(url).text

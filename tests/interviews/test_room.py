import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from discovery.live.channels import may_listen
from interviews.models import Interview
from interviews.operations.room import begin_interview, end_interview
from interviews.phases import share_out
from recruiting.models import Consent, Participant
from tests.factories.interviews import (
    AttendanceFactory,
    GuideFactory,
    InterviewFactory,
    NoteFactory,
    QuestionFactory,
)
from tests.factories.workspaces import MembershipFactory, TeamFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def interview(team):
    return InterviewFactory(team=team)


def address(interview, name="room", *more):
    args = [interview.workspace.slug, interview.pk, *more]
    return reverse(f"interviews:{name}", args=args)


def test_room_shows_guide_notes_and_person(sign_in, interview, member):
    NoteFactory(interview=interview, text="A queue of six people.")
    earlier = InterviewFactory(
        team=interview.team, participant=interview.participant, held=True
    )

    page = sign_in(member).get(address(interview)).text

    assert "How did your week start?" in page
    assert "A queue of six people." in page
    assert earlier.starts_at.strftime("%B %Y") in page


@pytest.mark.parametrize("count", [1, 3])
def test_room_costs_the_same_queries_however_full(
    sign_in, interview, member, count, django_assert_num_queries
):
    guide = GuideFactory(team=interview.team, is_current=True)
    QuestionFactory.create_batch(count, guide=guide)
    NoteFactory.create_batch(count, interview=interview)
    for part in ("lead", "note_taker", "observer")[:count]:
        AttendanceFactory(interview=interview, part=part)
    client = sign_in(member)
    client.get(address(interview))  # the first request of a session writes it down

    with django_assert_num_queries(18):
        response = client.get(address(interview))

    assert response.text.count("data-note=") == count


@pytest.mark.parametrize("part", ["actions", "guide", "person", "phases"])
def test_each_part_can_be_fetched_afresh(sign_in, interview, member, part):
    response = sign_in(member).get(address(interview, "room_part", part), headers=HTMX)

    assert response.status_code == 200
    assert "<html" not in response.text


def test_unknown_part_is_not_found(sign_in, interview, member):
    response = sign_in(member).get(address(interview, "room_part", "cellar"))

    assert response.status_code == 404


def test_beginning_starts_the_clock_once(sign_in, interview, member):
    client = sign_in(member)

    client.post(address(interview, "beginning"))
    interview.refresh_from_db()
    first = interview.started_at
    client.post(address(interview, "beginning"))

    interview.refresh_from_db()
    assert interview.state == Interview.State.RUNNING
    assert interview.started_at == first
    assert interview.guide == interview.team.guides.get(is_current=True)
    events = AuditEvent.objects.filter(action="interview_begun")
    assert events.count() == 1


def test_cancelled_interview_does_not_begin(sign_in, team, member):
    interview = InterviewFactory(team=team, cancelled=True)

    response = sign_in(member).post(address(interview, "beginning"), follow=True)

    interview.refresh_from_db()
    assert interview.state == Interview.State.CANCELLED
    assert "was called off" in response.text


def test_ending_makes_it_held_and_remembers_the_talk(sign_in, interview, member):
    begin_interview(interview=interview, by=member)

    response = sign_in(member).post(address(interview, "ending"), headers=HTMX)

    interview.refresh_from_db()
    assert interview.state == Interview.State.HELD
    assert interview.participant.last_talked_at == interview.ended_at
    assert response["HX-Redirect"]


def test_talk_that_ended_too_soon_goes_on(sign_in, interview, member):
    begin_interview(interview=interview, by=member)
    client = sign_in(member)
    client.post(address(interview, "ending"))
    debrief = client.get(address(interview, "debrief"))
    assert address(interview, "resumption") in debrief.text

    client.post(address(interview, "resumption"))
    client.post(address(interview, "resumption"))

    interview.refresh_from_db()
    assert (interview.state, interview.ended_at) == (Interview.State.RUNNING, None)
    assert Participant.objects.get(pk=interview.participant_id).last_talked_at is None
    assert AuditEvent.objects.filter(action="interview_resumed").count() == 1


def test_talk_that_ended_long_ago_does_not_go_on(sign_in, team, member):
    interview = InterviewFactory(team=team, held=True)
    client = sign_in(member)

    assert address(interview, "resumption") not in client.get(address(interview)).text
    page = client.post(address(interview, "resumption"), follow=True)

    interview.refresh_from_db()
    assert interview.state == Interview.State.HELD
    assert "ended too long ago" in page.text


def test_start_long_before_its_time_is_asked_about(sign_in, interview, member):
    client = sign_in(member)
    assert "Start now?" in client.get(address(interview)).text

    soon = now() + timedelta(minutes=50)
    interview.during = (soon, soon + timedelta(minutes=30))
    interview.save(update_fields=["during"])

    assert "Start now?" not in client.get(address(interview)).text


def test_interview_that_never_began_does_not_end(sign_in, interview, member):
    response = sign_in(member).post(address(interview, "ending"), follow=True)

    interview.refresh_from_db()
    assert interview.state == Interview.State.BOOKED
    assert "has not begun" in response.text


@pytest.mark.django_db(transaction=True)
def test_two_who_end_it_at_once_end_it_once(interview, member):
    begin_interview(interview=interview, by=member)
    barrier, ended = threading.Barrier(2), []

    def end():
        barrier.wait()
        ended.append(end_interview(interview=interview, by=member).ended_at)
        connection.close()

    threads = [threading.Thread(target=end) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ended[0] == ended[1]
    assert AuditEvent.objects.filter(action="interview_ended").count() == 1


def test_agreement_to_record_is_a_consent_and_in_the_audit_trail(
    sign_in, interview, member
):
    client, url = sign_in(member), address(interview, "recording_consent")

    client.post(url, {"agreed": "yes"}, headers=HTMX)
    client.post(url, {"agreed": "yes"}, headers=HTMX)
    client.post(url, {"agreed": "no"}, headers=HTMX)

    interview.refresh_from_db()
    answers = Consent.objects.filter(participant=interview.participant).order_by("pk")
    assert interview.recording_agreed_at is None
    assert list(answers.values_list("purpose", "is_granted", "recorded_by")) == [
        ("recording", True, member.pk),
        ("recording", False, member.pk),
    ]
    assert "May we record" in answers[0].text


def test_prompt_is_ticked_off_and_the_tick_taken_away(sign_in, interview, member):
    guide = GuideFactory(team=interview.team, is_current=True)
    first, second = QuestionFactory.create_batch(2, guide=guide)
    client, url = sign_in(member), address(interview, "asked_question", first.pk)

    client.post(url, {"asked": "yes"})
    client.post(url, {"asked": "yes"})
    prompts = guide.prompts_for(interview)
    client.post(url, {"asked": "no"})

    assert [(p.is_asked, p.is_next) for p in prompts] == [(True, False), (False, True)]
    assert not interview.asked.exists()


def test_prompt_of_another_team_is_not_found(sign_in, interview, member):
    foreign = QuestionFactory()

    response = sign_in(member).post(address(interview, "asked_question", foreign.pk))

    assert response.status_code == 404


def test_another_guide_of_the_team_can_be_followed(sign_in, interview, member):
    guide = GuideFactory(team=interview.team)
    foreign = GuideFactory()
    client, url = sign_in(member), address(interview, "interview_guide")

    assert client.post(url, {"guide": foreign.pk}).status_code == 404
    assert client.post(url, {"guide": "x"}).status_code == 404
    client.post(url, {"guide": guide.pk})

    interview.refresh_from_db()
    assert interview.guide == guide


@pytest.mark.parametrize("name", ["room", "beginning", "ending", "recording_consent"])
def test_doors_are_kept(sign_in, interview, member, stranger, stakeholder, name):
    method = "get" if name == "room" else "post"

    for who, status in ((stranger, 404), (stakeholder, 403)):
        client = sign_in(who)
        assert getattr(client, method)(address(interview, name)).status_code == status
    assert sign_in(member).put(address(interview, name)).status_code == 405


@pytest.mark.parametrize("name", ["room", "beginning", "ending", "recording_consent"])
def test_room_is_for_those_who_may_know_of_the_interview(
    sign_in, interview, researcher, name
):
    other_team = MembershipFactory(
        workspace=interview.workspace, team=TeamFactory(workspace=interview.workspace)
    )
    guest = MembershipFactory(workspace=interview.workspace)
    AttendanceFactory(interview=interview, membership=guest)
    method = "get" if name == "room" else "post"
    before = Interview.objects.values().get(pk=interview.pk)

    refused = getattr(sign_in(other_team), method)(address(interview, name))

    assert refused.status_code == 404
    assert Interview.objects.values().get(pk=interview.pk) == before
    for who in (guest, researcher):
        opened = getattr(sign_in(who), method)(address(interview, name))
        assert opened.status_code in (200, 302)


def test_only_those_who_may_open_the_room_hear_it(
    interview, member, researcher, stranger, stakeholder
):
    channel = f"interview:{interview.pk}"
    removed = MembershipFactory(workspace=interview.workspace, removed_at=now())
    other_team = MembershipFactory(
        workspace=interview.workspace, team=TeamFactory(workspace=interview.workspace)
    )
    others = (stranger, stakeholder, removed, other_team)

    assert [may_listen(who, channel) for who in (member, researcher)] == [True, True]
    assert [may_listen(who, channel) for who in others] == [False] * 4


def test_phases_share_out_the_minutes():
    phases = share_out(30)

    assert [(p.name, (p.ends_at - p.starts_at) // 60) for p in phases] == [
        ("welcome", 5),
        ("story", 15),
        ("their_questions", 5),
        ("thanks", 5),
    ]
    assert phases[1].minutes_left_at(11 * 60) == 9
    assert phases[1].share_at(11 * 60) == 0.4
    assert [p.is_current_at(11 * 60) for p in phases] == [False, True, False, False]


@pytest.mark.parametrize("minutes", [1, 7, 20, 45, 120])
def test_phases_leave_no_gap(minutes):
    phases = share_out(minutes)

    assert phases[0].starts_at == 0
    assert phases[-1].ends_at == minutes * 60
    assert all(
        a.ends_at == b.starts_at for a, b in zip(phases, phases[1:], strict=False)
    )


def test_elapsed_time_stops_at_the_end(team):
    began = now() - timedelta(hours=1)
    interview = InterviewFactory(
        team=team,
        state="held",
        started_at=began,
        ended_at=began + timedelta(minutes=20),
    )

    assert interview.elapsed_seconds == 20 * 60

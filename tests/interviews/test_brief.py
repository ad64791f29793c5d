"""The brief: what it tells, its checklist, kinds and parts."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from discovery.mail.models import OutgoingEmail
from discovery.notifications.models import Notification
from interviews.briefing import leads_too_often
from interviews.kinds import RULES, suspected_kind
from interviews.models import ChecklistTick, Interview
from interviews.operations.changes import NotOpen, change_plan
from interviews.operations.preparation import NeedsLead, give_part, tick_point
from interviews.operations.room import answer_recording
from interviews.readiness import POINTS, readiness_at_a_glance
from opportunities.models import Opportunity
from recruiting.models import Consent
from snapshots.models import Reading
from tests.factories.interviews import (
    AttendanceFactory,
    GuideFactory,
    InterviewFactory,
    QuestionFactory,
)
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.snapshots import SnapshotFactory
from tests.factories.workspaces import MembershipFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def interview(team, member):
    interview = InterviewFactory(team=team)
    AttendanceFactory(interview=interview, membership=member)
    return interview


def address(interview, name="plan", *more):
    args = [interview.workspace.slug, interview.pk, *more]
    return reverse(f"interviews:{name}", args=args)


def told_before(interview, by, **about):
    """A published page about an earlier talk with the same person."""
    earlier = InterviewFactory(
        team=interview.team, participant=interview.participant, held=True
    )
    return SnapshotFactory(
        interview=earlier, published_at=now(), published_by=by, **about
    )


def confirm(interview, **about):
    """The mail that tells the participant when and where."""
    OutgoingEmail.objects.create(
        workspace=interview.workspace,
        key="booked",
        template="interview_booked_participant",
        subject_ref=interview.mail_subject_ref,
        to=interview.participant.email,
        **about,
    )


def answer_quoting(interview, *, is_granted):
    Consent.objects.create(
        workspace=interview.workspace,
        participant=interview.participant,
        purpose="quote",
        is_granted=is_granted,
        text="May we?",
    )


def point(interview, key):
    readiness = readiness_at_a_glance(interview, list(interview.attendances.all()))
    return next(each for each in readiness.points if each.key == key)


def test_brief_tells_who_why_and_what_was_told_before(sign_in, interview, member, team):
    interview.participant.attributes = {"Seats": 12}
    interview.participant.save()
    interview.learning_goal = "What did she try first?"
    interview.meeting_url = "https://meet.example/7"
    interview.save()
    guide = GuideFactory(
        team=team, is_current=True, research_questions=["Who fills a shift at night?"]
    )
    QuestionFactory(guide=guide, text="What if nobody came?", is_scary=True)
    told_before(interview, member, story_title="A baker at five", quote="I counted.")
    outcome = OutcomeFactory(team=team, title="Shifts are filled")
    OpportunityFactory(
        outcome=outcome, text="I cannot tell who is free", is_target=True
    )
    answer_quoting(interview, is_granted=True)

    page = sign_in(member).get(address(interview)).text

    for words in (
        "What did she try first?",
        "Who fills a shift at night?",
        "What if nobody came?",
        "A baker at five",
        "I counted.",
        "Shifts are filled",
        "I cannot tell who is free",
        "Be quoted inside the company",
        "https://meet.example/7",
        "Seats",
        str(RULES["exploratory"]),
    ):
        assert words in page
    assert Opportunity.objects.get().is_target


def test_quote_that_was_taken_back_is_quoted_no_more(sign_in, interview, member):
    told_before(interview, member, story_title="A baker at five", quote="I counted.")
    answer_quoting(interview, is_granted=False)

    page = sign_in(member).get(address(interview)).text

    assert "A baker at five" in page
    assert "I counted." not in page


def test_brief_costs_the_same_queries_however_much_there_is(
    sign_in, interview, member, team
):
    guide = GuideFactory(team=team, is_current=True)
    outcome = OutcomeFactory(team=team)
    OpportunityFactory(outcome=outcome, is_target=True)
    client = sign_in(member)
    costs = []
    for parts in (["note_taker"], ["observer", "observer"]):
        for part in parts:
            AttendanceFactory(interview=interview, part=part)
            QuestionFactory(guide=guide)
            told_before(interview, member)
            tick_point(interview=interview, point="place", is_ticked=True, by=member)
        client.get(address(interview))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(interview))
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 32


def test_talk_follows_another_guide_of_its_own_team(sign_in, interview, member, team):
    GuideFactory(team=team, is_current=True)
    other, strange = GuideFactory(team=team, title="Leaving"), GuideFactory()
    client, url = sign_in(member), address(interview, "brief_guide")

    assert "Leaving" in client.get(address(interview)).text
    assert client.post(url, {"guide": strange.pk}).status_code == 404
    assert client.post(url, {"guide": other.pk}).status_code == 302
    interview.refresh_from_db()
    assert interview.guide == other


def test_talk_that_was_held_keeps_its_guide(sign_in, member, team):
    held = InterviewFactory(team=team, held=True)
    AttendanceFactory(interview=held, membership=member)
    followed = held.guide
    other = GuideFactory(team=team)

    sign_in(member).post(address(held, "brief_guide"), {"guide": other.pk})

    held.refresh_from_db()
    assert held.guide == followed


# --- the checklist --------------------------------------------------------------------------


def test_points_that_the_app_knows_answer_themselves(interview, team, member):
    glance = readiness_at_a_glance(interview, list(interview.attendances.all()))
    assert [each.key for each in glance.points] == list(POINTS)
    assert glance.count == 0

    interview.meeting_url, interview.where = "https://meet.example/7", "Room 3"
    interview.learning_goal = "Why?"
    interview.save()
    QuestionFactory(guide=GuideFactory(team=team, is_current=True))
    AttendanceFactory(interview=interview, part="note_taker")
    answer_recording(interview=interview, is_agreed=False, by=member)
    page = told_before(interview, member)
    Reading.objects.create(
        workspace=interview.workspace, snapshot=page, membership=member
    )
    confirm(interview, state="sent", sent_at=now())

    glance = readiness_at_a_glance(interview, list(interview.attendances.all()))

    assert [each.key for each in glance.points if not each.is_ready] == ["incentive"]
    assert glance.words == "7 of 8 ready"


@pytest.mark.parametrize("state", ["queued", "failed"])
def test_mail_that_is_not_out_has_told_nobody(interview, state):
    confirm(interview, state=state)

    assert not point(interview, "informed").known


def test_person_without_address_is_told_by_hand(interview, member):
    interview.participant.email = ""

    assert "tell them yourself" in point(interview, "informed").why
    tick_point(interview=interview, point="informed", is_ticked=True, by=member)
    assert point(interview, "informed").is_ready


def test_ticks_come_and_go_and_say_whose_they_are(sign_in, interview, member):
    client = sign_in(member)
    url = address(interview, "checklist_point", "incentive")

    response = client.post(url, {"ticked": "yes"}, headers=HTMX)
    client.post(url, {"ticked": "yes"})

    tick = ChecklistTick.objects.get()
    assert (tick.point, tick.ticked_by) == ("incentive", member)
    assert "<html" not in response.text
    assert "1 of 8 ready" in response.text
    client.post(url, {"ticked": "no"})
    assert not ChecklistTick.objects.exists()


def test_point_that_nobody_knows_is_not_found(sign_in, interview, member):
    url = address(interview, "checklist_point", "weather")

    assert sign_in(member).post(url, {"ticked": "yes"}).status_code == 404


# --- kinds ----------------------------------------------------------------------------------


def test_plan_that_reads_like_a_test_is_asked_about_once(sign_in, interview, member):
    interview.learning_goal = "Usability test of the new checkout prototype"
    interview.save()
    client = sign_in(member)

    assert "This reads like a usability or prototype test." in client.get(address(interview)).text  # fmt: skip

    client.post(address(interview, "checklist_point", "kind"), {"ticked": "yes"})
    assert "This reads like" not in client.get(address(interview)).text

    client.post(address(interview, "kind"), {"kind": "usability"})
    interview.refresh_from_db()
    assert interview.kind == "usability"
    assert suspected_kind(interview, None, []) is None


def test_unknown_kind_is_refused(sign_in, interview, member):
    response = sign_in(member).post(address(interview, "kind"), {"kind": "party"})

    assert response.status_code == 404


def test_kind_changed_after_the_talk_changes_the_habit(team, member):
    interview = InterviewFactory(team=team, held=True)
    assert team.interviews.for_habit().count() == 1

    change_plan(interview=interview, by=member, kind="sales")
    assert team.interviews.for_habit().count() == 0

    change_plan(interview=interview, by=member, kind="validation")
    assert team.interviews.for_habit().count() == 1


def test_two_who_change_the_plan_keep_both_changes(sign_in, interview, member):
    interview.learning_goal = ""
    interview.save()
    client = sign_in(member)
    was = {
        "was_kind": "exploratory",
        "was_learning_goal": "",
        "was_would_change_our_mind": "",
        "was_where": "",
        "was_meeting_url": "",
    }
    mine = {"kind": "exploratory", "learning_goal": "Why?", "where": ""}
    theirs = {"kind": "exploratory", "learning_goal": "", "where": "Room 3"}

    assert client.post(address(interview), was | mine).status_code == 302
    assert client.post(address(interview), was | theirs).status_code == 302

    interview.refresh_from_db()
    assert (interview.learning_goal, interview.where) == ("Why?", "Room 3")

    again = client.post(address(interview), was | mine | {"learning_goal": "How?"})
    assert again.status_code == 422
    assert "Somebody changed this to “Why?” meanwhile." in again.text
    assert 'value="How?"' in again.text


@pytest.mark.django_db(transaction=True)
def test_plan_saved_at_the_same_moment_is_not_written_over(sign_in, interview, member):
    Interview.objects.update(learning_goal="")
    client, answers = sign_in(member), []
    mine = {"kind": "exploratory", "learning_goal": "Mine", "was_learning_goal": ""}

    def save():
        answers.append(client.post(address(interview), mine))
        connection.close()

    thread = threading.Thread(target=save)
    with transaction.atomic():
        change_plan(interview=interview, by=member, learning_goal="Theirs")
        thread.start()
        wait_until_blocked()
    thread.join()

    interview.refresh_from_db()
    assert interview.learning_goal == "Theirs"
    assert answers[0].status_code == 422
    assert "Somebody changed this to “Theirs” meanwhile." in answers[0].text


def wait_until_blocked():
    """Return when somebody waits for a row that we hold."""
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
    )
    until = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            if cursor.execute(waiting).fetchone() != (0,):
                return
            time.sleep(0.02)
    pytest.fail("Nobody waited.")


# --- parts ----------------------------------------------------------------------------------


@pytest.fixture
def ida(interview, workspace, team):
    ida = MembershipFactory(workspace=workspace, team=team)
    AttendanceFactory(interview=interview, membership=ida, part="note_taker")
    return ida


def parts_of(interview):
    return dict(interview.attendances.values_list("membership", "part"))


@pytest.mark.parametrize("state", ["booked", "running"])
def test_lead_is_handed_over_with_one_press(sign_in, interview, member, ida, state):
    Interview.objects.update(state=state)
    url = address(interview, "attendance_part", ida.pk)

    sign_in(member).post(url, {"part": "lead"})

    assert parts_of(interview) == {ida.pk: "lead", member.pk: "note_taker"}
    notice = Notification.objects.get(membership=ida)
    assert "handed you the lead" in notice.text
    assert not OutgoingEmail.objects.exists()


def test_lead_cannot_only_lay_it_down(sign_in, interview, member, ida):
    row = interview.attendances.get(membership=member)

    with pytest.raises(NeedsLead):
        give_part(interview=interview, attendance=row, part="observer", by=member)
    page = sign_in(member).post(
        address(interview, "attendance_part", member.pk), {"part": "observer"}, follow=True
    )  # fmt: skip

    assert "Give somebody else the lead first." in page.text
    assert parts_of(interview)[member.pk] == "lead"


def test_parts_stay_once_the_talk_is_over(interview, member, ida):
    Interview.objects.update(state="held")
    row = interview.attendances.get(membership=ida)

    with pytest.raises(NotOpen):
        give_part(interview=interview, attendance=row, part="lead", by=member)


@pytest.mark.parametrize("part", ["", "boss"])
def test_part_that_is_none_is_refused(sign_in, interview, member, ida, part):
    url = address(interview, "attendance_part", ida.pk)

    assert sign_in(member).post(url, {"part": part}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_lead_at_once_leave_one_lead(interview, member, ida):
    noor = MembershipFactory(workspace=interview.workspace, team=interview.team)
    AttendanceFactory(interview=interview, membership=noor, part="observer")
    barrier = threading.Barrier(2)

    def take(row):
        barrier.wait()
        give_part(interview=interview, attendance=row, part="lead", by=row.membership)
        connection.close()

    rows = [interview.attendances.get(membership=each) for each in (ida, noor)]
    threads = [threading.Thread(target=take, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(parts_of(interview).values()) == ["lead", "note_taker", "observer"]


def test_one_person_who_leads_most_is_pointed_out(sign_in, interview, member, team):
    other = MembershipFactory(workspace=team.workspace, team=team)
    for number in range(4):
        during = now() - timedelta(days=number + 2)
        talk = InterviewFactory(team=team, held=True, kind="exploratory")
        talk.during = type(talk.during)(during, during + timedelta(minutes=20))
        talk.save()
        AttendanceFactory(
            interview=talk, membership=other if number == 0 else member, is_blocking=False
        )  # fmt: skip

    assert leads_too_often(team, member.pk)
    assert not leads_too_often(team, other.pk)
    page = sign_in(member).get(address(interview)).text
    assert "led more than half of the last eight" in page

"""The beginning, the course and the end of an interview."""

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.models import AuditEvent
from discovery.audit.operations import record
from discovery.live.operations import publish
from interviews.countdown import GOES_ON_WITHIN
from interviews.models import AskedQuestion, Debrief, Interview
from interviews.operations.guides import guide_for
from interviews.operations.recordings import withdraw_recordings
from interviews.operations.skills import review_soon
from recruiting.models import Consent, Participant


class InterviewNotOpen(Exception):
    """It was cancelled, or the participant did not come."""


class NoLearningGoal(Exception):
    """It cannot begin: nobody has written down what the team wants to learn (F118)."""


class InterviewNotBegun(Exception):
    """It cannot end, because nobody has begun it."""


class TooLateToGoOn(Exception):
    """It ended too long ago to go on as the same talk."""


@transaction.atomic
def begin_interview(*, interview, by, learning_goal=""):
    """Start the clock, with a learning goal if it had none. Asking again changes nothing."""
    interview = _locked(interview)
    if interview.state in (Interview.State.CANCELLED, Interview.State.NO_SHOW):
        raise InterviewNotOpen
    if interview.state == Interview.State.BOOKED:
        # From here on it follows this guide, whatever becomes the current one.
        interview.guide = guide_for(interview=interview, by=by)
        interview.learning_goal = interview.learning_goal or learning_goal
        if lacks_goal(interview, interview.guide):
            raise NoLearningGoal
        interview.state = Interview.State.RUNNING
        interview.started_at = now()
        interview.save(update_fields=["state", "started_at", "guide", "learning_goal"])
        record("interview_begun", interview, by=by, fields=["state"])
        tell_room(interview)
    return interview


def lacks_goal(interview, guide):
    """Whether nobody has said what an interview is for; other kinds of talk need no goal."""
    if not interview.counts_for_habit:
        return False
    return not (interview.learning_goal or guide.learning_goal)


@transaction.atomic
def end_interview(*, interview, by):
    """Mark the interview as held. Two people may end it at once; it ends once."""
    interview = _locked(interview)
    if interview.state == Interview.State.HELD:
        return interview
    if interview.state in (Interview.State.CANCELLED, Interview.State.NO_SHOW):
        raise InterviewNotOpen
    if interview.state == Interview.State.BOOKED:
        raise InterviewNotBegun
    interview.state = Interview.State.HELD
    interview.ended_at = now()
    interview.save(update_fields=["state", "ended_at"])
    Participant.objects.filter(pk=interview.participant_id).update(
        last_talked_at=interview.ended_at
    )
    # A talk that went on has the whole quarter of an hour for its debrief again.
    Debrief.objects.filter(interview=interview, done_at=None).update(started_at=now())
    record("interview_ended", interview, by=by, fields=["state"])
    review_soon(interview)
    tell_room(interview)
    return interview


@transaction.atomic
def resume_interview(*, interview, by):
    """Go on with a talk that was ended too soon; what was written since stays."""
    interview = _locked(interview)
    if interview.state == Interview.State.RUNNING:
        return interview
    if not may_go_on(interview):
        raise TooLateToGoOn
    interview.state, interview.ended_at = Interview.State.RUNNING, None
    interview.save(update_fields=["state", "ended_at"])
    others = interview.participant.interviews.held()
    Participant.objects.filter(pk=interview.participant_id).update(
        last_talked_at=others.aggregate(last=Max("ended_at"))["last"]
    )
    interview.skill_reviews.all().delete()
    record("interview_resumed", interview, by=by, fields=["state"])
    tell_room(interview)
    return interview


def may_go_on(interview):
    """Whether a talk ended in this room so recently that it may as well not have ended."""
    if interview.state != Interview.State.HELD or interview.participant.is_erased:
        return False
    if interview.started_at is None or interview.ended_at is None:
        return False
    return now() - interview.ended_at < GOES_ON_WITHIN


@transaction.atomic
def answer_recording(*, interview, is_agreed, by):
    """Write down what the participant said when asked whether it may be recorded."""
    interview = _locked(interview)
    if is_agreed and interview.recording_agreed_at is not None:
        return interview
    interview.recording_agreed_at = now() if is_agreed else None
    interview.recording_agreed_by = by if is_agreed else None
    interview.save(update_fields=["recording_agreed_at", "recording_agreed_by"])
    Consent.objects.create(
        workspace=interview.workspace,
        participant=interview.participant,
        purpose=Consent.Purpose.RECORDING,
        is_granted=is_agreed,
        text=recording_question(),
        language=interview.participant.language,
        source=Consent.Source.IN_PERSON,
        recorded_by=by,
    )
    if not is_agreed:
        withdraw_recordings(interviews=[interview], reason="consent withdrawn", by=by)
    action = "recording_agreed" if is_agreed else "recording_refused"
    record(action, interview, by=by, fields=["recording_agreed_at"])
    tell_room(interview)
    return interview


def recording_question():
    """What is asked before anything is recorded."""
    return _(
        "May we record our talk? Only our team will listen to it, to get your words right, "
        "and you can ask us to delete it at any time."
    )


def recording_refused_at(interview):
    """When the participant said in this talk that they would rather not; None if they did not."""
    if interview.recording_agreed_at is not None:
        return None
    answers = AuditEvent.objects.filter(
        workspace=interview.workspace_id,
        object_type=interview._meta.label_lower,
        object_id=interview.pk,
        action="recording_refused",
    )
    return answers.order_by("-pk").values_list("at", flat=True).first()


@transaction.atomic
def mark_asked(*, interview, question, is_asked, by):
    """Tick a prompt off, or take the tick away."""
    asked = AskedQuestion.objects.filter(interview=interview, question=question)
    if not is_asked:
        asked.delete()
    else:
        AskedQuestion.objects.bulk_create(
            [
                AskedQuestion(
                    workspace=interview.workspace,
                    interview=interview,
                    question=question,
                    asked_by=by,
                )
            ],
            ignore_conflicts=True,
        )
    publish(f"interview:{interview.pk}", "guide")


@transaction.atomic
def choose_guide(*, interview, guide, by):
    """Let an interview follow another guide of its team."""
    interview.guide = guide
    interview.save(update_fields=["guide"])
    record("interview_guide_chosen", interview, by=by, fields=["guide"])
    publish(f"interview:{interview.pk}", "guide")
    return interview


def tell_room(interview):
    publish(f"interview:{interview.pk}", "room", state=interview.state)


def _locked(interview):
    """The interview's row, held until the transaction ends, so that two at once take turns.

    The participant's row comes first, as in an erasure: neither then waits for the other.
    """
    people = Participant.objects.select_for_update(no_key=True)
    people.only("pk").get(pk=interview.participant_id)
    rows = Interview.objects.select_for_update(of=["self"], no_key=True)
    return rows.select_related("participant", "workspace", "team", "guide").get(
        pk=interview.pk
    )

"""The room: what everybody in an interview has before them."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from discovery.htmx import go_to, wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.countdown import EARLY
from interviews.forms.goals import GoalForm
from interviews.forms.notes import NoteForm
from interviews.models import Question
from interviews.nudges import nudge_context
from interviews.operations.guides import guide_for
from interviews.operations.note_marks import with_gaps
from interviews.operations.room import (
    InterviewNotBegun,
    InterviewNotOpen,
    NoLearningGoal,
    TooLateToGoOn,
    answer_recording,
    begin_interview,
    choose_guide,
    end_interview,
    lacks_goal,
    mark_asked,
    may_go_on,
    recording_question,
    recording_refused_at,
    resume_interview,
)
from interviews.phases import share_out
from interviews.room_guide import guide_context

PARTS = {"actions", "guide", "person", "phases"}
NEWEST_STORIES = 4
MOST_ATTRIBUTES = 6


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def room(request, interview_id):
    """The interview room: guide, notes and person side by side."""
    return render_room(request, find_interview(request, interview_id))


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def room_part(request, interview_id, part):
    """One region of the room, fetched afresh when somebody else has changed it."""
    if part not in PARTS:
        raise Http404
    interview = find_interview(request, interview_id)
    return render_room_part(request, interview, part)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def beginning(request, interview_id):
    """Start the clock of an interview."""
    interview = find_interview(request, interview_id)
    form = GoalForm(request.POST)
    goal = form.cleaned_data["learning_goal"] if form.is_valid() else ""
    try:
        begin_interview(interview=interview, by=request.membership, learning_goal=goal)
    except InterviewNotOpen:
        messages.error(request, _("This interview was called off, so it cannot begin."))
    except NoLearningGoal:
        form.ask_for_goal()
        return render_room(request, interview, status=422, goal_form=form)
    return go_to(request, "interviews:room", request.workspace.slug, interview.pk)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def ending(request, interview_id):
    """End an interview, and go on to the debrief."""
    interview = find_interview(request, interview_id)
    try:
        end_interview(interview=interview, by=request.membership)
    except (InterviewNotBegun, InterviewNotOpen):
        if interview.participant.is_erased:
            words = _(
                "This person has had themselves erased, so the talk is called off."
            )
        else:
            words = _("This interview has not begun, so it cannot end.")
        messages.error(request, words)
        return go_to(request, "interviews:room", request.workspace.slug, interview.pk)
    return go_to(request, after_talk_url(interview))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def resumption(request, interview_id):
    """Go on with a talk that somebody ended too soon."""
    interview = find_interview(request, interview_id)
    try:
        resume_interview(interview=interview, by=request.membership)
    except TooLateToGoOn:
        messages.error(request, _("This talk ended too long ago to go on."))
    return go_to(request, "interviews:room", request.workspace.slug, interview.pk)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_consent(request, interview_id):
    """Write down whether the participant agreed to be recorded."""
    interview = find_interview(request, interview_id)
    is_agreed = request.POST.get("agreed") == "yes"
    answer_recording(interview=interview, is_agreed=is_agreed, by=request.membership)
    return _answer(request, interview, "actions")


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def asked_question(request, interview_id, question_id):
    """Tick a prompt off, or take the tick away."""
    interview = find_interview(request, interview_id)
    askable = Q(interview=interview) | Q(interview=None, guide__team=interview.team_id)
    question = get_object_or_404(Question, askable, pk=question_id)
    mark_asked(
        interview=interview,
        question=question,
        is_asked=request.POST.get("asked") == "yes",
        by=request.membership,
    )
    return _answer(request, interview, "guide")


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def interview_guide(request, interview_id):
    """Follow another of the team's guides."""
    interview = find_interview(request, interview_id)
    pk = read_number(request.POST.get("guide", ""))
    guide = get_object_or_404(interview.team.guides, pk=pk)
    choose_guide(interview=interview, guide=guide, by=request.membership)
    return _answer(request, interview, "guide")


def find_interview(request, interview_id):
    """An interview that the member may know of, with everybody in it, or 404."""
    interviews = request.workspace.interviews.visible_to(request.membership)
    return get_object_or_404(interviews.for_room(), pk=interview_id)


def render_room(request, interview, form=None, status=200, **more):
    """The whole page; with a bound ``form`` if a note could not be saved."""
    notes = list(interview.notes.for_room())
    context = {
        **_frame_context(interview),
        **guide_context(interview, request.membership),
        **_person_context(interview, notes),
        **nudge_context(interview, request.membership),
        "notes": notes,
        "form": form or NoteForm(),
        **more,
    }
    return render(request, "interviews/room.html", context, status=status)


def render_room_part(request, interview, part, status=200, **more):
    context = {"interview": interview, **more}
    if part == "guide":
        context |= guide_context(interview, request.membership)
    elif part == "person":
        context |= _person_context(interview, list(interview.notes.for_room()))
    else:
        context |= _frame_context(interview)
    return render(request, f"interviews/_room_{part}.html", context, status=status)


def room_url(interview):
    return reverse("interviews:room", args=[interview.workspace.slug, interview.pk])


def snapshot_url(interview):
    """Where the snapshot of an interview is written."""
    return reverse(
        "snapshots:for_interview", args=[interview.workspace.slug, interview.pk]
    )


def after_talk_url(interview):
    """Where the way goes when a talk is over: to its debrief (R42)."""
    try:
        return reverse(
            "interviews:debrief", args=[interview.workspace.slug, interview.pk]
        )
    except NoReverseMatch:
        return snapshot_url(interview)


def _answer(request, interview, part):
    """The changed region for htmx, the page again for everybody else."""
    if wants_part(request):
        return render_room_part(request, interview, part)
    return go_to(request, room_url(interview))


def _frame_context(interview):
    minutes = int((interview.ends_at - interview.starts_at).total_seconds()) // 60
    elapsed = interview.elapsed_seconds
    parts = [
        {
            "part": part,
            "label": Question.Phase(part.name).label,
            "width": f"{100 * part.share_at(elapsed or 0):.1f}",
            "minutes_left": part.minutes_left_at(elapsed or 0),
            "is_current": elapsed is not None and part.is_current_at(elapsed),
        }
        for part in share_out(max(minutes, 4))
    ]
    return {
        "interview": interview,
        "phases": parts,
        "now": now(),
        "recording_question": recording_question(),
        "needs_goal": _needs_goal(interview),
        "is_early": interview.starts_at - now() > EARLY,
        "may_go_on": may_go_on(interview),
        "recording_refused_at": recording_refused_at(interview),
        "snapshot_url": snapshot_url(interview),
    }


def _needs_goal(interview):
    """Whether it must not begin before somebody has written down what it is for (F118)."""
    if interview.state != interview.State.BOOKED or interview.learning_goal:
        return False
    return lacks_goal(interview, guide_for(interview=interview))


def _person_context(interview, notes):
    participant = interview.participant
    earlier = participant.interviews.held().exclude(pk=interview.pk)
    return {
        "attributes": list(participant.attributes.items())[:MOST_ATTRIBUTES],
        "earlier": earlier.select_related("snapshot").order_by("-during")[
            :NEWEST_STORIES
        ],
        "to_come_back": [note for note in notes if note.is_to_come_back],
        "steps": with_gaps([note for note in notes if note.is_story_step], notes),
        "their_questions": [note for note in notes if note.is_their_question],
    }

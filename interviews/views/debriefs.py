"""The debrief: what the trio says to one another right after a talk, written down at once."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from discovery.htmx import go_to, render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.countdown import DEBRIEF_WITHIN, time_left
from interviews.forms.debriefs import AnswerForm, NamedForm, longest
from interviews.models import Debrief, Note
from interviews.models.debriefs import ANSWERS
from interviews.operations.debriefs import (
    NotHeld,
    StaleAnswer,
    finish_debrief,
    mark_not_recalled,
    name_somebody,
    open_debrief,
    write_answer,
)
from interviews.operations.notes import ParticipantErased
from interviews.operations.room import may_go_on
from interviews.views.schedule import find_planned

ASKED = {
    "surprises": (
        gettext_lazy("What surprised you most?"),
        gettext_lazy("Where did what you heard differ from what you believed?"),
    ),
    "story": (
        gettext_lazy("The story in one line"),
        gettext_lazy("Who did what, when, and what got in the way?"),
    ),
    "contradictions": (
        gettext_lazy("What did not fit?"),
        gettext_lazy(
            "What was said and what was done; what two of you heard differently."
        ),
    ),
    "who_else": (
        gettext_lazy("Who else should you talk to?"),
        gettext_lazy("Whom they named, and whom the story made you curious about."),
    ),
    "follow_up": (
        gettext_lazy("What will you follow up?"),
        gettext_lazy(
            "What you promised, what you did not get to, what to ask next time."
        ),
    ),
}


@dataclass
class Trouble:
    """What went wrong with one answer, and what its writer had typed."""

    answer: str
    message: str
    typed: str
    is_stale: bool = False

    @property
    def status(self):
        return 409 if self.is_stale else 422


@dataclass
class AnswerBox:
    """One answer as it is written: its question, its text and what went wrong with it."""

    answer: str
    question: str
    help: str
    theirs: str
    version: int
    trouble: Trouble | None

    @property
    def shown(self):
        return self.trouble.typed if self.trouble else self.theirs

    @property
    def most(self):
        return longest(self.answer)

    @property
    def is_line(self):
        return self.answer == "story"


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def debrief(request, interview_id):
    """The quarter of an hour after a talk."""
    interview = find_planned(request, interview_id)
    try:
        opened = open_debrief(interview=interview, by=request.membership)
    except (NotHeld, ParticipantErased):
        return _closed(request, interview)
    return show_debrief(request, interview, opened)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def debrief_answer(request, interview_id, answer):
    """Save one answer."""
    if answer not in ASKED:
        raise Http404
    return _change(request, interview_id, lambda found: _write(request, found, answer))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def debrief_memory(request, interview_id):
    """Say whether they could recall an instance at all."""
    is_so = request.POST.get("could_not_recall") == "on"

    def change(found):
        mark_not_recalled(debrief=found, is_so=is_so, by=request.membership)

    return _change(request, interview_id, change)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def debrief_completion(request, interview_id):
    """Close the debrief, and go on to the snapshot."""
    interview = find_planned(request, interview_id)
    try:
        opened = open_debrief(interview=interview, by=request.membership)
        finish_debrief(debrief=opened, by=request.membership)
    except (NotHeld, ParticipantErased):
        return _closed(request, interview, status=409)
    return go_to(
        request, "snapshots:for_interview", request.workspace.slug, interview.pk
    )


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def debrief_nominations(request, interview_id):
    """Nominate somebody whom the participant named."""
    interview = find_planned(request, interview_id)
    form = NamedForm(request.POST)
    try:
        opened = open_debrief(interview=interview, by=request.membership)
        if not form.is_valid():
            return show_debrief(request, interview, opened, named_form=form, status=422)
        name_somebody(interview=interview, by=request.membership, **form.cleaned_data)
    except (NotHeld, ParticipantErased):
        return _closed(request, interview, status=409)
    named = form.cleaned_data["name"]
    if not request.htmx:
        messages.success(request, _("%(name)s is nominated.") % {"name": named})
        return redirect("interviews:debrief", request.workspace.slug, interview.pk)
    return show_debrief(request, interview, opened, named=named)


def show_debrief(
    request, interview, opened, *, trouble=None, named_form=None, named="", status=200
):
    moment = now()
    due_at = interview.ended_at + DEBRIEF_WITHIN if interview.ended_at else None
    noted = list(interview.notes.for_room())
    context = {
        "interview": interview,
        "debrief": opened,
        "answers": [_box(opened, answer, trouble) for answer in ANSWERS],
        "trouble": trouble,
        "gaps": [note for note in noted if _does_not_fit(note)],
        "to_come_back": [note for note in noted if note.is_to_come_back],
        "their_questions": [note for note in noted if note.is_their_question],
        "left": time_left(opened.ends_at, moment),
        "due_at": due_at,
        "is_late": due_at is not None and moment > due_at and not opened.is_done,
        "named_form": named_form or NamedForm(),
        "named": named,
        "may_go_on": may_go_on(interview),
    }
    status = trouble.status if trouble else status
    return render_part(request, "interviews/debrief.html", "sheet", context, status)


def _does_not_fit(note):
    """Whether a note is a gap; what they asked us stands by itself, whatever its kind."""
    return note.kind == Note.Kind.GAP and not note.is_their_question


def _closed(request, interview, status=200):
    """The page that says why there is nothing to look back on."""
    context = {"interview": interview}
    return render(request, "interviews/debrief_closed.html", context, status=status)


def _change(request, interview_id, change):
    """Make one change; answer with the page anew, or with what went wrong in its place."""
    interview = find_planned(request, interview_id)
    try:
        opened = open_debrief(interview=interview, by=request.membership)
        trouble = change(opened)
    except (NotHeld, ParticipantErased):
        return _closed(request, interview, status=409)
    if trouble is None and not request.htmx:
        return redirect("interviews:debrief", request.workspace.slug, interview.pk)
    opened = Debrief.objects.get(pk=opened.pk)
    return show_debrief(request, interview, opened, trouble=trouble)


def _write(request, opened, answer):
    form = AnswerForm(request.POST, answer=answer)
    typed = request.POST.get("text", "")
    if not form.is_valid():
        return Trouble(answer, form.problem(), typed)
    text = form.cleaned_data["text"]
    if form.cleaned_data["keeps_both"]:
        text = f"{getattr(opened, answer)}\n{text}"
        if len(text) > longest(answer):
            return Trouble(
                answer, _("Both together are too long for this answer."), typed
            )
    try:
        write_answer(
            debrief=opened,
            answer=answer,
            text=text,
            version=form.cleaned_data["version"],
            by=request.membership,
        )
    except StaleAnswer:
        words = _("Somebody changed this while you were writing. Both are here.")
        return Trouble(answer, words, typed, is_stale=True)
    return None


def _box(opened, answer, trouble):
    question, help_text = ASKED[answer]
    return AnswerBox(
        answer=answer,
        question=question,
        help=help_text,
        theirs=getattr(opened, answer),
        version=getattr(opened, f"{answer}_version"),
        trouble=trouble if trouble and trouble.answer == answer else None,
    )

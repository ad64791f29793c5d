"""The prompts of a guide: each is added, changed, moved and taken off in its place."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.htmx import wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.guides import HintForm, NewQuestionForm, PlaceForm, QuestionForm
from interviews.guide_page import remarks_while_typing
from interviews.models import Question
from interviews.operations.guide_versions import Stale
from interviews.operations.notes import ParticipantErased
from interviews.operations.prompts import (
    NamesParticipant,
    NothingToTake,
    add_question,
    edit_question,
    mark_scary,
    move_question,
    put_on_guide,
    remove_question,
    restore_question,
    step_question,
    take_hint,
)
from interviews.views.guides import find_guide, guide_answer


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def questions(request, guide_id):
    """Add a prompt."""
    guide = find_guide(request, guide_id)
    form = NewQuestionForm(request.POST)
    if not form.is_valid():
        return guide_answer(request, guide, question_form=form, status=422)
    add_question(guide=guide, by=request.membership, **form.cleaned_data)
    return guide_answer(request, guide)


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def prompt_hints(request, guide_id):
    """What the coach says to words that are still being typed."""
    guide = find_guide(request, guide_id)
    remarks = remarks_while_typing(request.GET.get("text", ""))
    context = {"guide": guide, "remarks": remarks}
    return render(request, "interviews/_prompt_hints.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def question(request, question_id):
    """One prompt as a form; a POST changes its words and probes."""
    question = find_question(request, question_id)
    if request.method == "GET":
        form = QuestionForm(instance=question, initial={"version": question.version})
        return _question_form(request, question, form)
    form = QuestionForm(request.POST, instance=question)
    if not form.is_valid():
        return _question_form(request, question, form, status=422)
    try:
        edit_question(question=question, by=request.membership, **form.cleaned_data)
    except Stale as stale:
        # What was typed stays in the form; what the other person wrote stands above it.
        form.data = form.data.copy()
        form.data["version"] = stale.fresh.version
        return _question_form(request, stale.fresh, form, status=409)
    return guide_answer(request, question.guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_rewriting(request, question_id):
    """Take the words that the coach proposes for a prompt."""
    question = find_question(request, question_id)
    form = HintForm(request.POST)
    if not form.is_valid():
        return guide_answer(request, question.guide, status=422)
    try:
        take_hint(question=question, by=request.membership, **form.cleaned_data)
    except (NothingToTake, Stale):
        messages.warning(
            request, _("This prompt was changed meanwhile. Here is how it reads now.")
        )
        return guide_answer(request, question.guide, status=409)
    return guide_answer(request, question.guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_place(request, question_id):
    """Move a prompt a step up or down, or to a place within a phase."""
    question = find_question(request, question_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return guide_answer(request, question.guide, status=422)
    place = form.cleaned_data
    if place["direction"]:
        is_up = place["direction"] == "up"
        step_question(question=question, is_up=is_up, by=request.membership)
    else:
        move_question(
            question=question,
            phase=place["phase"],
            index=place["index"],
            by=request.membership,
        )
    return guide_answer(request, question.guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_scariness(request, question_id):
    """Say that a prompt is the one that could hurt the plan, or that it is not."""
    question = find_question(request, question_id)
    is_scary = request.POST.get("scary") == "yes"
    mark_scary(question=question, is_scary=is_scary, by=request.membership)
    return guide_answer(request, question.guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_deletion(request, question_id):
    """Take a prompt off its guide."""
    question = find_question(request, question_id)
    remove_question(question=question, by=request.membership)
    return guide_answer(request, question.guide, removed=question)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_restoration(request, question_id):
    """Put a removed prompt back."""
    question = find_question(request, question_id)
    restore_question(question=question, by=request.membership)
    return guide_answer(request, question.guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_adoption(request, question_id):
    """Put a prompt that was thought of in a talk on its guide."""
    question = find_question(request, question_id)
    try:
        put_on_guide(question=question, by=request.membership)
    except (NamesParticipant, ParticipantErased):
        messages.warning(request, stays_with_talk())
        return guide_answer(request, question.guide, status=409)
    return guide_answer(request, question.guide)


def stays_with_talk():
    """Why a prompt of one talk goes no further."""
    return _(
        "This names the person it was asked, and would stay when their data is erased. Write"
        " it without the name to keep it for other talks."
    )


def find_question(request, question_id):
    """A prompt of a guide, or of a talk that the member may know of, or 404."""
    talks = request.workspace.interviews.visible_to(request.membership)
    questions = Question.objects.filter(
        Q(interview=None) | Q(interview__in=talks), workspace=request.workspace
    )
    return get_object_or_404(questions.select_related("guide__team"), pk=question_id)


def _question_form(request, question, form, status=200):
    name = "_question_form.html" if wants_part(request) else "question.html"
    context = {"question": question, "form": form, "is_stale": status == 409}
    return render(request, f"interviews/{name}", context, status=status)

"""The question bank: look through it, take from it, add to it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.bank_page import bank_context, chosen_guide
from interviews.forms.question_bank import BankQuestionForm, BankSearchForm, TakingForm
from interviews.operations.notes import ParticipantErased
from interviews.operations.prompts import NamesParticipant, add_question
from interviews.operations.question_bank import (
    InBankAlready,
    add_bank_question,
    bank_prompt,
    remove_bank_question,
)
from interviews.views.guides import find_guide, guide_answer
from interviews.views.prompts import find_question, stays_with_talk


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def bank(request):
    """Every question of the bank, to search and take; a POST adds one of the workspace's own."""
    if request.method == "GET":
        return _page(request)
    form = BankQuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, own_form=form, status=422)
    try:
        add_bank_question(
            workspace=request.workspace, by=request.membership, **form.cleaned_data
        )
    except InBankAlready:
        form.add_error("text", _("The bank has this question already."))
        return _page(request, own_form=form, status=422)
    messages.success(request, _("It is in the bank."))
    return go_to(request, bank_url(request))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def bank_taking(request, guide_id):
    """Put a question of the bank on a guide."""
    guide = find_guide(request, guide_id)
    form = TakingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a question of the bank, and a phase."))
        return go_to(request, bank_url(request, guide))
    add_question(guide=guide, by=request.membership, **form.cleaned_data)
    if wants_part(request):
        context = {"guide": guide, "text": form.cleaned_data["text"]}
        return render(request, "interviews/_bank_taken.html", context)
    messages.success(request, _("It is on “%(guide)s”.") % {"guide": guide})
    return go_to(request, bank_url(request, guide))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def bank_removal(request, bank_question_id):
    """Take a question of the workspace's own out of the bank."""
    questions = request.workspace.bank_questions
    question = get_object_or_404(questions, pk=bank_question_id)
    remove_bank_question(question=question, by=request.membership)
    messages.success(request, _("It is out of the bank. Guides that have it keep it."))
    return go_to(request, bank_url(request))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_banking(request, question_id):
    """Put a prompt of a guide into the bank."""
    question = find_question(request, question_id)
    try:
        bank_prompt(question=question, by=request.membership)
    except (NamesParticipant, ParticipantErased):
        messages.warning(request, stays_with_talk())
        return guide_answer(request, question.guide, status=409)
    except InBankAlready:
        text = _("The bank has this question already.")
    else:
        text = _("It is in the question bank now, for every team.")
    messages.success(request, text)
    return guide_answer(request, question.guide)


def bank_url(request, guide=None):
    url = reverse("interviews:bank", args=[request.workspace.slug])
    return f"{url}?guide={guide.pk}" if guide else url


def _page(request, own_form=None, status=200):
    guide = chosen_guide(request)
    search = BankSearchForm(request.GET)
    wanted = dict.fromkeys(search.fields, "")
    if search.is_valid():
        wanted = search.cleaned_data
    context = bank_context(request.workspace, wanted)
    context |= {
        "guide": guide,
        "search": search,
        "own_form": own_form or BankQuestionForm(),
    }
    return render(request, "interviews/bank.html", context, status=status)

"""Guides: a learning goal and a few prompts, edited in place."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.guides import (
    GuideForm,
    NewGuideForm,
    NewQuestionForm,
    PlaceForm,
    QuestionForm,
)
from interviews.models import Question
from interviews.operations.guides import (
    Stale,
    add_question,
    create_guide,
    describe_guide,
    edit_question,
    ensure_guide,
    mark_scary,
    move_question,
    remove_question,
    restore_question,
    step_question,
    use_guide,
)

MOST_PROMPTS = 10


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def guides(request):
    """The team's current guide; a POST writes a new one."""
    if request.team is None:
        return render(request, "interviews/guides_without_team.html")
    if request.method == "GET":
        guide = ensure_guide(team=request.team, by=request.membership)
        return render(request, "interviews/guide.html", guide_context(guide))
    form = NewGuideForm(request.POST)
    if not form.is_valid():
        guide = ensure_guide(team=request.team, by=request.membership)
        context = guide_context(guide) | {"new_form": form}
        return render(request, "interviews/guide.html", context, status=422)
    guide = create_guide(
        team=request.team, title=form.cleaned_data["title"], by=request.membership
    )
    return go_to(request, "interviews:guide", request.workspace.slug, guide.pk)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide(request, guide_id):
    """One guide; a POST changes its title and learning goal."""
    guide = get_object_or_404(request.workspace.guides, pk=guide_id)
    if request.method == "GET":
        return render(request, "interviews/guide.html", guide_context(guide))
    form = GuideForm(request.POST, instance=guide)
    if not form.is_valid():
        return _page_or_part(request, guide, form=form, status=422)
    try:
        describe_guide(guide=guide, by=request.membership, **form.cleaned_data)
    except Stale:
        return _stale(request, guide, form)
    return _page_or_part(request, guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_current(request, guide_id):
    """Make a guide the one that new interviews follow."""
    guide = get_object_or_404(request.workspace.guides, pk=guide_id)
    use_guide(guide=guide, by=request.membership)
    return go_to(request, "interviews:guide", request.workspace.slug, guide.pk)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def questions(request, guide_id):
    """Add a prompt."""
    guide = get_object_or_404(request.workspace.guides, pk=guide_id)
    form = NewQuestionForm(request.POST)
    if not form.is_valid():
        return _page_or_part(request, guide, question_form=form, status=422)
    add_question(guide=guide, by=request.membership, **form.cleaned_data)
    return _page_or_part(request, guide)


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
    return _page_or_part(request, question.guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_place(request, question_id):
    """Move a prompt a step up or down, or to a place within a phase."""
    question = find_question(request, question_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _page_or_part(request, question.guide, status=422)
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
    return _page_or_part(request, question.guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_scariness(request, question_id):
    """Say that a prompt is the one that could hurt the plan, or that it is not."""
    question = find_question(request, question_id)
    is_scary = request.POST.get("scary") == "yes"
    mark_scary(question=question, is_scary=is_scary, by=request.membership)
    return _page_or_part(request, question.guide)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_deletion(request, question_id):
    """Take a prompt off its guide."""
    question = find_question(request, question_id)
    remove_question(question=question, by=request.membership)
    return _page_or_part(request, question.guide, removed=question)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def question_restoration(request, question_id):
    """Put a removed prompt back."""
    question = find_question(request, question_id)
    restore_question(question=question, by=request.membership)
    return _page_or_part(request, question.guide)


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_part(request, guide_id):
    """The prompts of a guide as they are now."""
    guide = get_object_or_404(request.workspace.guides, pk=guide_id)
    return _page_or_part(request, guide)


def find_question(request, question_id):
    questions = Question.objects.filter(workspace=request.workspace)
    return get_object_or_404(questions.select_related("guide__team"), pk=question_id)


def guide_context(guide):
    prompts = list(guide.questions.standing())
    phases = [
        {
            "name": phase.value,
            "label": phase.label,
            "prompts": [prompt for prompt in prompts if prompt.phase == phase],
        }
        for phase in Question.Phase
    ]
    return {
        "guide": guide,
        "phases": phases,
        "is_long": len(prompts) > MOST_PROMPTS,
        "has_scary": any(prompt.is_scary for prompt in prompts),
        "form": GuideForm(instance=guide, initial={"version": guide.version}),
        "new_form": NewGuideForm(),
        "other_guides": guide.team.guides.exclude(pk=guide.pk).order_by("-pk"),
    }


def _page_or_part(request, guide, status=200, **context):
    """The guide's prompts for htmx; without it the page, or after success the page's address."""
    guide.refresh_from_db()
    if wants_part(request) or status != 200:
        context = guide_context(guide) | {
            name: value for name, value in context.items() if value is not None
        }
        name = "_guide.html" if wants_part(request) else "guide.html"
        return render(request, f"interviews/{name}", context, status=status)
    return go_to(request, "interviews:guide", request.workspace.slug, guide.pk)


def _stale(request, guide, form):
    messages.warning(
        request,
        _(
            "Somebody changed this guide meanwhile. What you typed is kept; look and save."
        ),
    )
    form.data = form.data.copy()
    form.data["version"] = guide.version
    return _page_or_part(request, guide, form=form, is_stale=True, status=409)


def _question_form(request, question, form, status=200):
    name = "_question_form.html" if wants_part(request) else "question.html"
    context = {"question": question, "form": form, "is_stale": status == 409}
    return render(request, f"interviews/{name}", context, status=status)

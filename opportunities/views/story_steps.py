"""The story map of a solution: who does what, step by step (F215)."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.forms import ClientIdForm
from opportunities.operations.assumptions import (
    add_step,
    delete_step,
    edit_step,
    move_step,
)
from opportunities.solving_forms import StepPlaceForm, StoryStepForm
from opportunities.views.answers import doing
from opportunities.views.assumptions import show_assumptions
from opportunities.views.solving_pages import answer, find_solution


@require_POST
@workspace_view(Permission.TREE_EDIT)
def story_step_new(request, outcome_id, solution_id):
    """Add a step to a solution's story map."""
    found = find_solution(request, outcome_id, solution_id)
    form = StoryStepForm(request.POST)

    def attempt():
        client_id = form.cleaned_data["client_id"]
        return add_step(
            found, **form.wanted, by=request.membership, client_id=client_id
        )

    return _answer_step(request, found, form, attempt)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def story_step(request, outcome_id, solution_id, story_step_id):
    """Word a step anew."""
    step = _find_step(request, outcome_id, solution_id, story_step_id)
    form = StoryStepForm(request.POST)

    def attempt():
        return edit_step(
            step,
            wanted=form.wanted,
            seen=form.seen,
            by=request.membership,
            client_id=form.cleaned_data["client_id"],
        )

    return _answer_step(request, step.solution, form, attempt)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def story_step_position(request, outcome_id, solution_id, story_step_id):
    """Put a step earlier or later."""
    step = _find_step(request, outcome_id, solution_id, story_step_id)
    form = StepPlaceForm(request.POST)

    def attempt():
        said = {"by": request.membership, "client_id": form.cleaned_data["client_id"]}
        return move_step(step, by_places=form.by_places, **said)

    return _answer_step(request, step.solution, form, attempt)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def story_step_removal(request, outcome_id, solution_id, story_step_id):
    """Take a step away."""
    step = _find_step(request, outcome_id, solution_id, story_step_id)
    form = ClientIdForm(request.POST)
    attempt = doing(delete_step, step, form=form, request=request)
    return _answer_step(request, step.solution, form, attempt)


def _find_step(request, outcome_id, solution_id, story_step_id):
    found = find_solution(request, outcome_id, solution_id)
    step = get_object_or_404(found.story_steps, pk=story_step_id)
    step.solution = found
    return step


def _answer_step(request, solution, form, attempt):
    show, to = show_assumptions(request, solution, way="story")
    return answer(request, form, attempt, show=show, to=to)

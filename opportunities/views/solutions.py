"""Solutions under an opportunity."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.forms import ClientIdForm, SolutionForm
from opportunities.operations import add_solution, delete_solution, reword_solution
from opportunities.views.answers import answer_change
from opportunities.views.panels import find_opportunity, node_panel, solution_panel


@require_POST
@workspace_view(Permission.TREE_EDIT)
def solution_new(request, outcome_id, opportunity_id):
    """Add an idea for an opportunity."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    form = SolutionForm(request.POST)

    def attempt():
        said = form.cleaned_data
        return add_solution(
            node, text=said["text"], by=request.membership, client_id=said["client_id"]
        )

    return answer_change(request, form, attempt, show=node_panel(request, node))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def solution(request, outcome_id, solution_id):
    """An idea with the opportunity it is for; a post changes its words."""
    found = _find_solution(request, outcome_id, solution_id)
    show = solution_panel(request, found)
    if request.method == "GET":
        return show()
    if not found.outcome.may_edit:
        raise PermissionDenied
    form = SolutionForm(request.POST)

    def attempt():
        said = form.cleaned_data
        return reword_solution(
            found,
            text=said["text"],
            seen={"text": said["seen_text"] or found.text},
            by=request.membership,
            client_id=said["client_id"],
        )

    return answer_change(request, form, attempt, show=show)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def solution_removal(request, outcome_id, solution_id):
    """Take an idea off the tree."""
    found = _find_solution(request, outcome_id, solution_id)
    form = ClientIdForm(request.POST)

    def attempt():
        return delete_solution(found, **form.cleaned_data, by=request.membership)

    show = solution_panel(request, found)
    return answer_change(request, form, attempt, show=show, close=True)


def _find_solution(request, outcome_id, solution_id):
    outcome = find_outcome(request, outcome_id)
    solutions = outcome.solutions.filter(deleted_at=None).select_related("opportunity")
    found = get_object_or_404(solutions, pk=solution_id)
    found.outcome = outcome
    return found

"""Solving one opportunity: its solutions side by side, their map and their tests."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.crowding import spread
from opportunities.forms import SolutionForm
from opportunities.operations import add_solution
from opportunities.operations.assumptions import edit_assumption, edit_solution
from opportunities.queries.solving import ENOUGH_SOLUTIONS, compare_solutions
from opportunities.solving_forms import MapPlaceForm, SolutionFactsForm
from opportunities.views.panels import find_opportunity
from opportunities.views.solving_pages import (
    address,
    answer,
    find_assumption,
    find_solution,
    lead_on,
    members_of,
    show_page,
    show_tab,
)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def target_solving(request, outcome_id):
    """Where the target of a tree is solved; without a target where one is chosen."""
    outcome = find_outcome(request, outcome_id)
    target = outcome.opportunities.standing().filter(is_target=True).first()
    if target is None:
        said = _("Choose a target first: ideas are made for one opportunity at a time.")
        messages.info(request, said)
        return redirect("opportunities:comparison", request.workspace.slug, outcome.pk)
    return redirect(address(request, "solving", target))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def solving(request, outcome_id, opportunity_id):
    """The stories of an opportunity and its solutions side by side; a post adds one."""
    node = find_opportunity(request, outcome_id, opportunity_id)

    def load(form):
        compared = compare_solutions(node)
        missing = max(ENOUGH_SOLUTIONS - len(compared), 0)
        context = {"compared": compared, "missing": missing, "gaps": range(missing)}
        return context | {"form": form or SolutionForm()}

    show = show_tab(request, node, "solving", load)
    if request.method == "GET":
        return show()
    if not node.outcome.may_edit:
        raise PermissionDenied
    form = SolutionForm(request.POST)

    def attempt():
        said = form.cleaned_data
        said = {"text": said["text"], "client_id": said["client_id"]}
        return add_solution(node, **said, by=request.membership)

    to = address(request, "solving", node)
    return answer(request, form, attempt, show=show, to=to)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def solution_facts(request, outcome_id, solution_id):
    """How a solution would work, who sees to it, and how far it is."""
    found = find_solution(request, outcome_id, solution_id)
    if not found.outcome.may_edit:
        raise PermissionDenied
    members = members_of(request)
    form = SolutionFactsForm(request.POST or None, instance=found, members=members)

    def load(failed):
        context = {"outcome": found.outcome, "node": found.opportunity}
        return context | {"solution": found, "form": failed or form}

    show = show_page(request, "solution_facts", load)
    if request.method == "GET":
        return show()

    def attempt():
        return edit_solution(
            found,
            wanted=form.wanted,
            seen=form.seen,
            by=request.membership,
            client_id=form.cleaned_data["client_id"],
        )

    to = address(request, "solution_assumptions", found)
    return lead_on(request, form, attempt, show=show, to=lambda change: to)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def assumption_map(request, outcome_id, opportunity_id):
    """Importance by strength of evidence, for all solutions of one opportunity (R74)."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    return show_map(request, node)()


def show_map(request, node):
    def load(form):
        compared = compare_solutions(node)
        rows = [row for solution in compared for row in solution.assumptions]
        for row in rows:
            row.place_form = _place_form(row)
        placed = [row for row in rows if row.is_placed]
        wanted = [(row.evidence_strength, 100 - row.importance) for row in placed]
        for row, (x, y) in zip(placed, spread(wanted), strict=True):
            row.x, row.y = f"{x:.1f}", f"{y:.1f}"
        context = {"compared": compared, "placed": placed}
        return context | {"unplaced": [row for row in rows if not row.is_placed]}

    return show_tab(request, node, "assumption_map", load)


def _place_form(row):
    return MapPlaceForm(instance=row, auto_id=f"place-{row.pk}-%s")


@require_POST
@workspace_view(Permission.TREE_EDIT)
def assumption_place(request, outcome_id, assumption_id):
    """Put an assumption somewhere on the map."""
    row = find_assumption(request, outcome_id, assumption_id)
    node = row.solution.opportunity
    form = MapPlaceForm(request.POST)

    def attempt():
        return edit_assumption(
            row,
            wanted=form.wanted,
            seen=form.seen,
            by=request.membership,
            client_id=form.cleaned_data["client_id"],
        )

    to = address(request, "assumption_map", node)
    return answer(request, form, attempt, show=show_map(request, node), to=to)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def tests_compared(request, outcome_id, opportunity_id):
    """The tests of all solutions of one opportunity in one table (R75)."""
    node = find_opportunity(request, outcome_id, opportunity_id)

    def load(form):
        compared = compare_solutions(node)
        return {
            "compared": compared,
            "has_tests": any(solution.tests for solution in compared),
            "untested": [s for s in compared if s.riskiest and not s.tests],
            "no_tests": _("No test yet"),
        }

    return show_tab(request, node, "tests_compared", load)()

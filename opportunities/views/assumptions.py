"""The assumptions of one solution, and the story map and pre-mortem that they are found with."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.forms import ClientIdForm
from opportunities.models import Assumption
from opportunities.operations.assumptions import (
    add_assumption,
    delete_assumption,
    edit_assumption,
)
from opportunities.queries.solving import compare_solutions, riskiest, tell_tests
from opportunities.solving_forms import (
    AssumptionForm,
    MapPlaceForm,
    NewAssumptionForm,
)
from opportunities.views.answers import answer_change, doing
from opportunities.views.solving_pages import (
    address,
    answer,
    find_assumption,
    find_solution,
    show_page,
)

# What to ask oneself for each kind, with an example (R73).
PROMPTS = {
    "desirability": (
        _("Why would people want this, and do the work that it asks of them?"),
        _("People say beforehand when they could come in"),
    ),
    "viability": (
        _("Why would this be good for our business?"),
        _("Shops pay a little more for a filled shift"),
    ),
    "feasibility": (
        _("Can we build this, and keep it going?"),
        _("We know who has rested long enough"),
    ),
    "usability": (
        _("Will people find it, understand it, and manage?"),
        _("A shop manager finds the list while the phone rings"),
    ),
    "ethical": (
        _("Could this harm anybody, or use what they told us against them?"),
        _("Nobody is called on their one free day"),
    ),
}
WAYS = ("kinds", "story", "failure")


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def solution_assumptions(request, outcome_id, solution_id):
    """What must be true for a solution to work; a post adds an assumption."""
    found = find_solution(request, outcome_id, solution_id)
    show, to = show_assumptions(request, found)
    if request.method == "GET":
        return show()
    if not found.outcome.may_edit:
        raise PermissionDenied
    form = NewAssumptionForm(request.POST, solution=found)

    def attempt():
        client_id = form.cleaned_data["client_id"]
        return add_assumption(
            found, **form.words, by=request.membership, client_id=client_id
        )

    return answer(request, form, attempt, show=show, to=to)


def show_assumptions(request, found, way=""):
    """What renders the page, and its address, both with the way in which one looks for them."""
    way = way or request.GET.get("by")
    way = way if way in WAYS else WAYS[0]
    to = f"{address(request, 'solution_assumptions', found)}?by={way}"

    def load(form):
        compared = compare_solutions(found.opportunity)
        this = next(one for one in compared if one.row.pk == found.pk)
        steps = list(found.story_steps.all())
        for step in steps:
            step.found = [
                row for row in this.assumptions if row.story_step_id == step.pk
            ]
        return {
            "outcome": found.outcome,
            "node": found.opportunity,
            "solution": this.row,
            "this": this,
            "way": way,
            "here": to,
            "kinds": _by_kind(this.assumptions),
            "kind_choices": Assumption.Kind,
            "steps": steps,
            "failures": [row for row in this.assumptions if row.origin == "pre_mortem"],
            "may_edit": found.outcome.may_edit,
        }

    return show_page(request, "assumptions", load), to


def _by_kind(rows):
    return [
        {"kind": kind, "prompt": PROMPTS[kind][0], "example": PROMPTS[kind][1]}
        | {"rows": [row for row in rows if row.kind == kind]}
        for kind in Assumption.Kind
    ]


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def assumption(request, outcome_id, assumption_id):
    """An assumption with its tests, in the panel of the tree; a post changes its words."""
    row = find_assumption(request, outcome_id, assumption_id)
    show = _panel(request, row)
    if request.method == "GET":
        return show()
    if not row.outcome.may_edit:
        raise PermissionDenied
    form = AssumptionForm(request.POST)

    def attempt():
        return edit_assumption(
            row,
            wanted=form.wanted,
            seen=form.seen,
            by=request.membership,
            client_id=form.cleaned_data["client_id"],
        )

    return answer_change(request, form, attempt, show=show)


def _panel(request, row):
    def load(form):
        row.refresh_from_db(fields=["text", "kind", "importance", "evidence_strength"])
        tell_tests([row])
        failed = form if isinstance(form, AssumptionForm) else None
        return {
            "outcome": row.outcome,
            "assumption": row,
            "form": failed or AssumptionForm(instance=row),
            "place_form": MapPlaceForm(instance=row),
            "risk": riskiest(row.outcome).get(row.pk),
        }

    return show_page(request, "assumption", load, partial="panel")


@require_POST
@workspace_view(Permission.TREE_EDIT)
def assumption_removal(request, outcome_id, assumption_id):
    """Take an assumption off the tree."""
    row = find_assumption(request, outcome_id, assumption_id)
    form = ClientIdForm(request.POST)
    attempt = doing(delete_assumption, row, form=form, request=request)
    if "solving" not in request.GET:
        show = _panel(request, row)
        return answer_change(request, form, attempt, show=show, close=True)
    show, to = show_assumptions(request, row.solution)
    return answer(request, form, attempt, show=show, to=to)

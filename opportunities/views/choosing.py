"""Comparing siblings row by row, from the top down to a leaf, and choosing one."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.choosing_forms import ChoiceForm, RatingsForm, ViewForm
from opportunities.operations.choosing import (
    choose_sibling,
    note_view,
    rate_for_customer,
)
from opportunities.operations.refusals import StaleEdit, TreeRefusal
from opportunities.queries.comparing import load_row, people_of
from opportunities.views.answers import first_error, tree_url, wants_json
from opportunities.views.solving_pages import address
from opportunities.wording import sentence


@require_safe
@workspace_view(Permission.TREE_VIEW)
def comparison(request, outcome_id):
    """One row of siblings beside each other; ``?under=`` names the parent of the row."""
    outcome, parent = _find(request, outcome_id, request.GET)
    return _show(request, outcome, parent)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def comparison_view(request, outcome_id):
    """What the team sees in one sibling through one lens."""
    outcome, parent = _find(request, outcome_id, request.POST, must_edit=True)
    form = ViewForm(request.POST, siblings=_siblings(outcome, parent))
    if not form.is_valid():
        return _refused(request, outcome, parent, first_error(form), 422)
    try:
        view = note_view(
            outcome, parent=parent, **form.cleaned_data, by=request.membership
        )
    except TreeRefusal as refusal:
        return _refused(request, outcome, parent, refusal, 409)
    if wants_json(request):
        order = [str(one.node) for one in load_row(outcome, parent).team_ranking]
        said = {"version": view.version, "said": _("Saved."), "order": order}
        return JsonResponse(said)
    return redirect(_address(request, outcome, parent))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def comparison_choice(request, outcome_id):
    """Choose one of the row, with the reason; then the row beneath it, or the tree."""
    outcome, parent = _find(request, outcome_id, request.POST, must_edit=True)
    form = ChoiceForm(request.POST, siblings=_siblings(outcome, parent))
    if not form.is_valid():
        return _show(request, outcome, parent, form=form, status=422)
    try:
        change = choose_sibling(
            outcome, parent=parent, **form.cleaned_data, by=request.membership
        )
    except TreeRefusal as refusal:
        return _show(request, outcome, parent, form, refusal, status=409)
    messages.success(request, sentence(change))
    chosen = form.cleaned_data["chosen"]
    if chosen.children.filter(deleted_at=None, parked_at=None).exists():
        return redirect(_address(request, outcome, chosen))
    if form.cleaned_data["is_target"]:
        return redirect(address(request, "solving", chosen))
    return redirect(tree_url(request, outcome.pk, chosen.element_id))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def comparison_ratings(request, outcome_id):
    """What one customer says about the siblings: how important, how content today."""
    outcome, parent = _find(request, outcome_id, request.POST, must_edit=True)
    row = load_row(outcome, parent)
    siblings = [one.node for one in row.siblings]
    people = people_of(outcome, row)
    form = RatingsForm(request.POST, people=people, siblings=siblings)
    if not form.is_valid():
        return _refused(request, outcome, parent, first_error(form), 422)
    said = form.cleaned_data
    person = read_number(said["participant"])
    try:
        rate_for_customer(
            outcome,
            participant_id=person,
            ratings=said["ratings"],
            by=request.membership,
        )
    except TreeRefusal as refusal:
        return _refused(request, outcome, parent, refusal, 422)
    messages.success(request, _("Noted."))
    return redirect(_address(request, outcome, parent))


def _find(request, outcome_id, fields, *, must_edit=False):
    outcome = find_outcome(request, outcome_id)
    if must_edit and not outcome.may_edit:
        raise PermissionDenied
    key = read_number(fields.get("under", ""))
    if key is None:
        return outcome, None
    return outcome, get_object_or_404(outcome.opportunities.standing(), pk=key)


def _siblings(outcome, parent):
    return outcome.opportunities.standing().filter(parent=parent)


def _address(request, outcome, parent):
    args = [request.workspace.slug, outcome.pk]
    under = f"?under={parent.pk}" if parent else ""
    return reverse("opportunities:comparison", args=args) + under


def _refused(request, outcome, parent, refusal, status):
    if not wants_json(request):
        return _show(request, outcome, parent, refusal=refusal, status=status)
    told = {"error": str(refusal)}
    if isinstance(refusal, StaleEdit):
        view = refusal.row
        theirs = f"{view.place}. {view.note}" if view.place else view.note
        told |= {"theirs": theirs, "version": view.version}
    return JsonResponse(told, status=status)


def _show(request, outcome, parent, form=None, refusal=None, status=200):
    row = load_row(outcome, parent)
    siblings = _siblings(outcome, parent)
    context = {
        "outcome": outcome,
        "parent": parent,
        "row": row,
        "people": people_of(outcome, row) if outcome.may_edit else [],
        "marks": range(1, 6),
        "places": range(1, len(row.siblings) + 1),
        "form": form or ChoiceForm(siblings=siblings, initial={"client_id": uuid4()}),
        "refusal": refusal,
    }
    return render(
        request, "opportunities/choosing/compare.html", context, status=status
    )

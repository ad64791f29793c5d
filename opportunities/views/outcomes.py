"""Where a tree stands among the others: which outcome it serves, and whether it is put away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.htmx import wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome, may_edit
from opportunities.forms import EndingForm, ServesForm
from opportunities.operations.outcomes import (
    bring_tree_back,
    put_tree_away,
    serve_outcome,
)
from opportunities.operations.refusals import TreeRefusal
from opportunities.views.panels import outcome_panel


@require_POST
@workspace_view(Permission.TREE_EDIT)
def serves(request, outcome_id):
    """Say which other outcome this one helps to reach."""
    outcome = _own(request, outcome_id)
    form, show = (
        ServesForm(request.POST, outcome=outcome),
        outcome_panel(request, outcome),
    )
    if not form.is_valid():
        return show(status=422)
    try:
        above = form.cleaned_data["serves"]
        serve_outcome(outcome, serves=above, by=request.membership)
    except TreeRefusal as refusal:
        return show(status=409, refusal=refusal)
    if wants_part(request):
        return show()
    return redirect("opportunities:outcome", request.workspace.slug, outcome.pk)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def ending(request, outcome_id):
    """Put a tree away with what came of it."""
    outcome = _own(request, outcome_id)
    form = EndingForm(request.POST)
    if not form.is_valid():
        return outcome_panel(request, outcome)(status=422)
    put_tree_away(outcome, by=request.membership, **form.cleaned_data)
    messages.success(request, _("The tree is put away. You can bring it back here."))
    return redirect("opportunities:trees", request.workspace.slug)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def tree_return(request, outcome_id):
    """Bring back a tree that was put away."""
    put_away = request.workspace.outcomes.filter(archived_at__isnull=False)
    outcome = get_object_or_404(put_away, pk=outcome_id)
    if not may_edit(outcome, request.membership):
        raise PermissionDenied
    bring_tree_back(outcome, by=request.membership)
    return redirect("opportunities:tree", request.workspace.slug, outcome.pk)


def _own(request, outcome_id):
    outcome = find_outcome(request, outcome_id)
    if not outcome.may_edit:
        raise PermissionDenied
    return outcome

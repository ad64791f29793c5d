"""The nodes of the tree: add, word, move, aim at, park and delete them."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.forms import (
    ClientIdForm,
    NewOpportunityForm,
    OpportunityForm,
    ParkingForm,
    PlaceForm,
    TargetForm,
)
from opportunities.models import Opportunity
from opportunities.operations import (
    Gone,
    add_opportunity,
    delete_opportunity,
    move_opportunity,
    park_opportunity,
    restore_opportunity,
    reword_opportunity,
    set_target,
)
from opportunities.tree import nest, step
from opportunities.views.answers import answer_change
from opportunities.views.panels import (
    find_kept,
    find_opportunity,
    node_panel,
    places_for,
)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def opportunity_new(request, outcome_id):
    """Add a node anywhere on the tree."""
    outcome = find_outcome(request, outcome_id)
    initial = {"parent": request.GET.get("parent", ""), "kind": Opportunity.Kind.NEED}

    def show(status=200, form=None, refusal=None):
        context = {
            "outcome": outcome,
            "form": form or NewOpportunityForm(initial=initial),
            "refusal": refusal,
            "places": places_for(outcome=outcome),
            "chosen": request.POST.get("parent", initial["parent"]),
            "new_id": uuid4,
        }
        page = "opportunities/opportunity_new.html"
        return render_part(request, page, "panel", context, status=status)

    if not outcome.may_edit:
        raise PermissionDenied
    if request.method == "GET":
        return show()
    form = NewOpportunityForm(request.POST)

    def attempt():
        said = form.cleaned_data
        return add_opportunity(
            outcome,
            text=said["text"],
            kind=said["kind"] or Opportunity.Kind.NEED,
            parent=said["parent"],
            after=said["after"],
            client_id=said["client_id"],
            by=request.membership,
        )

    return answer_change(request, form, attempt, show=show, close=True)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def opportunity(request, outcome_id, opportunity_id):
    """A node with its stories; a post changes its words. A merged one leads to where it went."""
    if kept := find_kept(request, outcome_id, opportunity_id):
        said = _("What you looked for was merged into “%(text)s”.")
        messages.info(request, said % {"text": kept.text})
        where = [request.workspace.slug, outcome_id, kept.pk]
        return redirect("opportunities:opportunity", *where)
    node = find_opportunity(request, outcome_id, opportunity_id)
    show = node_panel(request, node)
    if request.method == "GET":
        return show()
    if not node.outcome.may_edit:
        raise PermissionDenied
    initial = {"text": node.text, "kind": node.kind}
    form = OpportunityForm(request.POST, initial=initial)

    def attempt():
        said = form.cleaned_data
        return reword_opportunity(
            node,
            text=said["text"],
            kind=said["kind"] or None,
            seen=form.seen,
            by=request.membership,
            client_id=said["client_id"],
        )

    return answer_change(request, form, attempt, show=show)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def position(request, outcome_id, opportunity_id):
    """Move a node with its branch: by a step, or under another node."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    form = PlaceForm(request.POST)

    def attempt():
        place = form.place
        if direction := form.cleaned_data["direction"]:
            place = _one_step(node, direction)
        client_id = form.cleaned_data["client_id"]
        return move_opportunity(
            node, **place, by=request.membership, client_id=client_id
        )

    return answer_change(request, form, attempt, show=node_panel(request, node))


def _one_step(node, direction):
    """Where a step leads on the tree as it stands now."""
    place = step(nest(node.outcome.opportunities.standing()), node.pk, direction)
    if place is None:
        raise Gone(_("It cannot go further in that direction."))
    return {"parent": place.parent, "after": place.after}


@require_POST
@workspace_view(Permission.TREE_EDIT)
def target(request, outcome_id, opportunity_id):
    """Make a node the target of its tree, or let it go."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    form = TargetForm(request.POST)

    def attempt():
        return set_target(node, **form.cleaned_data, by=request.membership)

    return answer_change(request, form, attempt, show=node_panel(request, node))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def parking(request, outcome_id, opportunity_id):
    """Park a node with its branch."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    form = ParkingForm(request.POST)

    def attempt():
        return park_opportunity(node, **form.cleaned_data, by=request.membership)

    return answer_change(request, form, attempt, show=node_panel(request, node))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def comeback(request, outcome_id, opportunity_id):
    """Bring a parked node back."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    form = ClientIdForm(request.POST)

    def attempt():
        return restore_opportunity(node, **form.cleaned_data, by=request.membership)

    return answer_change(request, form, attempt, show=node_panel(request, node))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def removal(request, outcome_id, opportunity_id):
    """Delete a node that has nothing under it."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    form = ClientIdForm(request.POST)

    def attempt():
        return delete_opportunity(node, **form.cleaned_data, by=request.membership)

    show = node_panel(request, node)
    return answer_change(request, form, attempt, show=show, close=True)

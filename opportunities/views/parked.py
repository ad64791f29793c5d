"""What is off the tree for now: parked with a reason, or deleted and still in the bin."""

from uuid import uuid4

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.operations import bring_back, restore_nodes
from opportunities.queries.bin import list_deleted
from opportunities.shaping_forms import BinForm, ReturnForm
from opportunities.views.answers import answer_change, show_on_tree
from opportunities.views.shaping import find_own


@require_safe
@workspace_view(Permission.TREE_VIEW)
def parked(request, outcome_id):
    """Parked and deleted, each with the way back."""
    outcome = find_outcome(request, outcome_id)
    waiting = outcome.opportunities.present().filter(parked_at__isnull=False)
    deleted = Paginator(list_deleted(outcome), 50)
    context = {
        "outcome": outcome,
        "parked": waiting.order_by("-parked_at", "pk"),
        "deleted": deleted.get_page(request.GET.get("page")),
        "new_id": uuid4,
    }
    return render(request, "opportunities/shaping/parked.html", context)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def parked_return(request, outcome_id):
    """Bring several parked nodes back."""
    outcome = find_own(request, outcome_id)
    form = ReturnForm(request.POST)

    def attempt():
        who = {"by": request.membership, "client_id": form.cleaned_data["client_id"]}
        return restore_nodes(outcome, form.cleaned_data["nodes"], **who)

    return answer_change(request, form, attempt, show=show_on_tree(request, outcome))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def deleted_return(request, outcome_id):
    """Bring back what one change has deleted."""
    outcome = find_own(request, outcome_id)
    form = BinForm(request.POST)

    def attempt():
        said = form.cleaned_data
        who = {"by": request.membership, "client_id": said["client_id"]}
        return bring_back(outcome, said["revision"], **who)

    return answer_change(request, form, attempt, show=show_on_tree(request, outcome))

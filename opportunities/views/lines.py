"""Branches as indented lines: pasted onto the tree, copied off it, and copied between trees."""

from uuid import uuid4

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.htmx import render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.branches import TooManyNodes, read_branches, write_branches
from opportunities.format_forms import reader_of
from opportunities.operations import LAST, TooMany, TreeRefusal, add_branch
from opportunities.queries.branches import load_branches
from opportunities.queries.shaping import list_outline
from opportunities.shaping_forms import LinesForm, NodeNameField
from opportunities.views.answers import answer_change
from opportunities.views.shaping import find_own


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def lines(request, outcome_id):
    """Paste lines under a node, or see a branch as lines to copy."""
    outcome = find_own(request, outcome_id)
    chosen = request.POST.get("parent") or request.GET.get("parent", "")

    def show(status=200, form=None, refusal=None):
        context = {
            "outcome": outcome,
            "form": form or LinesForm(),
            "refusal": refusal,
            "outline": list_outline(outcome),
            "chosen": chosen,
            "written": _written(outcome, chosen),
            "new_id": uuid4,
        }
        page = "opportunities/shaping/lines.html"
        return render_part(request, page, "panel", context, status=status)

    if request.method == "GET":
        return show()
    form = LinesForm(request.POST)

    def attempt():
        said = form.cleaned_data
        place = {"parent": said["parent"], "after": LAST}
        who = {"by": request.membership, "client_id": said["client_id"]}
        return add_branch(outcome, nodes=_nodes(request, said), **place, **who)

    return answer_change(request, form, attempt, show=show, close=True)


def _written(outcome, chosen):
    """A branch as text, as it can be pasted anywhere."""
    name = chosen and NodeNameField(required=False).clean(chosen)
    return write_branches(load_branches(outcome, [name])) if name else ""


def _nodes(request, said):
    """The lines as nodes; or copies of the nodes that were copied on a tree of the workspace."""
    if said["nodes"] and said["tree"]:
        trees = request.workspace.outcomes.filter(archived_at=None)
        source = get_object_or_404(trees, pk=said["tree"])
        if found := load_branches(source, said["nodes"]):
            return found
    if reader_of(said["lines"]):
        raise TreeRefusal(
            _("That was written by another tool. Import reads it, and shows it first.")
        )
    under = said["parent"].partition(":")[0] if said["parent"] else "outcome"
    try:
        return read_branches(said["lines"], under)
    except TooManyNodes as too_many:
        raise TooMany from too_many

"""Several nodes at once: choose, move, park, delete, merge; and splitting one."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.htmx import go_to, render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.branches import MOST_NODES
from opportunities.operations import (
    Gone,
    Part,
    delete_nodes,
    merge_opportunities,
    move_nodes,
    park_nodes,
    split_opportunity,
)
from opportunities.operations.nodes import find_node, split_name
from opportunities.operations.several import neighbour
from opportunities.queries.shaping import list_hanging, list_outline
from opportunities.shaping_forms import (
    MergeForm,
    SelectionForm,
    SplitForm,
    read_names,
)
from opportunities.views.answers import answer_change, tree_url
from opportunities.views.panels import find_opportunity


def find_own(request, outcome_id):
    """A tree that the member may change."""
    outcome = find_outcome(request, outcome_id)
    if not outcome.may_edit:
        raise PermissionDenied
    return outcome


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def selection(request, outcome_id):
    """Choose nodes in the outline and move, park or delete them with one change."""
    outcome = find_own(request, outcome_id)

    def show(status=200, form=None, refusal=None):
        chosen = read_names(request.POST.getlist("nodes"))
        context = {
            "outcome": outcome,
            "form": form,
            "refusal": refusal,
            "outline": list_outline(outcome),
            "chosen": chosen,
            "new_id": uuid4,
        }
        page = "opportunities/shaping/selection.html"
        return render_part(request, page, "panel", context, status=status)

    if request.method == "GET":
        return show()
    if request.POST.get("do") == "merge":
        if not request.POST.getlist("nodes"):
            return show(status=422, refusal=_("Choose what to merge first."))
        return go_to(
            request, f"{tree_url(request, outcome.pk)}merge/?{_query(request)}"
        )
    form = SelectionForm(request.POST)

    def attempt():
        return _change(outcome, form, request)

    return answer_change(request, form, attempt, show=show, close=True)


def _query(request):
    query = request.GET.copy()
    query.setlist("nodes", request.POST.getlist("nodes"))
    return query.urlencode()


def _change(outcome, form, request):
    """Do with the chosen nodes what was asked for."""
    said = form.cleaned_data
    names, who = (
        said["nodes"],
        {"by": request.membership, "client_id": said["client_id"]},
    )
    if said["do"] == "park":
        return park_nodes(outcome, names, reason=said["reason"], **who)
    if said["do"] == "delete":
        return delete_nodes(outcome, names, **who)
    place = {"parent": said["parent"], "after": said["after"]}
    if "seen_parent" in form.data:
        place["seen_parent"] = said["seen_parent"]
    if said["do"] != "move":
        node = find_node(outcome, *split_name(names[0]))
        place = neighbour(node, said["do"])
        if place is None:
            raise Gone(_("It cannot go further in that direction."))
    return move_nodes(outcome, names, **place, **who)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def merging(request, outcome_id):
    """Choose which of several opportunities stays, and in what words."""
    outcome = find_own(request, outcome_id)
    chosen = read_names((request.POST or request.GET).getlist("nodes"))[:MOST_NODES]
    keys = [pk for on, pk in map(split_name, chosen) if on == "opportunity"]
    present = outcome.opportunities.present()

    def show(status=200, form=None, refusal=None):
        context = {
            "outcome": outcome,
            # The one that most stories stand on is offered to stay.
            "rows": sorted(
                list_hanging(present.filter(pk__in=keys).order_by("pk")),
                key=lambda hanging: -len(hanging.stories),
            ),
            "all": present.filter(parked_at=None).order_by("text"),
            "form": form,
            "refusal": refusal,
            "new_id": uuid4,
        }
        page = "opportunities/shaping/merge.html"
        return render_part(request, page, "panel", context, status=status)

    if request.method == "GET":
        return show()
    form = MergeForm(request.POST)

    def attempt():
        said = form.cleaned_data
        keep = find_node(outcome, "opportunity", said["keep"])
        keep.outcome = outcome
        return merge_opportunities(
            keep,
            [find_node(outcome, "opportunity", pk) for pk in keys],
            text=said["text"] or None,
            by=request.membership,
            client_id=said["client_id"],
        )

    return answer_change(request, form, attempt, show=show, close=True)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def splitting(request, outcome_id, opportunity_id):
    """Make two of one: say both in new words and choose what goes where."""
    find_own(request, outcome_id)
    node = find_opportunity(request, outcome_id, opportunity_id)

    def show(status=200, form=None, refusal=None):
        if not type(node).objects.present().filter(pk=node.pk).exists():
            raise Http404
        context = {
            "outcome": node.outcome,
            "node": node,
            "hanging": list_hanging([node])[0],
            "form": form or SplitForm(initial={"text": node.text}),
            "fits_twice": read_number(request.GET.get("story", "")),
            "refusal": refusal,
            "new_id": uuid4,
        }
        page = "opportunities/shaping/split.html"
        return render_part(request, page, "panel", context, status=status)

    if request.method == "GET":
        return show()
    form = SplitForm(request.POST)

    def attempt():
        said, going = form.cleaned_data, form.going
        rows = {
            name: going[name]
            for name in ("evidence", "other_evidence")
            if name in going
        }
        children = [
            f"{on}:{pk}"
            for on in ("opportunity", "solution")
            for pk in going.get(on, ())
        ]
        words = {"text": said["new_text"], "kind": said["new_kind"] or node.kind}
        part = Part(**words, rows=rows, children=children)
        who = {"by": request.membership, "client_id": said["client_id"]}
        return split_opportunity(node, [part], text=said["text"], **who)

    return answer_change(request, form, attempt, show=show, close=True)

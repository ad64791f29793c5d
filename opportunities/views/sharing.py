"""The links of a tree for people without an account."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.links import absolute_url
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.operations.refusals import TreeRefusal
from opportunities.operations.sharing import create_tree_link, revoke_tree_link
from opportunities.share_forms import TreeLinkForm


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def sharing(request, outcome_id):
    """The links of a tree, and a new one to all of it or one branch (``?under=``)."""
    outcome = find_outcome(request, outcome_id)
    if not outcome.may_edit:
        raise PermissionDenied
    branch = _find_branch(request, outcome)
    form, made = TreeLinkForm(request.POST or None), None
    if form.is_valid():
        made = _make(request, outcome, branch, form)
    return _show(request, outcome, branch, form, made)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def tree_link_revocation(request, tree_link_id):
    """Close a link: whoever holds it sees nothing from now on."""
    links = request.workspace.tree_links.visible_to(request.membership)
    link = get_object_or_404(links.select_related("outcome"), pk=tree_link_id)
    revoke_tree_link(link=link, by=request.membership)
    if request.POST.get("from") == "all":
        return redirect("snapshots:all_links", request.workspace.slug)
    where = [request.workspace.slug, link.outcome_id]
    response = redirect("opportunities:sharing", *where)
    response.status_code = 303
    return response


def _make(request, outcome, branch, form):
    """Make the link that was asked for; None, with the reason in the form, if it may not be."""
    wanted = ("label", "expires_at", "passcode")
    given = {name: form.cleaned_data[name] for name in wanted}
    try:
        _link, token = create_tree_link(
            outcome=outcome, opportunity=branch, by=request.membership, **given
        )
    except TreeRefusal as refusal:
        form.add_error(None, str(refusal))
        return None
    address = absolute_url(reverse("shared_tree:tree", args=[token]))
    return {"address": address, "passcode": given["passcode"]}


def _show(request, outcome, branch, form, made):
    refused = form.is_bound and not made
    context = {
        "outcome": outcome,
        "branch": branch,
        "form": form if refused else TreeLinkForm(),
        "made": made,
        "links": outcome.links.for_list(),
    }
    page = "opportunities/sharing/sharing.html"
    status = 422 if refused else 200
    return render_part(request, page, "panel", context, status=status)


def _find_branch(request, outcome):
    named = request.POST.get("under") or request.GET.get("under", "")
    if not named:
        return None
    standing = outcome.opportunities.standing()
    return get_object_or_404(standing, pk=read_number(named) or 0)

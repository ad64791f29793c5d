"""The links of a tree for people without an account."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.links import absolute_url
from discovery.workspaces.permissions import Permission
from opportunities.access import check_may_edit, find_outcome
from opportunities.models import TreeLink
from opportunities.operations.refusals import TreeRefusal
from opportunities.operations.sharing import (
    change_tree_link,
    create_tree_link,
    revoke_tree_link,
)
from opportunities.queries.outside import parents_of, stands
from opportunities.queries.telling_words import find_telling_words
from opportunities.share_forms import SHOWN, TreeLinkChangeForm, TreeLinkForm
from snapshots.outside import digest_of
from snapshots.share_forms import AS_IT_IS


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


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def tree_link(request, tree_link_id):
    """Until when a link works, what it shows, its passcode and its name, to be changed."""
    link = _find_link(request, tree_link_id)
    check_may_edit(link.outcome, request.membership)
    # Nothing is changed of the links to a tree that is put away: they are closed.
    outcome = find_outcome(request, link.outcome_id)
    form = TreeLinkChangeForm(request.POST or None, instance=link)
    places = []
    if form.is_valid():
        places = find_telling_words(link) if form.shows_more else []
        if _are_read(request, form, places):
            return _change(request, link, form, places)
    page = "opportunities/sharing/change.html"
    context = {"link": link, "form": form, "outcome": outcome}
    context |= {"places": places, "digest": digest_of(places)}
    status = 422 if request.method == "POST" else 200
    return render_part(request, page, "panel", context, status=status)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def tree_link_revocation(request, tree_link_id):
    """Close a link: whoever holds it sees nothing from now on."""
    link = _find_link(request, tree_link_id)
    revoke_tree_link(link=link, by=request.membership)
    if request.POST.get("from") == "all":
        return redirect("snapshots:all_links", request.workspace.slug)
    return _to_links(link)


def _change(request, link, form, places):
    """Keep what was changed; a new passcode is shown, this once."""
    given = form.cleaned_data
    keeps = given["passcode_choice"] == AS_IT_IS
    # The form has written into it already.
    link.refresh_from_db(fields=["label", *SHOWN])
    change_tree_link(
        link=link,
        by=request.membership,
        expires_at=given.get("expires_at"),
        passcode=None if keeps else given["passcode"],
        confirmed=[place.part for place in places],
        **{name: given[name] for name in ("label", *SHOWN)},
    )
    if given["passcode"]:
        outcome = find_outcome(request, link.outcome_id)
        made = {"passcode": given["passcode"]}
        return _show(request, outcome, None, TreeLinkForm(), made)
    return _to_links(link)


def _make(request, outcome, branch, form):
    """Make the link that was asked for; None, with the reason in the form, if it may not be."""
    given = {name: form.cleaned_data[name] for name in ("label", *SHOWN)}
    given["opportunity"] = branch
    places = find_telling_words(TreeLink(outcome=outcome, **given))
    if not _are_read(request, form, places):
        return None
    passcode = form.cleaned_data["passcode"]
    try:
        _link, token = create_tree_link(
            outcome=outcome,
            by=request.membership,
            expires_at=form.cleaned_data["expires_at"],
            passcode=passcode,
            confirmed=[place.part for place in places],
            **given,
        )
    except TreeRefusal as refusal:
        form.add_error(None, str(refusal))
        return None
    address = absolute_url(reverse("shared_tree:tree", args=[token]))
    return {"address": address, "passcode": passcode}


def _are_read(request, form, places):
    """Whether nothing may give anybody away, or who shares it has read exactly these words."""
    if not places or request.POST.get("has_read") == digest_of(places):
        return True
    form.telling = places
    form.add_error(None, _("Please read the words below first, and mend or confirm."))
    return False


def _show(request, outcome, branch, form, made):
    refused = form.is_bound and not made
    above = parents_of(outcome)
    links = list(outcome.links.for_list())
    for link in links:
        link.is_off_the_tree = not stands(link, above)
    places = getattr(form, "telling", [])
    context = {
        "outcome": outcome,
        "branch": branch,
        "form": form if refused else TreeLinkForm(),
        "made": made,
        "links": links,
        "places": places,
        "digest": digest_of(places),
    }
    page = "opportunities/sharing/sharing.html"
    status = 422 if refused else 200
    return render_part(request, page, "panel", context, status=status)


def _find_link(request, tree_link_id):
    links = request.workspace.tree_links.visible_to(request.membership)
    links = links.select_related("outcome__workspace", "opportunity")
    return get_object_or_404(links, pk=tree_link_id)


def _to_links(link):
    response = redirect(
        "opportunities:sharing", link.outcome.workspace.slug, link.outcome_id
    )
    response.status_code = 303
    return response


def _find_branch(request, outcome):
    named = request.POST.get("under") or request.GET.get("under", "")
    if not named:
        return None
    standing = outcome.opportunities.standing()
    return get_object_or_404(standing, pk=read_number(named) or 0)

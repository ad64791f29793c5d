from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.links import absolute_url
from discovery.workspaces.permissions import Permission
from recruiting.models import Consent
from snapshots.access import find_snapshot
from snapshots.forms import ShareLinkForm
from snapshots.operations.sharing import create_share_link, revoke_share_link
from snapshots.page import Page


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_WRITE)
def share_links(request, snapshot_id):
    """The links of a page for people without an account, and a new one."""
    snapshot = find_snapshot(request, snapshot_id)
    page = Page(snapshot)
    may_show_name = page.may(Consent.Purpose.SHARING)
    form = ShareLinkForm(request.POST or None, may_show_name=may_show_name)
    address, may_share = "", snapshot.is_published and page.may_leave_the_company
    if may_share and form.is_valid():
        _link, token = create_share_link(
            snapshot=snapshot,
            by=request.membership,
            label=form.cleaned_data["label"],
            shows_name=form.cleaned_data["shows_name"],
            expires_at=form.cleaned_data["expires_at"],
        )
        address = absolute_url(reverse("shared:snapshot", args=[token]))
        form = ShareLinkForm(may_show_name=may_show_name)
    refused = request.method == "POST" and not address
    context = {
        "snapshot": snapshot,
        "page": page,
        "form": form,
        "address": address,
        "may_share": may_share,
        "links": snapshot.share_links.for_list(),
    }
    return render_part(
        request,
        "snapshots/share_links.html",
        "links",
        context,
        status=422 if refused else 200,
    )


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def share_link_revocation(request, snapshot_id, link_id):
    """Close a link: whoever holds it sees nothing from now on."""
    snapshot = find_snapshot(request, snapshot_id)
    link = get_object_or_404(snapshot.share_links, pk=link_id)
    revoke_share_link(link=link, by=request.membership)
    response = redirect("snapshots:share_links", request.workspace.slug, snapshot.pk)
    response.status_code = 303
    return response

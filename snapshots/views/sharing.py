"""The links of a snapshot or a story page for people without an account."""

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
    """The links of a snapshot, and a new one."""
    return answer_links(request, find_snapshot(request, snapshot_id))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_links(request, story_page_id):
    """The links of a story page, and a new one."""
    stories = request.workspace.story_pages.select_related("workspace")
    return answer_links(request, get_object_or_404(stories, pk=story_page_id))


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def share_link_revocation(request, link_id):
    """Close a link: whoever holds it sees nothing from now on."""
    link = get_object_or_404(request.workspace.share_links, pk=link_id)
    revoke_share_link(link=link, by=request.membership)
    response = redirect(links_url(link.target))
    response.status_code = 303
    return response


def answer_links(request, target):
    """The dialog of ``target``'s links; after a POST with the address of the new one."""
    page = Page(target) if hasattr(target, "participant") else None
    may_show_name = page is None or page.may(Consent.Purpose.SHARING)
    may_leave = page is None or page.may_leave_the_company
    form = ShareLinkForm(request.POST or None, may_show_name=may_show_name)
    address, may_share = "", target.is_published and may_leave
    if may_share and form.is_valid():
        _link, token = create_share_link(
            target=target,
            by=request.membership,
            label=form.cleaned_data["label"],
            shows_name=form.cleaned_data["shows_name"],
            expires_at=form.cleaned_data["expires_at"],
        )
        address = absolute_url(reverse("shared:snapshot", args=[token]))
        form = ShareLinkForm(may_show_name=may_show_name)
    refused = request.method == "POST" and not address
    context = {
        "target": target,
        "page": page,
        "form": form,
        "address": address,
        "may_share": may_share,
        "links": target.share_links.for_list(),
        "links_url": links_url(target),
    }
    return render_part(
        request,
        "snapshots/share_links.html",
        "links",
        context,
        status=422 if refused else 200,
    )


def links_url(target):
    """The address of the links of a snapshot or a story page."""
    name = "share_links" if hasattr(target, "participant") else "story_links"
    return reverse(f"snapshots:{name}", args=[target.workspace.slug, target.pk])

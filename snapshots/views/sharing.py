"""The links of a snapshot or a story page for people without an account."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.htmx import render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.links import absolute_url
from discovery.workspaces.permissions import Permission
from recruiting.models import Consent
from snapshots.access import find_snapshot, find_story_page
from snapshots.gathering import say_kept_inside
from snapshots.operations.sharing import (
    TooManyLinks,
    change_share_link,
    create_share_link,
    revoke_share_link,
)
from snapshots.outside import digest_of, find_revealing, what_they_see
from snapshots.page import Page
from snapshots.share_forms import AS_IT_IS, LinkChangeForm, ShareLinkForm

LISTED = 200


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_WRITE)
def share_links(request, snapshot_id):
    """The links of a snapshot, and a new one."""
    return answer_links(request, find_snapshot(request, snapshot_id))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_WRITE)
def story_links(request, story_page_id):
    """The links of a story page, and a new one."""
    return answer_links(request, find_story_page(request, story_page_id))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_WRITE)
def share_link(request, link_id):
    """Until when a link works, its passcode and what it is called, to be changed."""
    link = find_link(request, link_id)
    form = LinkChangeForm(request.POST or None, instance=link)
    if form.is_valid():
        given = form.cleaned_data
        keeps = given["passcode_choice"] == AS_IT_IS
        link.refresh_from_db(fields=["label"])
        change_share_link(
            link=link,
            by=request.membership,
            label=given["label"],
            expires_at=given.get("expires_at"),
            passcode=None if keeps else given["passcode"],
        )
        if given["passcode"]:
            target, made = link.target, {"passcode": given["passcode"]}
            return show_links(request, target, form=new_form(target), made=made)
        return to_links(link)
    context = {"link": link, "form": form, "links_url": links_url(link.target)}
    status = 422 if request.method == "POST" else 200
    return render_part(
        request, "snapshots/share_link.html", "change", context, status=status
    )


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def share_link_revocation(request, link_id):
    """Close a link: whoever holds it sees nothing from now on."""
    link = find_link(request, link_id)
    revoke_share_link(link=link, by=request.membership)
    if request.POST.get("from") == "all":
        return redirect("snapshots:all_links", request.workspace.slug)
    return to_links(link)


@require_safe
@workspace_view(Permission.SNAPSHOT_WRITE)
def all_links(request):
    """Every link of the workspace that has not ended, those of people who left first."""
    links = request.workspace.share_links.visible_to(request.membership)
    links = links.not_ended().for_overview()
    found = list(links[: LISTED + 1])
    trees = request.workspace.tree_links.visible_to(request.membership)
    context = {
        "links": found[:LISTED],
        "has_more": len(found) > LISTED,
        "tree_links": trees.not_ended().for_list()[:LISTED],
    }
    return render(request, "snapshots/all_links.html", context)


def answer_links(request, target):
    """The links of ``target``; after a POST with the address of the new one."""
    form = new_form(target, request.POST or None)
    made = None
    if form.is_valid() and may_leave(target):
        made = make_link(request, target, form)
    return show_links(request, target, form=form, made=made)


def make_link(request, target, form):
    """Make the link that was asked for; None, with the reason in the form, if it may not be."""
    given = form.cleaned_data
    places = find_revealing(target, shows_name=given["shows_name"])
    if places and request.POST.get("has_read") != digest_of(places):
        form.add_error(
            None, _("Please read the words below first, and mend or confirm.")
        )
        return None
    try:
        _link, token = create_share_link(
            target=target,
            by=request.membership,
            label=given["label"],
            shows_name=given["shows_name"],
            expires_at=given["expires_at"],
            passcode=given["passcode"],
            confirmed=[place.part for place in places],
        )
    except TooManyLinks as error:
        form.add_error(None, str(error))
        return None
    address = absolute_url(reverse("shared:snapshot", args=[token]))
    return {"address": address, "passcode": given["passcode"]}


def show_links(request, target, *, form, made=None):
    """The dialog: what was just ``made``, the form of a new link, and those there are."""
    refused = form.is_bound and not made
    shows_name = refused and bool(form.cleaned_data.get("shows_name"))
    places = find_revealing(target, shows_name=shows_name)
    context = {
        "target": target,
        "page": page_in(target),
        "form": form if refused else new_form(target),
        "made": made,
        "may_share": may_leave(target),
        "may_show_name": may_show_name(target),
        "seen": in_words(target, shows_name=False),
        "seen_by_name": in_words(target, shows_name=True),
        "places": places,
        "digest": digest_of(places),
        "links": target.share_links.for_list(),
        "links_url": links_url(target),
    }
    status = 422 if refused else 200
    return render_part(
        request, "snapshots/share_links.html", "links", context, status=status
    )


def new_form(target, posted=None):
    return ShareLinkForm(posted, may_show_name=may_show_name(target))


def page_in(target):
    """The page of a snapshot; a story page has many."""
    return Page(target) if hasattr(target, "participant") else None


def may_leave(target):
    page = page_in(target)
    return target.is_published and (page is None or page.may_leave_the_company)


def may_show_name(target):
    """Whether the link could show a name; on a story page each person's own yes decides."""
    page = page_in(target)
    return page is None or page.may(Consent.Purpose.SHARING)


def in_words(target, *, shows_name):
    """What a reader of the link sees, in a sentence."""
    if page_in(target):
        return what_they_see(Page(target, is_outside=True, shows_name=shows_name))
    if shows_name:
        seen = _("They will see the names and photos of those who agreed to it.")
    else:
        seen = _("They will see everybody under a pseudonym, with a drawn portrait.")
    return " ".join(filter(None, [seen, say_kept_inside(target)]))


def find_link(request, link_id):
    links = request.workspace.share_links.visible_to(request.membership)
    links = links.select_related(
        "snapshot__workspace", "story_page__workspace", "workspace"
    )
    return get_object_or_404(links, pk=link_id)


def to_links(link):
    response = redirect(links_url(link.target))
    response.status_code = 303
    return response


def links_url(target):
    """The address of the links of a snapshot or a story page."""
    name = "share_links" if hasattr(target, "participant") else "story_links"
    return reverse(f"snapshots:{name}", args=[target.workspace.slug, target.pk])

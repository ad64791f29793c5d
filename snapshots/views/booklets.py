from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.models import Paper
from discovery.workspaces.permissions import Permission
from snapshots.operations.booklets import (
    MOST_PAGES,
    hash_of,
    renew_booklet,
    request_booklet,
    stories_of,
)
from snapshots.views.files import send_file
from snapshots.views.paper import paper_of


@require_POST
@workspace_view(Permission.SNAPSHOT_VIEW)
def booklets(request):
    """Ask for one PDF of the pages that were chosen, in the order in which they came."""
    chosen = list(dict.fromkeys(i for i in request.POST.getlist("ids") if _is_id(i)))
    if len(chosen) > MOST_PAGES:
        text = ngettext(
            "A booklet holds %(most)s story at most. Choose fewer.",
            "A booklet holds %(most)s stories at most. Choose fewer.",
            MOST_PAGES,
        )
        messages.error(request, text % {"most": MOST_PAGES})
        return go_to(request, "snapshots:library", request.workspace.slug)
    seen = request.workspace.snapshots.visible_to(request.membership)
    found = seen.in_bulk([int(i) for i in chosen])
    snapshots = [found[int(i)] for i in chosen if int(i) in found]
    if not snapshots:
        messages.error(request, _("Choose the stories that you want in one PDF first."))
        return go_to(request, "snapshots:library", request.workspace.slug)
    paper = request.POST.get("paper", "")
    booklet = request_booklet(
        snapshots=snapshots,
        by=request.membership,
        paper=paper if paper in Paper.values else paper_of(request),
        is_pseudonymous=request.POST.get("wider") == "1",
    )
    return go_to(request, "snapshots:booklet", request.workspace.slug, booklet.pk)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_VIEW)
def booklet(request, booklet_id):
    """How far it is, for whoever asked for it; a press tries it again."""
    booklet = _find(request, booklet_id)
    is_stale = booklet.is_ready and not _is_current(booklet)
    if is_stale or (request.method == "POST" and booklet.is_failed):
        renew_booklet(booklet=booklet)
    context = {"booklet": booklet}
    if wants_part(request):
        return render(request, "snapshots/_booklet.html", context)
    if request.method == "POST":
        return redirect("snapshots:booklet", request.workspace.slug, booklet.pk)
    return render(request, "snapshots/booklet_progress.html", context)


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def booklet_file(request, booklet_id):
    """The file, if every page still stands as it was drawn."""
    booklet = _find(request, booklet_id)
    if not booklet.is_ready or not _is_current(booklet):
        return redirect("snapshots:booklet", request.workspace.slug, booklet.pk)
    if not booklet.file:
        raise Http404
    return send_file(
        booklet.file, content_type="application/pdf", filename=f"{booklet.title}.pdf"
    )


def _find(request, booklet_id):
    mine = request.workspace.booklets.filter(asked_by=request.membership)
    return get_object_or_404(mine.select_related("workspace"), pk=booklet_id)


def _is_current(booklet):
    """Whether nothing on its pages has changed, no consent was taken back, no page hidden."""
    return hash_of(booklet, stories_of(booklet)) == booklet.content_hash


def _is_id(text):
    return text.isascii() and text.isdigit() and len(text) < 19

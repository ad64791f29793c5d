from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot
from snapshots.operations.rendering import current_rendering, request_pdf
from snapshots.page import Page
from snapshots.views.files import send_file


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_VIEW)
def pdf(request, snapshot_id):
    """Ask for the PDF of the page, see how far it is, and fetch it."""
    snapshot = find_snapshot(request, snapshot_id)
    page = Page(snapshot)
    address = (request.workspace.slug, snapshot.pk)
    if request.method == "POST":
        rendering = request_pdf(page=page)
        if rendering.is_ready:
            return go_to(request, "snapshots:pdf_file", *address)
        if not request.htmx:
            return redirect("snapshots:pdf", *address)
    else:
        rendering = current_rendering(page)
        if rendering is None and "asked" in request.GET:
            # The last words were saved after the button was pressed: they are wanted as well.
            rendering = request_pdf(page=page)
    context = {"snapshot": snapshot, "page": page, "rendering": rendering}
    if wants_part(request):
        is_first = request.method == "POST"
        return render(request, "snapshots/_pdf.html", {**context, "is_first": is_first})
    return render(request, "snapshots/pdf_progress.html", context)


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def pdf_file(request, snapshot_id):
    """The PDF of the page as it stands; one that shows an older page is never handed out."""
    page = Page(find_snapshot(request, snapshot_id))
    rendering = current_rendering(page)
    if rendering is None or not rendering.is_ready:
        return redirect("snapshots:pdf", request.workspace.slug, snapshot_id)
    return send_pdf(page, rendering)


def send_pdf(page, rendering):
    """The file under a name that says no more than the page itself does."""
    if not rendering.file:
        raise Http404
    filename = _("Snapshot %(name)s") % {"name": page.name} + ".pdf"
    return send_file(rendering.file, content_type="application/pdf", filename=filename)

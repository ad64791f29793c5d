from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.models import Paper
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot
from snapshots.drawer import said_in_talk
from snapshots.markdown import write_notes, write_page
from snapshots.models import Rendering
from snapshots.operations.rendering import current_rendering, request_pdf
from snapshots.page import Page
from snapshots.pdf import address_of
from snapshots.queries import takes_notes
from snapshots.views.files import send_file
from snapshots.views.paper import paper_of

Kind = Rendering.Kind


@dataclass
class Wish:
    """What is taken away of a page: on which paper or as a picture, and for whom."""

    page: Page
    kind: str = Kind.PAGE

    @property
    def is_wider(self):
        return self.page.is_outside

    @property
    def is_allowed(self):
        """Beyond the team only as far as the person wants to be shown outside."""
        return not self.is_wider or self.page.may_leave_the_company

    @property
    def query(self):
        asked = {"kind": self.kind, "paper": self.page.paper}
        return urlencode(asked | ({"wider": 1} if self.is_wider else {}))

    @property
    def file_url(self):
        """The file itself, as it stands."""
        name = "card" if self.kind == Kind.CARD else "pdf_file"
        snapshot = self.page.snapshot
        where = [snapshot.workspace.slug, snapshot.pk]
        return f"{reverse(f'snapshots:{name}', args=where)}?{self.query}"


def read_wish(request, snapshot, kind=""):
    """What is asked for, on the reader's paper; what is no choice of ours is the ordinary one."""
    asked = request.POST if request.method == "POST" else request.GET
    kind, paper = kind or asked.get("kind"), asked.get("paper")
    page = Page(
        snapshot,
        is_outside=asked.get("wider") == "1",
        paper=paper if paper in Paper.values else paper_of(request),
    )
    return Wish(page, kind if kind in Kind.values else Kind.PAGE)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_VIEW)
def pdf(request, snapshot_id):
    """Ask for the page as a PDF or picture, see how far it is, and fetch it."""
    snapshot = find_snapshot(request, snapshot_id)
    wish = read_wish(request, snapshot)
    if not wish.is_allowed:
        return _refuse(request, snapshot)
    rendering = current_rendering(wish.page, wish.kind)
    # The last words may be saved after the button was pressed: they are wanted as well.
    is_lost = rendering is None and "asked" in request.GET
    if request.method == "POST" or is_lost:
        rendering = request_pdf(page=wish.page, kind=wish.kind)
    if request.method == "POST" and rendering.is_ready:
        return go_to(request, wish.file_url)
    context = {"snapshot": snapshot, "page": wish.page, "rendering": rendering}
    context["wish"] = wish
    context["takes_notes"] = takes_notes(snapshot, request.membership)
    if wants_part(request):
        return render(request, "snapshots/_export.html", context)
    if request.method == "POST":
        where = reverse("snapshots:pdf", args=[request.workspace.slug, snapshot.pk])
        return redirect(f"{where}?{wish.query}")
    return render(request, "snapshots/pdf_progress.html", context)


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def pdf_file(request, snapshot_id):
    """The PDF of the page as it stands; one that shows an older page is never handed out."""
    wish = read_wish(request, find_snapshot(request, snapshot_id), Kind.PAGE)
    if not wish.is_allowed:
        raise Http404
    rendering = current_rendering(wish.page)
    if rendering is None or not rendering.is_ready:
        where = reverse("snapshots:pdf", args=[request.workspace.slug, snapshot_id])
        return redirect(f"{where}?{wish.query}")
    return send_pdf(wish.page, rendering)


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def card(request, snapshot_id):
    """The page as a picture for chats; asked for first if it is not made as it stands."""
    wish = read_wish(request, find_snapshot(request, snapshot_id), Kind.CARD)
    if not wish.is_allowed:
        raise Http404
    rendering = request_pdf(page=wish.page, kind=Kind.CARD)
    if not rendering.is_ready:
        where = reverse("snapshots:pdf", args=[request.workspace.slug, snapshot_id])
        return redirect(f"{where}?{wish.query}")
    return send_made(wish.page, rendering, "png", "image/png", inline=True)


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def markdown(request, snapshot_id):
    """The page as Markdown, with the talk's notes for whoever may know the talk."""
    snapshot = find_snapshot(request, snapshot_id)
    wish = read_wish(request, snapshot)
    if not wish.is_allowed:
        return _refuse(request, snapshot)
    lines = list(write_page(wish.page, address_of(wish.page)))
    if not wish.is_wider and takes_notes(snapshot, request.membership):
        lines += write_notes(said_in_talk(snapshot))
    response = HttpResponse("".join(lines), content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(
        True, file_name(wish.page, "md")
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def send_pdf(page, rendering):
    """The file under a name that says no more than the page itself does."""
    return send_made(page, rendering, "pdf", "application/pdf")


def send_made(page, rendering, suffix, content_type, *, inline=False):
    if not rendering.file:
        raise Http404
    return send_file(
        rendering.file,
        content_type=content_type,
        filename=file_name(page, suffix),
        inline=inline,
    )


def file_name(page, suffix):
    """What a file is called that is taken away of ``page``."""
    return _("Snapshot %(name)s") % {"name": page.name} + f".{suffix}"


def _refuse(request, snapshot):
    text = _(
        "They do not want to be shown outside, so nobody may take this page there."
    )
    messages.warning(request, text)
    return go_to(request, "snapshots:snapshot", request.workspace.slug, snapshot.pk)

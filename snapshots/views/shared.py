"""What somebody without an account sees through a share link; every request checks anew (A4.2)."""

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from discovery.workspaces.links import public_view
from snapshots.access import load_share_link
from snapshots.operations.rendering import current_rendering, request_pdf
from snapshots.operations.sharing import count_opening
from snapshots.page import Page
from snapshots.views.pdf import send_pdf
from snapshots.views.photos import send_photo


def load_shared(token):
    """The link and its page as it may be shown outside, or None if nothing may."""
    link = load_share_link(token)
    if link is None:
        return None
    page = Page(link.snapshot, is_outside=True, shows_name=link.shows_name)
    return (link, page, token) if page.may_leave_the_company else None


@require_GET
@public_view(load_shared, referrer="no-referrer")
def shared(request, found):
    """One page for one reader, without an account and without script."""
    link, page, token = found
    count_opening(link=link)
    return render(
        request,
        "snapshots/shared.html",
        {"page": page, "link": link, "token": token, "workspace": link.workspace},
    )


@require_GET
@public_view(load_shared, referrer="no-referrer")
def shared_photo(request, found):
    """The photo of a page that shows the person by name."""
    return send_photo(found[1])


# The token in the address is the whole authority and no cookie counts, so there is nothing
# to forge; and these pages send no referrer, without which a browser's origin is "null".
@csrf_exempt
@require_http_methods(["GET", "POST"])
@public_view(load_shared, referrer="no-referrer")
def shared_pdf(request, found):
    """Ask for the PDF of the shared page, and see how far it is."""
    link, page, token = found
    if request.method == "POST":
        rendering = request_pdf(page=page)
        name = "shared:pdf_file" if rendering.is_ready else "shared:pdf"
        return redirect(name, token)
    rendering = current_rendering(page)
    return render(
        request,
        "snapshots/shared_pdf.html",
        {
            "page": page,
            "rendering": rendering,
            "token": token,
            "workspace": link.workspace,
        },
    )


@require_GET
@public_view(load_shared, referrer="no-referrer")
def shared_pdf_file(request, found):
    """The PDF of the shared page as it stands."""
    _link, page, token = found
    rendering = current_rendering(page)
    if rendering is None or not rendering.is_ready:
        return redirect("shared:pdf", token)
    return send_pdf(page, rendering)

"""What somebody without an account sees through a share link; every request checks anew (A4.2)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from discovery.workspaces.links import absolute_url
from snapshots.models import Rendering
from snapshots.operations.rendering import current_rendering, request_pdf
from snapshots.operations.sharing import count_opening
from snapshots.views.pdf import send_made, send_pdf
from snapshots.views.photos import send_photo
from snapshots.views.share_guard import page_of, share_view
from snapshots.views.stories import show_shared_story
from snapshots.visitors import is_reader


@require_http_methods(["GET", "HEAD", "POST"])
@share_view
def shared(request, link, token):
    """One page for one reader, without an account and without script."""
    if request.method == "POST":
        # The passcode, sent by somebody who is let in already.
        return redirect("shared:snapshot", token)
    if is_reader(request):
        count_opening(link=link)
    if link.story_page:
        return show_shared_story(request, link, token)
    page = page_of(link)
    context = {
        "page": page,
        "link": link,
        "token": token,
        "card_url": card_url(link, token, page),
        "workspace": link.workspace,
    }
    return render(request, "snapshots/shared.html", context)


def card_url(link, token, page):
    """The address of the picture that a chat tool shows; none before a passcode or the drawing."""
    if link.has_passcode:
        return ""
    card = request_pdf(page=page, kind=Rendering.Kind.CARD)
    address = reverse("shared:card", args=[token])
    return absolute_url(address) if card.is_ready else ""


@require_safe
@share_view
def shared_photo(request, link, token):
    """The photo of a page that shows the person by name."""
    return send_photo(shared_page(link))


@require_safe
@share_view
def shared_card(request, link, token):
    """The page as a picture for chat tools, as it stands."""
    page = shared_page(link)
    card = current_rendering(page, Rendering.Kind.CARD)
    if link.has_passcode or card is None or not card.is_ready:
        raise Http404
    return send_made(page, card, "png", "image/png", inline=True)


@require_http_methods(["GET", "POST"])
@share_view
def shared_pdf(request, link, token):
    """Ask for the PDF of the shared page, and see how far it is."""
    page = shared_page(link)
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


@require_safe
@share_view
def shared_pdf_file(request, link, token):
    """The PDF of the shared page as it stands."""
    page = shared_page(link)
    rendering = current_rendering(page)
    if rendering is None or not rendering.is_ready:
        return redirect("shared:pdf", token)
    return send_pdf(page, rendering)


def shared_page(link):
    """The link's one page; a story page has none of its own."""
    if link.snapshot is None:
        raise Http404
    return page_of(link)

"""On which paper somebody wants to see a page: as the address says, as they chose before, or as everybody here."""

from discovery.workspaces.models import Paper
from snapshots.page import Page

COOKIE = "paper"
A_YEAR = 365 * 24 * 60 * 60


def page_for(request, snapshot):
    """The page on the reader's paper."""
    return Page(snapshot, paper=paper_of(request))


def paper_of(request):
    chosen = request.GET.get("paper") or request.COOKIES.get(COOKIE)
    return chosen if chosen in Paper.values else request.workspace.paper


def remember_paper(request, response):
    """Keep in the browser what the address has chosen."""
    if request.GET.get("paper") in Paper.values:
        response.set_cookie(
            COOKIE,
            request.GET["paper"],
            max_age=A_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.wall import Wall, load_cards
from snapshots.wall_chips import WallChips
from snapshots.wall_filters import WallFilters

CARDS = 24
MOST_DRAFTS = 12


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def library(request):
    """The wall of stories: newest first, narrowed by filters, and found by the words on them."""
    filters = WallFilters(request.GET, request.membership)
    pages = filters.narrow(request.workspace.snapshots.published())
    after = read_place(request.GET.get("after", ""))
    wall = Wall(pages.before(*after) if after else pages, filters.query, filters.common)
    ids = wall.first_ids(CARDS + 1)
    cards = load_cards(ids[:CARDS], request.membership, filters.query)
    context = {
        "cards": cards,
        "next_url": next_page(filters, cards) if len(ids) > CARDS else "",
        "filters": filters,
    }
    if after:
        return render_part(request, "snapshots/library.html", "rows", context)
    # One screen or less is counted already.
    context["chips"] = WallChips(filters)
    is_all = len(ids) <= CARDS
    counted = (len(ids), False) if is_all else wall.count(at_least=CARDS)
    context["count"], context["is_more"] = counted
    context["drafts"] = [] if filters.is_narrowed else drafts_of(request, filters.team)
    return render_part(request, "snapshots/library.html", "wall", context)


@require_POST
@workspace_view(Permission.SNAPSHOT_VIEW)
def selection(request):
    """From the pages that were ticked on the wall on to story time, whose address names them."""
    ids = [("ids", pk) for pk in request.POST.getlist("ids") if read_number(pk)]
    url = resolve_url("snapshots:presentation", request.workspace.slug)
    if not ids:
        messages.info(request, _("Tick a page first: each has a box in its corner."))
        return redirect("snapshots:library", request.workspace.slug)
    return redirect(f"{url}?{urlencode(ids)}")


def drafts_of(request, team):
    """The drafts of the member's own teams, for those who write."""
    if not request.membership.may(Permission.SNAPSHOT_WRITE):
        return []
    own = request.membership.teams.all()
    drafts = request.workspace.snapshots.drafts().filter(team__in=own)
    if team:
        drafts = drafts.filter(team=team)
    newest = drafts.order_by("-talked_on", "-pk").values_list("pk", flat=True)
    return load_cards(list(newest[:MOST_DRAFTS]), request.membership)


def next_page(filters, cards):
    """Where the wall goes on: after the last card shown, whatever is added meanwhile."""
    last = cards[-1].snapshot
    place = {"after": f"{last.talked_on.isoformat()}_{last.pk}"}
    return f"?{urlencode({**filters.others(), **place})}"


def read_place(text):
    """The day and the key of a card, or None if the text is no such place."""
    day, _underscore, key = text.partition("_")
    try:
        day = date.fromisoformat(day)
    except ValueError:
        return None
    pk = read_number(key)
    return None if pk is None else (day, pk)

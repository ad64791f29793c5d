from datetime import date

from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.wording import search_words

CARDS = 24
MOST_DRAFTS = 12


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def library(request):
    """The wall of stories: newest first, by team, and found by the words on them."""
    words = search_words(request.GET.get("q", "")[:200])
    wall = request.workspace.snapshots.published().matching(words).for_wall()
    team = None
    if team_id := request.GET.get("team", ""):
        team = get_object_or_404(request.workspace.teams, pk=read_number(team_id))
        wall = wall.filter(team=team)
    after = read_place(request.GET.get("after", ""))
    if after:
        wall = wall.before(*after)
    cards = list(wall[: CARDS + 1])
    context = {
        "cards": cards[:CARDS],
        "next_url": next_page(request, cards),
        "words": words,
        "q": request.GET.get("q", "")[:200],
        "team": team,
        "teams": request.workspace.teams.all(),
        "drafts": [] if after else drafts_of(request, team),
    }
    return render_part(
        request, "snapshots/library.html", "rows" if after else "wall", context
    )


def drafts_of(request, team):
    """The drafts of the member's own teams, for those who write."""
    if not request.membership.may(Permission.SNAPSHOT_WRITE):
        return []
    own = request.membership.teams.all()
    drafts = request.workspace.snapshots.drafts().filter(team__in=own).for_wall()
    if team:
        drafts = drafts.filter(team=team)
    return drafts[:MOST_DRAFTS]


def next_page(request, cards):
    """Where the wall goes on: after the last card shown, whatever is added meanwhile."""
    if len(cards) <= CARDS:
        return ""
    last = cards[CARDS - 1]
    place = {"after": f"{last.talked_on.isoformat()}_{last.pk}"}
    kept = {name: request.GET[name] for name in ("q", "team") if request.GET.get(name)}
    return f"?{urlencode({**kept, **place})}"


def read_place(text):
    """The day and the key of a card, or None if the text is no such place."""
    day, _, pk = text.partition("_")
    try:
        return date.fromisoformat(day), min(int(pk), 2**63 - 1)
    except ValueError:
        return None

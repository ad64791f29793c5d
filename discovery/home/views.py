from datetime import timedelta

from django.db.models import Q
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from discovery.home.everything import kinds_for, search_everything
from discovery.home.screens import greeting, reading_home, team_home
from discovery.home.search import search as find
from discovery.home.search import way_to_everything
from discovery.htmx import render_part, wants_part
from discovery.numbers import read_number
from discovery.searching.words import LONGEST_QUERY, read_query
from discovery.workspaces.access import workspace_view
from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Permission

# Often enough to know where somebody was last, seldom enough to cost nothing.
REMEMBER_EVERY = timedelta(minutes=10)


@require_safe
@workspace_view(Permission.WORKSPACE_VIEW)
def home(request):
    """What should we do next? Each role gets the answer that it can act on."""
    membership = request.membership
    remember_visit(membership)
    context = {"greeting": greeting(request.user)}
    if membership.may(Permission.INTERVIEW_MANAGE):
        context |= team_home(membership, request.team)
        return render(request, "home/home.html", context)
    if membership.may(Permission.SNAPSHOT_VIEW):
        context |= reading_home(membership, request.team)
        return render(request, "home/home_reader.html", context)
    nominees = membership.nominations.select_related(
        "participant", "participant__photo"
    )
    context["nominations"] = nominees.order_by("-created_at", "-pk")[:5]
    return render(request, "home/home_colleague.html", context)


def remember_visit(membership):
    """Note that the person was here, so that ``/`` leads back to this workspace."""
    stale = Q(last_seen_at=None) | Q(last_seen_at__lt=now() - REMEMBER_EVERY)
    seen = membership.last_seen_at
    if seen is None or now() - seen > REMEMBER_EVERY:
        Membership.objects.filter(stale, pk=membership.pk).update(last_seen_at=now())


@require_safe
@workspace_view(Permission.WORKSPACE_VIEW)
def search(request):
    """People, snapshots, opportunities and actions: a list for the palette, a page without script."""
    query = request.GET.get("q", "")
    context = {
        "groups": find(request.membership, query),
        "query": query,
        "everything": way_to_everything(request.membership, query),
    }
    template = "home/_results.html" if wants_part(request) else "home/search.html"
    return render(request, template, context)


@require_safe
@workspace_view(Permission.WORKSPACE_VIEW)
def everything(request):
    """All that was written down and said, found by its words: each line leads to its place."""
    typed = request.GET.get("q", "")[:LONGEST_QUERY]
    kinds = kinds_for(request.membership)
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    before = read_number(request.GET.get("before", "")) if kind else None
    query = read_query(typed)
    groups = search_everything(request.membership, query, kind=kind, before=before)
    context = {
        "q": typed,
        "query": query,
        "kinds": kinds,
        "kind": kind,
        "groups": groups,
    }
    if before and wants_part(request):
        context["group"] = groups[0] if groups else None
        return render(request, "home/_hits.html", context)
    return render_part(request, "home/everything.html", "found", context)

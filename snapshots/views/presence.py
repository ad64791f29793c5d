import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from discovery.live.presence import TooManySigns, give_sign, people_at
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.part_names import is_part_name

TAB = re.compile(r"[a-z0-9]{1,12}")


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_WRITE)
def presence(request, snapshot_id):
    """Who else writes on the page just now, and where; a POST says so of oneself."""
    snapshots = request.workspace.snapshots.visible_to(request.membership)
    if not snapshots.filter(pk=snapshot_id).exists():
        raise Http404
    if request.method == "POST":
        part, tab = request.POST.get("part", ""), request.POST.get("tab", "")
        if not (is_part_name(part) and TAB.fullmatch(tab)):
            return HttpResponse(status=422)
        is_leaving = "leaving" in request.POST
        try:
            give_sign(
                channel=f"snapshot:{snapshot_id}",
                by=request.membership,
                tab=tab,
                part=None if is_leaving else part,
            )
        except TooManySigns:
            return HttpResponse(status=429)
        if is_leaving:
            return HttpResponse(status=204)
    return render(
        request, "snapshots/_people_here.html", people_here(request, snapshot_id)
    )


def people_here(request, snapshot_id):
    """The others on the page in the order of their names, each with their part."""
    at = people_at(f"snapshot:{snapshot_id}")
    at.pop(request.membership.pk, None)
    people = list(
        request.workspace.memberships.active()
        .filter(pk__in=at)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    for person in people:
        person.part = at[person.pk]
    return {"people": people}

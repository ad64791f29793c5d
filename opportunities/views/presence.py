import re

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from discovery.live.presence import TooManySigns, give_sign, people_at
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome

TAB = re.compile(r"[a-z0-9]{1,12}")
NODE = re.compile(r"((outcome|opportunity|solution|assumption):[0-9]{1,18})?")


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def presence(request, outcome_id):
    """Who else looks at the tree just now, and at which node; a POST says so of oneself."""
    channel = f"tree:{find_outcome(request, outcome_id).pk}"
    if request.method == "POST":
        node, tab = request.POST.get("node", ""), request.POST.get("tab", "")
        if not (NODE.fullmatch(node) and TAB.fullmatch(tab)):
            return HttpResponse(status=422)
        is_leaving = "leaving" in request.POST
        part = None if is_leaving else node
        try:
            give_sign(channel=channel, by=request.membership, tab=tab, part=part)
        except TooManySigns:
            return HttpResponse(status=429)
        if is_leaving:
            return HttpResponse(status=204)
    context = {"people": _others(request, channel)}
    return render(request, "opportunities/canvas/_here.html", context)


def _others(request, channel):
    """In the order of their names, each with the node they are at."""
    at = people_at(channel)
    at.pop(request.membership.pk, None)
    members = request.workspace.memberships.active().filter(pk__in=at)
    people = list(members.select_related("user").order_by("user__name", "pk"))
    for person in people:
        person.node = at[person.pk]
    return people

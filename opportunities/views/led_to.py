"""What one story led to: the nodes it stands on, and the decisions that were made because of it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.queries.led_to import led_to
from snapshots.page import Page


@require_safe
@workspace_view(Permission.TREE_VIEW)
def story_led_to(request, snapshot_id):
    """From a snapshot to the decisions; each decision leads back to its stories."""
    snapshots = request.workspace.snapshots.visible_to(request.membership).for_page()
    snapshot = get_object_or_404(snapshots, pk=snapshot_id)
    nodes, insights = led_to(snapshot)
    context = {"page": Page(snapshot), "nodes": nodes, "insights": insights}
    context["count"] = len(
        {d.pk for led in nodes for d in led.decisions if not d.is_earlier}
    )
    return render(request, "opportunities/evidence/led_to.html", context)

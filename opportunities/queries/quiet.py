"""Nodes of which nobody has told for long: evidence ages (F175)."""

from datetime import timedelta

from django.db.models import Max
from django.utils.timezone import localdate

from opportunities.models import Evidence


def mark_quiet(outcome):
    """Cards whose newest story, their own or from beneath, is older than the team has agreed on."""
    long_ago = localdate() - timedelta(weeks=outcome.quiet_weeks)
    placed = Evidence.objects.filter(opportunity__outcome=outcome).order_by()
    told = placed.values_list("opportunity").annotate(Max("heard__snapshot__talked_on"))
    if not told:
        return
    rows = outcome.opportunities.standing().order_by()
    parents = dict(rows.values_list("pk", "parent_id"))
    newest = {}
    for node, on in told:
        # Up to the first that has heard newer ones: above it all have.
        while node in parents and newest.get(node, long_ago.min) < on:
            newest[node] = on
            node = parents[node]
    for node, on in newest.items():
        if on <= long_ago:
            yield f"opportunity-{node}", {"age": "stale"}

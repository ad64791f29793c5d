"""The trees of a workspace: each under the one that its outcome helps to reach."""

from django.db.models import Count, Max, OuterRef, Prefetch, Q, Subquery

from opportunities.access import may_edit
from opportunities.models import Opportunity, TreeChange

MOST_PUT_AWAY = 50


def list_trees(workspace):
    """The outcomes that serve no other, by team; each has those below it as ``below``."""
    targets = Opportunity.objects.standing().filter(is_target=True)
    changes = TreeChange.objects.filter(outcome=OuterRef("pk")).order_by()
    last = changes.values("outcome").annotate(at=Max("at")).values("at")
    standing = Q(opportunities__deleted_at=None, opportunities__parked_at=None)
    rows = workspace.outcomes.filter(archived_at=None).select_related("team")
    rows = rows.prefetch_related(Prefetch("opportunities", targets, to_attr="targets"))
    rows = rows.annotate(
        needs=Count("opportunities", filter=standing), changed_at=Subquery(last)
    )
    found = {row.pk: row for row in rows.order_by("team__name", "-created_at")}
    for row in found.values():
        row.below = []
    top = []
    for row in found.values():
        above = found.get(row.serves_id)
        (above.below if above else top).append(row)
    return top


def list_put_away(workspace, membership):
    """The trees that are put away, the last first, with ``may_edit`` for who asks."""
    rows = workspace.outcomes.filter(archived_at__isnull=False).select_related("team")
    rows = list(rows.order_by("-archived_at")[:MOST_PUT_AWAY])
    teams = {row.team_id: row for row in rows}
    allowed = {team for team, row in teams.items() if may_edit(row, membership)}
    for row in rows:
        row.may_edit = row.team_id in allowed
    return rows

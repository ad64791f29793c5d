"""Putting what was heard on an opportunity, and taking it off."""

from django.utils.translation import gettext as _

from opportunities.models import Evidence
from opportunities.operations.nodes import find_node
from opportunities.operations.refusals import AlreadyPlaced, Gone
from snapshots.models import HeardOpportunity


def support(outcome, step):
    """Put what was heard on a node, once: two people may have it in hand.

    ``also`` lets one story stand on several nodes, where it told of several things.
    """
    node = find_node(outcome, "opportunity", step["id"])
    published = HeardOpportunity.objects.filter(
        workspace=outcome.workspace_id,
        snapshot__team=outcome.team_id,
        snapshot__published_at__isnull=False,
    )
    heard = published.select_for_update(of=["self"]).filter(pk=step["heard"]).first()
    if heard is None:
        raise Gone(_("That story is no longer published."))
    placed = heard.evidence.select_related("opportunity")
    if step.get("also"):
        placed = placed.filter(opportunity=node)
    if here := placed.first():
        raise AlreadyPlaced(here.opportunity)
    Evidence.objects.create(
        workspace_id=node.workspace_id,
        opportunity=node,
        heard=heard,
        placed_by_id=step["by"],
        is_against=step.get("against", False),
    )
    return {**step, "do": "unsupport"}


def unsupport(outcome, step):
    placed = Evidence.objects.filter(
        opportunity=step["id"], opportunity__outcome=outcome, heard=step["heard"]
    ).first()
    if placed is None:
        raise Gone(_("Somebody has taken it away already."))
    inverse = {**step, "do": "support", "by": placed.placed_by_id}
    inverse["against"] = placed.is_against
    others = Evidence.objects.filter(heard=step["heard"]).exclude(pk=placed.pk)
    inverse["also"] = others.exists()
    placed.delete()
    return inverse

"""Parking a branch for later, and aiming at one opportunity."""

from django.utils.timezone import now
from django.utils.translation import gettext as _

from opportunities.operations.nodes import check_place, find_node
from opportunities.operations.refusals import Gone
from opportunities.operations.steps.writing import touch
from opportunities.tree import is_within


def park(outcome, step):
    node = find_node(outcome, "opportunity", step["id"])
    if node.parked_at:
        raise Gone(_("Somebody has parked it already."))
    parents = dict(outcome.opportunities.present().values_list("pk", "parent_id"))
    target = find_target(outcome)
    hides_target = bool(target and is_within(parents, target.pk, node.pk))
    if hides_target:
        outcome.opportunities.filter(pk=target.pk).update(is_target=False)
    node.refresh_from_db(fields=["is_target"])
    node.parked_at, node.parked_reason = now(), step["reason"]
    node.save(update_fields=["parked_at", "parked_reason", *touch(node)])
    back = target.pk if hides_target else None
    return {"do": "unpark", "id": node.pk, "target": back}


def unpark(outcome, step):
    node = find_node(outcome, "opportunity", step["id"])
    if not node.parked_at:
        raise Gone(_("It is back on the tree already."))
    reason, node.parked_at, node.parked_reason = node.parked_reason, None, ""
    node.save(update_fields=["parked_at", "parked_reason", *touch(node)])
    if step.get("target"):
        aim_again(outcome, step["target"])
    return {"do": "park", "id": node.pk, "reason": reason}


def aim(outcome, step):
    """Make one opportunity the target, or none: one at a time (R70)."""
    target = find_target(outcome)
    if (target.pk if target else None) != step["was"]:
        raise Gone(_("Somebody has chosen another target meanwhile."))
    if step["id"] is not None:
        find_node(outcome, "opportunity", step["id"])
        # Nor is a node the target that stands beneath a parked one.
        check_place(outcome, step["id"])
    outcome.opportunities.filter(is_target=True).update(is_target=False)
    outcome.opportunities.filter(pk=step["id"]).update(is_target=True)
    return {"do": "aim", "id": step["was"], "was": step["id"]}


def find_target(outcome):
    return outcome.opportunities.filter(is_target=True).first()


def aim_again(outcome, pk):
    """Give a node back that it is the target, unless people aim at another or have parked it meanwhile."""
    if find_target(outcome):
        return
    try:
        check_place(outcome, pk)
    except Gone:
        return
    outcome.opportunities.filter(pk=pk).update(is_target=True)

"""The few primitive steps that every change of a tree is made of, and their inverses.

A step is a small dict that fits into JSON. ``apply_step`` carries it out and returns the step
that takes it back; undo, redo and what a person does all run through here, so that the rules
are checked in one place, always inside the tree's lock.
"""

from django.utils.timezone import now
from django.utils.translation import gettext as _

from opportunities.models import Evidence
from opportunities.operations.places import free_key, previous_sibling
from opportunities.operations.refusals import (
    AlreadyPlaced,
    Gone,
    HasChildren,
    StaleEdit,
    WouldCircle,
)
from opportunities.tree import is_within, may_stand
from snapshots.models import HeardOpportunity


def apply_step(outcome, step):
    """Carry out one step on a locked tree; return its inverse."""
    return _STEPS[step["do"]](outcome, step)


def find_node(outcome, on, pk):
    """The opportunity, solution or outcome itself, unless it has been deleted."""
    if on == "outcome":
        return outcome
    rows = outcome.solutions if on == "solution" else outcome.opportunities
    node = rows.filter(pk=pk, deleted_at=None).first()
    if node is None:
        raise Gone
    return node


def check_place(outcome, parent):
    """Refuse a place under something that is gone, parked, or beneath something parked."""
    rows = outcome.opportunities.present().values_list("pk", "parent_id", "parked_at")
    parents = {pk: parent_id for pk, parent_id, parked_at in rows}
    parked = [pk for pk, parent_id, parked_at in rows if parked_at]
    if parent is not None and parent not in parents:
        raise Gone(_("The place you chose is no longer on the tree."))
    if parent is not None and any(is_within(parents, parent, pk) for pk in parked):
        raise Gone(_("The place you chose is parked. Bring it back first."))
    return parents


def _write(outcome, step):
    row = find_node(outcome, step["on"], step["id"])
    for name, was in step["was"].items():
        if _plain(getattr(row, name)) != was:
            raise StaleEdit(row, name, step["set"][name])
    for name, value in step["set"].items():
        setattr(row, name, _stored(row, name, value))
    row.version += 1
    row.save(update_fields=[*step["set"], "version"])
    return {**step, "set": step["was"], "was": step["set"]}


def _move(outcome, step):
    node = find_node(outcome, "opportunity", step["id"])
    parents = check_place(outcome, step["parent"])
    if not may_stand(parents, node.pk, step["parent"]):
        raise WouldCircle
    inverse = {**step, "parent": node.parent_id, "after": previous_sibling(node)}
    node.position = free_key(outcome, step["parent"], step["after"], moving=node.pk)
    node.parent_id = step["parent"]
    node.save(update_fields=["parent", "position"])
    return inverse


def _remove(outcome, step):
    node = find_node(outcome, step["on"], step["id"])
    inverse = {**step, "do": "revive", "evidence": [], "target": False}
    if step["on"] == "opportunity":
        children = node.children.filter(deleted_at=None).count()
        children += node.solutions.filter(deleted_at=None).count()
        if children:
            raise HasChildren(children)
        # What it stood on goes back to the inbox; reviving takes it from there.
        inverse["evidence"] = list(node.evidence.values_list("heard", "placed_by"))
        inverse["target"] = node.is_target
        node.evidence.all().delete()
        node.is_target = False
    node.deleted_at = now()
    node.save()
    return inverse


def _revive(outcome, step):
    rows = outcome.solutions if step["on"] == "solution" else outcome.opportunities
    node = rows.get(pk=step["id"])
    if step["on"] == "opportunity":
        check_place(outcome, node.parent_id)
        node.position = free_key(
            outcome, node.parent_id, previous_sibling(node), moving=node.pk
        )
        node.is_target = step["target"] and not _target(outcome)
    else:
        owner = find_node(outcome, "opportunity", node.opportunity_id)
        node.position = free_key(
            outcome, owner.pk, previous_sibling(node), moving=node.pk, of="solution"
        )
    node.deleted_at = None
    node.save()
    free = HeardOpportunity.objects.filter(
        evidence=None, workspace=outcome.workspace_id
    )
    still_free = set(free.values_list("pk", flat=True)) if step["evidence"] else set()
    for heard, placed_by in step["evidence"]:
        if heard in still_free:
            _place(node, heard, placed_by)
    return {"do": "remove", "on": step["on"], "id": step["id"]}


def _park(outcome, step):
    node = find_node(outcome, "opportunity", step["id"])
    if node.parked_at:
        raise Gone(_("Somebody has parked it already."))
    parents = dict(outcome.opportunities.present().values_list("pk", "parent_id"))
    target = _target(outcome)
    hides_target = bool(target and is_within(parents, target.pk, node.pk))
    if hides_target:
        outcome.opportunities.filter(pk=target.pk).update(is_target=False)
    node.refresh_from_db(fields=["is_target"])
    node.parked_at, node.parked_reason = now(), step["reason"]
    node.save(update_fields=["parked_at", "parked_reason"])
    back = target.pk if hides_target else None
    return {"do": "unpark", "id": node.pk, "target": back}


def _unpark(outcome, step):
    node = find_node(outcome, "opportunity", step["id"])
    if not node.parked_at:
        raise Gone(_("It is back on the tree already."))
    reason, node.parked_at, node.parked_reason = node.parked_reason, None, ""
    node.save(update_fields=["parked_at", "parked_reason"])
    if step.get("target") and not _target(outcome):
        outcome.opportunities.standing().filter(pk=step["target"]).update(
            is_target=True
        )
    return {"do": "park", "id": node.pk, "reason": reason}


def _aim(outcome, step):
    """Make one opportunity the target, or none: one at a time (R70)."""
    target = _target(outcome)
    if (target.pk if target else None) != step["was"]:
        raise Gone(_("Somebody has chosen another target meanwhile."))
    outcome.opportunities.filter(is_target=True).update(is_target=False)
    if step["id"] is not None:
        node = find_node(outcome, "opportunity", step["id"])
        if node.parked_at:
            raise Gone(_("It is parked. Bring it back first."))
        node.is_target = True
        node.save(update_fields=["is_target"])
    return {"do": "aim", "id": step["was"], "was": step["id"]}


def _support(outcome, step):
    """Put what was heard on a node, once: two people may have it in hand."""
    node = find_node(outcome, "opportunity", step["id"])
    published = HeardOpportunity.objects.filter(
        workspace=outcome.workspace_id,
        snapshot__team=outcome.team_id,
        snapshot__published_at__isnull=False,
    )
    heard = published.select_for_update(of=["self"]).filter(pk=step["heard"]).first()
    if heard is None:
        raise Gone(_("That story is no longer published."))
    if placed := heard.evidence.select_related("opportunity").first():
        raise AlreadyPlaced(placed.opportunity)
    _place(node, heard.pk, step["by"])
    return {**step, "do": "unsupport"}


def _unsupport(outcome, step):
    placed = Evidence.objects.filter(
        opportunity=step["id"], opportunity__outcome=outcome, heard=step["heard"]
    ).first()
    if placed is None:
        raise Gone(_("Somebody has taken it away already."))
    inverse = {**step, "do": "support", "by": placed.placed_by_id}
    placed.delete()
    return inverse


def _place(node, heard, placed_by):
    Evidence.objects.create(
        workspace_id=node.workspace_id,
        opportunity=node,
        heard_id=heard,
        placed_by_id=placed_by,
    )


def _target(outcome):
    return outcome.opportunities.filter(is_target=True).first()


def _plain(value):
    """A value as it stands in a step: dates are text in JSON, and nothing is an empty text."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _stored(row, name, value):
    field = row._meta.get_field(name)
    return None if field.null and value == "" else field.to_python(value)


_STEPS = {
    "write": _write,
    "move": _move,
    "remove": _remove,
    "revive": _revive,
    "park": _park,
    "unpark": _unpark,
    "aim": _aim,
    "support": _support,
    "unsupport": _unsupport,
}

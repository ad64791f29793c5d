"""Moving a node with all beneath it."""

from django.utils.translation import gettext as _

from opportunities.kinds import KINDS
from opportunities.operations.nodes import check_place, find_node, parent_of
from opportunities.operations.places import free_key, previous_sibling
from opportunities.operations.refusals import Gone, WouldCircle
from opportunities.operations.steps.writing import touch
from opportunities.tree import is_within


def move(outcome, step):
    """The ancestors are asked again inside the lock (B4.2)."""
    on, parent = step.get("on", "opportunity"), step["parent"]
    node = find_node(outcome, on, step["id"])
    here = parent_of(node)
    if step.get("was", here) != here:
        raise Gone(_moved_elsewhere(outcome, node))
    parents = check_place(outcome, parent, on)
    if on == "opportunity" and parent and is_within(parents, parent, node.pk):
        raise WouldCircle
    before = previous_sibling(node)
    node.position = free_key(outcome, parent, step["after"], moving=node.pk, of=on)
    setattr(node, KINDS[on].parent, parent)
    node.save(update_fields=[KINDS[on].parent, "position", *touch(node)])
    return {**step, "on": on, "parent": here, "after": before, "was": parent}


def _moved_elsewhere(outcome, node):
    above = find_node(outcome, _above(node), parent_of(node)) if parent_of(node) else ""
    return _("Somebody has moved it under “%(text)s” meanwhile.") % {
        "text": above.text if above else outcome.title
    }


def _above(node):
    return KINDS[node._meta.model_name].under

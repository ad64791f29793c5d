"""The three kinds of nodes below an outcome, and where each may stand.

A node is named ``"opportunity:7"``, ``"solution:3"`` or ``"assumption:9"``; its kind is the word
``on`` of a step. Opportunities stand under the outcome or each other, solutions under an
opportunity, assumptions under a solution.
"""

from django.utils.translation import gettext as _

from opportunities.kinds import KINDS
from opportunities.operations.refusals import Gone
from opportunities.tree import is_within


def name_of(node):
    """A row as it is named in changes."""
    return f"{node._meta.model_name}:{node.pk}"


def split_name(name):
    """``"solution:3"`` as its kind and key."""
    on, _colon, pk = name.partition(":")
    return on, int(pk)


def rows_of(outcome, on):
    return getattr(outcome, KINDS[on].rows)


def parent_of(node):
    """The key of what a node stands under; None for the outcome."""
    return getattr(node, KINDS[node._meta.model_name].parent)


def siblings_under(outcome, parent, on):
    """What stands under a parent in order, also what is parked there."""
    rows = rows_of(outcome, on).filter(**{KINDS[on].parent: parent}, deleted_at=None)
    return rows.order_by("position", "pk")


def find_node(outcome, on, pk):
    """The opportunity, solution, assumption or outcome itself, unless it has been deleted."""
    if on == "outcome":
        return outcome
    node = rows_of(outcome, on).filter(pk=pk, deleted_at=None).first()
    if node is None:
        raise Gone
    return node


def check_place(outcome, parent, on="opportunity"):
    """Refuse a place under something that is gone, parked, or beneath something parked.

    Returns the parent of every opportunity of the tree.
    """
    if on != "opportunity" and parent is None:
        raise Gone(_no_top(on))
    if on == "assumption":
        solution = rows_of(outcome, "solution").filter(pk=parent, deleted_at=None)
        parent = solution.values_list("opportunity", flat=True).first() or 0
    rows = outcome.opportunities.present().values_list("pk", "parent_id", "parked_at")
    parents, parked = {}, []
    for pk, above, parked_at in rows:
        parents[pk] = above
        if parked_at:
            parked.append(pk)
    if parent is not None and parent not in parents:
        raise Gone(_("The place you chose is no longer on the tree."))
    if parent is not None and any(is_within(parents, parent, pk) for pk in parked):
        raise Gone(_("The place you chose is parked. Bring it back first."))
    return parents


def _no_top(on):
    if on == "solution":
        return _("A solution stands under an opportunity. Choose one.")
    return _("An assumption stands under a solution. Choose one.")

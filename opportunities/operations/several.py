"""What people do with several nodes at once: each is one change, and one undo takes it back.

Nodes are named as in ``"opportunity:7"``, in the order in which the person sees them; those that
stand beneath another of them come along with it.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.kinds import KINDS
from opportunities.operations.journal import Journal
from opportunities.operations.nodes import (
    find_node,
    parent_of,
    siblings_under,
    split_name,
)
from opportunities.operations.places import LAST
from opportunities.operations.refusals import Gone, TreeRefusal
from opportunities.operations.shape import UNSEEN
from opportunities.queries.branches import names_beneath, topmost


@transaction.atomic
def move_nodes(
    outcome, names, *, parent, by, client_id, after=LAST, seen_parent=UNSEEN
):
    """Move nodes under ``parent`` (a name; None: the outcome), one behind the other.

    ``seen_parent`` is the name of where the person saw them, if that was one place.
    """
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    under, key = split_name(parent) if parent else ("opportunity", None)
    behind = {}
    for on, pk in _chosen(journal.outcome, names):
        if KINDS[on].under != under:
            raise TreeRefusal(_MISFITS[on]())
        place = {"parent": key, "after": behind.get(on, after)}
        if seen_parent != UNSEEN:
            place["was"] = seen_parent and split_name(seen_parent)[1]
        journal.do(do="move", on=on, id=pk, **place)
        behind[on] = pk
    return _write(journal, "moved", len(journal.steps))


@transaction.atomic
def park_nodes(outcome, names, *, reason, by, client_id):
    """Park opportunities with their branches, with one reason for all."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    for on, pk in _chosen(journal.outcome, names):
        if on != "opportunity":
            raise TreeRefusal(_("Only opportunities are parked. Choose those alone."))
        journal.do(do="park", id=pk, reason=reason)
    return _write(journal, "parked", len(journal.steps), reason=reason)


@transaction.atomic
def restore_nodes(outcome, names, *, by, client_id):
    """Bring parked opportunities back to where they stood."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    for on, pk in map(split_name, names):
        if on != "opportunity":
            raise Gone
        journal.do(do="unpark", id=pk)
    return _write(journal, "returned", len(names))


@transaction.atomic
def delete_nodes(outcome, names, *, by, client_id):
    """Delete nodes with all beneath them; for thirty days they can be brought back (B4.7)."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    first = _chosen(journal.outcome, names)[0]
    row = find_node(journal.outcome, *first)
    gone = names_beneath(journal.outcome, names)
    journal.do(do="remove", nodes=gone)
    return journal.write(
        "deleted", f"{first[0]}:{row.pk}", row.text, count=len(gone), roots=names
    )


def neighbour(node, direction):
    """Where one step up or down among its siblings leads; None at an end."""
    on, parent = node._meta.model_name, parent_of(node)
    siblings = siblings_under(node.outcome, parent, on)
    if on == "opportunity":
        # Nobody sees what is parked: to go past it would look as if nothing happened.
        siblings = siblings.filter(parked_at=None)
    keys = list(siblings.values_list("pk", flat=True))
    if node.pk not in keys:
        return None
    at = keys.index(node.pk) + (1 if direction == "down" else -2)
    if at < -1 or at >= len(keys):
        return None
    under = parent and f"{KINDS[on].under}:{parent}"
    return {"parent": under, "after": keys[at] if at >= 0 else None}


def _chosen(outcome, names):
    """The kinds and keys of those that bring the others along; refuses if one is gone."""
    for on, pk in map(split_name, names):
        find_node(outcome, on, pk)
    if not names:
        raise Gone(_("Choose something first."))
    return [split_name(name) for name in topmost(outcome, names)]


def _write(journal, kind, count, **more):
    first = journal.steps[0]
    on = first.get("on", "opportunity")
    row = find_node(journal.outcome, on, first["id"])
    return journal.write(kind, f"{on}:{row.pk}", row.text, count=count, **more)


_MISFITS = {
    "opportunity": lambda: _(
        "An opportunity stands under the outcome or another opportunity."
    ),
    "solution": lambda: _("A solution stands under an opportunity. Choose one."),
    "assumption": lambda: _("An assumption stands under a solution. Choose one."),
}

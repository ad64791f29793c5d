"""What people do with several nodes at once: each is one change, and one undo takes it back.

Nodes are named as in ``"opportunity:7"``, in the order in which the person sees them; those that
stand beneath another of them come along with it.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.operations.journal import Journal
from opportunities.operations.nodes import KINDS, find_node, split_name
from opportunities.operations.places import LAST
from opportunities.operations.refusals import Gone, TreeRefusal
from opportunities.queries.branches import names_beneath, topmost


@transaction.atomic
def move_nodes(outcome, names, *, parent, by, client_id, after=LAST):
    """Move nodes under ``parent`` (a name; None: the outcome), one behind the other."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    under, key = split_name(parent) if parent else ("opportunity", None)
    behind = {}
    for on, pk in _chosen(journal.outcome, names):
        if KINDS[on].under != under:
            raise TreeRefusal(_MISFITS[on]())
        place = {"parent": key, "after": behind.get(on, after)}
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
    for _on, pk in map(split_name, names):
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

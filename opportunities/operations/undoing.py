"""Undo and redo, for each person their own, by the inverses in the list of changes (17, B4.5)."""

from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.operations.journal import Journal
from opportunities.operations.places import LAST
from opportunities.operations.refusals import Gone, NothingToUndo

# How far back a person can go.
MOST_CHANGES = 200


@transaction.atomic
def undo_change(outcome, *, by, client_id):
    """Take back the person's newest change that still stands."""
    return _replay(outcome, by=by, client_id=client_id, is_redo=False)


@transaction.atomic
def redo_change(outcome, *, by, client_id):
    """Make again what the person has just taken back."""
    return _replay(outcome, by=by, client_id=client_id, is_redo=True)


def _replay(outcome, *, by, client_id, is_redo):
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    done, undone = stacks(journal.outcome, by)
    stack = undone if is_redo else done
    if not stack:
        raise NothingToUndo(_("There is nothing to redo.") if is_redo else None)
    source = stack[-1]
    for step in source.inverse["steps"]:
        _replay_step(journal, step)
    more = {"of": source.change.get("of", source.revision), "did": source.kind}
    if "did" in source.change:
        more["did"] = source.change["did"]
    kind = "redone" if is_redo else "undone"
    return journal.write(kind, source.node, source.change["title"], **more)


def stacks(outcome, by):
    """What the person can undo and what they can redo, newest last.

    Each entry is the change whose inverse has to be applied: to undo a redone change that is
    the redo, to redo it is the undo.
    """
    newest = outcome.changes.filter(by=by).order_by("-revision")[:MOST_CHANGES]
    done, undone = [], []
    for change in reversed(newest):
        if change.kind == "undone":
            if done:
                done.pop()
            undone.append(change)
        elif change.kind == "redone":
            if undone:
                undone.pop()
            done.append(change)
        else:
            done.append(change)
            undone.clear()
    return done, undone


def _replay_step(journal, step):
    """Apply a step; a node whose old place has gone is parked where everybody sees it (B4.5)."""
    if step["do"] != "move" or step["parent"] is None:
        journal.do(**step)
        return
    if journal.outcome.opportunities.present().filter(pk=step["parent"]).exists():
        journal.do(**step)
        return
    try:
        journal.do(**{**step, "parent": None, "after": LAST})
        journal.do(do="park", id=step["id"], reason=_("Its old place is gone."))
    except Gone as gone:
        raise NothingToUndo(str(gone)) from gone

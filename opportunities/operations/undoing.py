"""Undo and redo, for each person their own, by the inverses in the list of changes (17, B4.5)."""

from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.operations.journal import Journal
from opportunities.operations.places import LAST
from opportunities.operations.refusals import Gone, NothingToUndo, StaleEdit

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
    steps = source.inverse["steps"]
    for step in steps:
        _replay_step(journal, step, is_only=len(steps) == 1)
    if not journal.steps:
        raise NothingToUndo(_("Others have changed all of that meanwhile."))
    more = {"of": source.change.get("of", source.revision), "did": source.kind}
    if "did" in source.change:
        more["did"] = source.change["did"]
    kind = "redone" if is_redo else "undone"
    return journal.write(kind, source.node, source.change["title"], **more)


def stacks(outcome, by):
    """What the person can undo and what they can redo, newest last.

    Changes that nothing can take back are passed over. Each entry is the change whose inverse has to be applied: to undo a redone change that is
    the redo, to redo it is the undo.
    """
    changes = outcome.changes.filter(by=by).exclude(inverse__steps=[])
    newest = changes.defer("change", "inverse").order_by("-revision")[:MOST_CHANGES]
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


def _replay_step(journal, step, is_only):
    """Apply a step; of many, those that others have overtaken are passed over."""
    try:
        journal.do(**step)
    except (Gone, StaleEdit):
        if step["do"] == "move" and _has_lost_place(journal.outcome, step):
            _park_lost(journal, step)
        elif is_only or step["do"] not in _MAY_BE_OVERTAKEN:
            raise


def _has_lost_place(outcome, step):
    if step.get("on", "opportunity") != "opportunity" or step["parent"] is None:
        return False
    return not outcome.opportunities.present().filter(pk=step["parent"]).exists()


def _park_lost(journal, step):
    """A node whose old place has gone is parked where everybody sees it (B4.5)."""
    try:
        journal.do(**{**step, "parent": None, "after": LAST})
        journal.do(do="park", id=step["id"], reason=_("Its old place is gone."))
    except Gone as gone:
        raise NothingToUndo(str(gone)) from gone


_MAY_BE_OVERTAKEN = {"write", "move", "carry", "park", "unpark", "aim"}

"""Undo and redo, for each person their own, by the inverses in the list of changes (17, B4.5).

What others have built on cannot be taken back: the person hears why, and ``refused_undo`` of the
change keeps that they do, so that the next undo goes on to what they did before. Such a change
is tried again each time, and goes back like any other as soon as nothing stands in its way.
"""

from django.db import transaction
from django.db.models import IntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from opportunities.operations.journal import Journal
from opportunities.operations.places import LAST
from opportunities.operations.refusals import (
    CannotUndo,
    Gone,
    NothingToUndo,
    StaleEdit,
    TreeRefusal,
)

# How far back a person can go.
MOST_CHANGES = 200
# What the history says of a change again when it is taken back.
_SAID_AGAIN = ("did", "count", "reason")


def undo_change(outcome, *, by, client_id):
    """Take back the person's newest change that still stands."""
    return _replay(outcome, by=by, client_id=client_id, is_redo=False)


def redo_change(outcome, *, by, client_id):
    """Make again what the person has just taken back."""
    return _replay(outcome, by=by, client_id=client_id, is_redo=True)


def _replay(outcome, *, by, client_id, is_redo):
    """A refusal is raised when what was written down about it is safe in the database."""
    with transaction.atomic():
        journal = Journal(outcome, by=by, client_id=client_id)
        if journal.done:
            return journal.done
        answer = _replay_newest(journal, is_redo)
    if isinstance(answer, TreeRefusal):
        raise answer
    return answer


def _replay_newest(journal, is_redo):
    """The change that takes the newest back, or why that cannot be."""
    done, undone = stacks(journal.outcome, journal.by)
    stack, refusals = undone if is_redo else done, []
    while stack:
        source = stack.pop()
        try:
            with transaction.atomic():
                return _apply(journal, source, is_redo)
        except TreeRefusal as why:
            journal.start_again()
            # The same request, sent twice, does not go on to another change.
            is_new = source.refused_undo in (None, journal.client_id)
            more = {"is_redo": is_redo, "has_more": is_new and bool(stack)}
            refusals.append(CannotUndo(source, why, **more))
            if is_new:
                _note_refusal(source, journal.client_id)
                return refusals[-1]
    nothing = NothingToUndo(_("There is nothing to redo.") if is_redo else None)
    return refusals[0] if refusals else nothing


def _note_refusal(source, client_id):
    source.refused_undo = client_id
    source.save(update_fields=["refused_undo"])


def _apply(journal, source, is_redo):
    steps = source.inverse["steps"]
    for step in steps:
        _replay_step(journal, step, is_only=len(steps) == 1)
    if not journal.steps:
        raise NothingToUndo(_("Others have changed all of that meanwhile."))
    kind = "redone" if is_redo else "undone"
    more = {name: source.change[name] for name in _SAID_AGAIN if name in source.change}
    more = {"did": source.kind, **more, "of": source.origin}
    return journal.write(kind, source.node, source.change["title"], **more)


def stacks(outcome, by):
    """What the person can undo and what they can redo, newest last.

    Changes that nothing can take back are passed over. Each entry is the change whose inverse has
    to be applied: to undo a redone change that is the redo, to redo it is the undo. All of these
    have the same ``origin``: the revision in which the person did it first.
    """
    changes = outcome.changes.filter(by=by).exclude(inverse__steps=[])
    of = Cast(KT("change__of"), IntegerField())
    origin = Coalesce(of, "revision", output_field=IntegerField())
    newest = changes.annotate(origin=origin).defer("change", "inverse")
    done, undone = {}, {}
    for change in reversed(newest.order_by("-revision")[:MOST_CHANGES]):
        if change.kind == "undone":
            done.pop(change.origin, None)
            undone[change.origin] = change
        else:
            undone.pop(change.origin, None)
            done[change.origin] = change
            if change.kind != "redone":
                undone.clear()
    return list(done.values()), list(undone.values())


def _replay_step(journal, step, is_only):
    """Apply a step; of many, those that others have overtaken are passed over."""
    try:
        if step["do"] == "move" and _has_lost_place(journal.outcome, step):
            _park_lost(journal, step)
        else:
            journal.do(**step)
    except (Gone, StaleEdit):
        if is_only or step["do"] not in _MAY_BE_OVERTAKEN:
            raise


def _has_lost_place(outcome, step):
    """Whether an opportunity would go back under one that is deleted by now."""
    if step.get("on", "opportunity") != "opportunity" or step["parent"] is None:
        return False
    return not outcome.opportunities.present().filter(pk=step["parent"]).exists()


def _park_lost(journal, step):
    """A node whose old place has gone is parked where everybody sees it (B4.5)."""
    journal.do(**{**step, "parent": None, "after": LAST})
    journal.do(do="park", id=step["id"], reason=_("Its old place is gone."))


_MAY_BE_OVERTAKEN = {"write", "move", "carry", "park", "unpark", "aim"}

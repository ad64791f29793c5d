"""Tests of an assumption: planned, begun with a locked criterion, ended by a verdict (R75, F213).

What a test does cannot be taken back, so its changes have no steps and undo passes over them.
"""

from uuid import uuid4, uuid5

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opportunities.models import AssumptionTest
from opportunities.operations.journal import Journal
from opportunities.operations.nodes import find_node
from opportunities.operations.refusals import Gone, StaleEdit, TreeRefusal
from opportunities.risk import strength_after

PLAN = ("method", "needed", "sample", "behaviour", "owner", "due_on")
CRITERION = ("method", "needed", "sample", "behaviour")


class NoCriterion(TreeRefusal):
    def __init__(self):
        super().__init__(
            _(
                "Before it begins, say at least how many of how many people have to do what."
            )
        )


class AlreadyBegun(TreeRefusal):
    def __init__(self):
        super().__init__(
            _(
                "It has begun, so what it is to show is fixed. End it and plan a new one."
            )
        )


@transaction.atomic
def plan_test(assumption, *, by, client_id, **plan):
    """Plan a test of an assumption; its criterion may still come."""
    journal = Journal(assumption.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    find_node(journal.outcome, "assumption", assumption.pk)
    test = AssumptionTest.objects.create(
        workspace_id=assumption.workspace_id,
        outcome=journal.outcome,
        assumption=assumption,
        created_by=by,
        client_id=client_id,
        **plan,
    )
    return _write(journal, "test_planned", test)


@transaction.atomic
def edit_test(test, *, wanted, version, by, client_id):
    """Change the plan of a test that has not begun; owner and day also of one that runs."""
    journal = Journal(test.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    fresh = _find_test(test, version, wanted)
    if fresh.finished_at:
        raise Gone(_("It is over. Plan a new one."))
    changed = [name for name in PLAN if getattr(fresh, name) != wanted[name]]
    if fresh.started_at and set(changed) & set(CRITERION):
        raise AlreadyBegun
    _save(fresh, **{name: wanted[name] for name in changed})
    return _write(journal, "test_planned", fresh)


@transaction.atomic
def save_and_begin(test, *, wanted, version, by, client_id):
    """Begin a test with the plan as it stands in the form: nothing else is fixed than what was seen."""
    edit_test(test, wanted=wanted, version=version, by=by, client_id=client_id)
    again = uuid5(client_id, "begin")
    return begin_test(test, version=version + 1, by=by, client_id=again)


@transaction.atomic
def begin_test(test, *, version, by, client_id):
    """Begin a test: from here on the database keeps what it is to show."""
    journal = Journal(test.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    fresh = _find_test(test, version)
    if fresh.started_at:
        raise Gone(_("Somebody has begun it already."))
    if not (fresh.needed and fresh.sample and fresh.behaviour):
        raise NoCriterion
    _save(fresh, started_at=now())
    return _write(journal, "test_begun", fresh)


@transaction.atomic
def end_test(test, *, verdict, counted, seen, learned, version, by, client_id):
    """End a test with what a person takes from it; the evidence on the map follows."""
    journal = Journal(test.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    fresh = _find_test(test, version)
    if not fresh.started_at or fresh.finished_at:
        raise Gone(_("It is not running. Look again."))
    said = {"verdict": verdict, "counted": counted, "learned": learned}
    _save(fresh, finished_at=now(), **said)
    row = find_node(journal.outcome, "assumption", fresh.assumption_id)
    row.evidence_strength = strength_after(verdict, seen, row.evidence_strength)
    row.version += 1
    row.save(update_fields=["evidence_strength", "version"])
    return _write(journal, f"test_{verdict}", fresh, reason=_because(fresh))


def _because(test):
    """Why the map has changed, for the history."""
    words = _("%(counted)s did it, %(needed)s of %(sample)s were needed. %(learned)s")
    return words % {
        "counted": test.counted,
        "needed": test.needed,
        "sample": test.sample,
        "learned": test.learned,
    }


@transaction.atomic
def plan_again(test, *, by, client_id):
    """Plan a new test with the words of one that has begun, to change what it is to show."""
    plan = {name: getattr(test, name) for name in (*CRITERION, "owner")}
    return plan_test(test.assumption, by=by, client_id=client_id, **plan)


@transaction.atomic
def drop_test(test, *, by, client_id):
    """Take a plan back; what has begun stays, with its end."""
    journal = Journal(test.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    fresh = _find_test(test)
    if fresh.started_at:
        raise AlreadyBegun
    _save(fresh, deleted_at=now(), client_id=uuid4())
    return _write(journal, "test_dropped", fresh)


def _find_test(test, version=None, mine=None):
    rows = AssumptionTest.objects.select_related("assumption")
    fresh = rows.filter(pk=test.pk, deleted_at=None).first()
    if fresh is None:
        raise Gone
    if version is not None and fresh.version != version:
        raise _stale(fresh, mine)
    return fresh


def _stale(fresh, mine):
    """Both versions of the first field in which they differ, or only that there is another."""
    for name in PLAN if mine else ():
        if getattr(fresh, name) != mine[name]:
            return StaleEdit(fresh, name, mine[name])
    return Gone(_("Somebody has changed this test meanwhile. Look again, then decide."))


def _save(test, **fields):
    for name, value in fields.items():
        setattr(test, name, value)
    test.version += 1
    test.save(update_fields=[*fields, "version"])


def _write(journal, kind, test, **more):
    node = f"assumption:{test.assumption_id}"
    text = test.assumption.text
    return journal.write(kind, node, text, test=test.pk, **more)

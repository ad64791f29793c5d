"""The outcome at the root of a tree."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from opportunities.access import check_may_edit, may_start
from opportunities.models import Outcome
from opportunities.operations.journal import Journal, lock_outcome, lock_tree
from opportunities.operations.refusals import ServesItself
from opportunities.operations.shape import reword


@transaction.atomic
def create_outcome(*, team, by, **fields):
    """Start a team's tree with the change in customers' behaviour that it is after (R61)."""
    if team.workspace_id != by.workspace_id or not may_start(team, by):
        raise PermissionDenied(_("Only members of the team may start its tree."))
    outcome = Outcome.objects.create(workspace=by.workspace, team=team, **fields)
    record("outcome_created", outcome, by=by)
    return outcome


@transaction.atomic
def edit_outcome(outcome, *, seen, by, client_id, **fields):
    """Change the outcome's words or numbers; see ``reword_opportunity`` for ``seen``."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = reword(journal, "outcome", outcome.pk, fields, seen)
    changed = list(journal.steps[0]["set"])
    record("outcome_edited", row, by=by, fields=changed)
    return journal.write("outcome_edited", f"outcome:{row.pk}", row.title)


@transaction.atomic
def serve_outcome(outcome, *, serves, by):
    """Say which other outcome this one helps to reach; None for none (F198)."""
    rows = _lock_all(outcome, by)
    # As it is now that nobody else changes it, not as it was when it was chosen.
    above = serves and rows[serves.pk]
    while above:
        if above.pk == outcome.pk:
            raise ServesItself
        above = rows.get(above.serves_id)
    row = rows[outcome.pk]
    row.serves = serves
    row.save(update_fields=["serves"])
    record("outcome_edited", row, by=by, fields=["serves"])


@transaction.atomic
def put_tree_away(outcome, *, came_of_it, by):
    """End the work on a tree with what came of it: everything stays, nobody changes it."""
    row = lock_tree(outcome, by)
    row.archived_at, row.came_of_it = now(), came_of_it
    row.save(update_fields=["archived_at", "came_of_it"])
    record("outcome_put_away", row, by=by)


@transaction.atomic
def bring_tree_back(outcome, *, by):
    """Go on with a tree that was put away."""
    row = lock_outcome(outcome, by)
    if row.archived_at is None:
        return
    row.archived_at = None
    row.save(update_fields=["archived_at"])
    record("outcome_brought_back", row, by=by)


def _lock_all(outcome, by):
    """All outcomes of the workspace by key, so that no two of them close a circle at once."""
    check_may_edit(outcome, by)
    rows = by.workspace.outcomes.select_for_update(no_key=True).order_by("pk")
    return {row.pk: row for row in rows}

"""The outcome at the root of a tree."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from opportunities.access import may_start
from opportunities.models import Outcome
from opportunities.operations.journal import Journal
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

"""What was deleted waits in the bin and can be brought back by anybody of the team (B4.7)."""

from django.db import transaction

from opportunities.operations.journal import Journal
from opportunities.operations.refusals import Gone
from opportunities.queries.bin import find_deleted


@transaction.atomic
def bring_back(outcome, revision, *, by, client_id):
    """Bring back what the change of this revision deleted, as far as it is still gone."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    deleted = find_deleted(journal.outcome, revision)
    if deleted is None:
        raise Gone
    for step in deleted.steps:
        journal.do(**step)
    change = deleted.change
    count = len(deleted.names)
    title = change.change["title"]
    return journal.write("undeleted", deleted.names[0], title, count=count)

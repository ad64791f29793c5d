"""The tickets in which a node is delivered (F207)."""

from django.db import transaction
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from opportunities.models import TicketLink
from opportunities.operations.journal import Journal
from opportunities.operations.nodes import find_node, name_of, split_name
from opportunities.operations.refusals import Gone, TreeRefusal


@transaction.atomic
def link_ticket(node, outcome, *, url, title, by, client_id):
    """Link the ticket in which a node is delivered; the same address only once."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = find_node(journal.outcome, *split_name(name_of(node)))
    if row.tickets.filter(url=url).exists():
        raise TreeRefusal(_("This ticket is linked here already."))
    made = TicketLink.objects.create(
        workspace_id=outcome.workspace_id,
        outcome=journal.outcome,
        url=url,
        title=title,
        added_by=by,
        **{row._meta.model_name: row},
    )
    record("ticket_linked", made, by=by)
    return journal.write("ticket_linked", name_of(row), row.text)


@transaction.atomic
def unlink_ticket(ticket, *, by, client_id):
    """Take a ticket off its node."""
    journal = Journal(ticket.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = ticket.opportunity or ticket.solution
    if not journal.outcome.tickets.filter(pk=ticket.pk).exists():
        raise Gone
    record("ticket_unlinked", ticket, by=by)
    ticket.delete()
    return journal.write("ticket_unlinked", name_of(row), row.text)

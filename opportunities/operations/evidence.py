"""Putting what was heard on the tree: as a new node, or as evidence on one that is there."""

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.operations.journal import Journal
from opportunities.operations.places import LAST
from opportunities.operations.shape import create_opportunity


@transaction.atomic
def place_heard(
    outcome, heard, *, by, client_id, opportunity=None, parent=None, after=LAST, text=""
):
    """Place a heard opportunity on ``opportunity``, or on a new node under ``parent``.

    A new node gets the customer's words unless ``text`` says it better.
    """
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    if opportunity is None:
        opportunity = create_opportunity(
            journal,
            text=text or heard.text,
            kind=Opportunity.Kind.NEED,
            parent=parent,
            after=after,
        )
    journal.do(do="support", id=opportunity.pk, heard=heard.pk, by=by.pk)
    return journal.write("placed", f"opportunity:{opportunity.pk}", opportunity.text)


@transaction.atomic
def unplace_evidence(evidence, *, by, client_id):
    """Take what was heard off its node and put it back into the inbox."""
    opportunity = evidence.opportunity
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="unsupport", id=opportunity.pk, heard=evidence.heard_id)
    return journal.write("unplaced", f"opportunity:{opportunity.pk}", opportunity.text)

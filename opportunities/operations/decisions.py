"""Decisions: what a team decided because of stories, with an owner who is told (R68, R77)."""

from django.db import transaction
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.notifications.operations import notify
from opportunities.access import check_may_edit
from opportunities.models import Decision
from opportunities.queries.promises import address_of


@transaction.atomic
def decide(opportunity, *, text, reason, owner, revisit_on, by, client_id=None):
    """Write a decision down on the opportunity that led to it, and tell its owner."""
    check_may_edit(opportunity.outcome, by)
    decision, created = Decision.objects.get_or_create(
        outcome=opportunity.outcome,
        client_id=client_id,
        defaults={
            "workspace": opportunity.workspace,
            "opportunity": opportunity,
            "text": text,
            "reason": reason,
            "owner": owner,
            "revisit_on": revisit_on,
            "decided_by": by,
        },
    )
    if created:
        record("decision_made", decision, by=by)
        _tell_owner(decision)
    return decision


def _tell_owner(decision):
    notify(
        decision.owner,
        key=f"decision:{decision.pk}",
        kind="decision",
        text=_("You own a decision: %(text)s") % {"text": decision.text},
        url=address_of(decision),
    )

"""Whose stories led to a decision, and who of them can be told what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from opportunities.queries.stories import stories_of
from recruiting.models import Participant, Refusal
from snapshots.page import Page


@dataclass
class Teller:
    """Somebody who told of it: the page with their face, the last talk, and why not to write."""

    page: Page
    talked_on: date
    participant: Participant | None = None
    told_at: datetime | None = None

    @property
    def why_not(self):
        """Why nobody may write to them about it, in words; empty if somebody may."""
        if self.page.snapshot.participant.is_erased:
            return _("No longer in the panel")
        if self.participant is None:
            return _("Of another team: whoever manages the panel can write to them")
        refusal = self.participant.contact_refusal
        # The pause between two requests does not count: nothing is asked of anybody.
        return "" if refusal in (None, Refusal.TOO_SOON) else refusal.label

    @property
    def can_be_told(self):
        return self.told_at is None and not self.why_not


def tellers_of(decision, membership):
    """Each person once, the newest talk first; in a fixed number of queries.

    What was told after the decision cannot have led to it; a draft is for who writes it.
    """
    found = {}
    for placed in stories_of([decision.opportunity])[
        decision.opportunity_id
    ].everything:
        snapshot = placed.heard.snapshot
        if snapshot.is_published and snapshot.talked_on <= decision.decided_at.date():
            before = found.get(snapshot.participant_id)
            if before is None or before.talked_on < snapshot.talked_on:
                teller = Teller(placed.page, snapshot.talked_on)
                found[snapshot.participant_id] = teller
    people = membership.workspace.participants.present().visible_to(membership)
    for person in people.filter(pk__in=found).with_agreement():
        found[person.pk].participant = person
    told = decision.told.filter(participant__in=found)
    for pk, at in told.values_list("participant", "told_at"):
        found[pk].told_at = at
    return sorted(found.values(), key=lambda teller: teller.talked_on, reverse=True)

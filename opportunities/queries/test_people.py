"""Who takes part in a test, who could, and what a member may know of them."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Subquery

from discovery.workspaces.permissions import Permission
from opportunities.models import Evidence
from recruiting.models import Consent

MOST_SHOWN = 40


@dataclass
class Candidate:
    """Somebody of the panel, whether they may be written to, and whether they told of this."""

    person: object
    refusal: object
    has_told: bool


def people_in(test, membership):
    """Who takes part; ``is_named`` where the member may know them by name.

    Whoever was erased or takes back that we may write to them is gone, unless they were seen in
    the test: then the count stays, without a name.
    """
    answers = Consent.objects.filter(
        participant=OuterRef("participant"), purpose="contact"
    )
    newest = answers.order_by("-at", "-pk").values("is_granted")[:1]
    rows = test.participants.annotate(contact_answer=Subquery(newest))
    gone = Q(participant__erased_at__isnull=False) | Q(contact_answer=False)
    gone |= Q(participant__do_not_contact_at__isnull=False)
    rows = rows.exclude(gone, did_it=None).select_related("participant")
    rows = list(rows.order_by("invited_at", "pk"))
    known = set()
    if membership.may(Permission.PANEL_VIEW):
        people = membership.workspace.participants.present().visible_to(membership)
        keys = [row.participant_id for row in rows]
        known = set(people.filter(pk__in=keys).values_list("pk", flat=True))
    for row in rows:
        row.is_named = row.participant_id in known
    return rows


def candidates_for(test, membership, words="", page=1, chosen=()):
    """One page of whom a member could invite, and whether there are more.

    First those who are ``chosen`` already, on every page; then who told of this; then who may be
    written to, the longest ago first; and at the end who may not.
    """
    told = Evidence.objects.filter(
        opportunity=test.assumption.solution.opportunity_id,
        heard__snapshot__participant=OuterRef("pk"),
    )
    people = membership.workspace.participants.present().visible_to(membership)
    people = people.exclude(pk__in=test.participants.values("participant"))
    people = people.with_agreement().annotate(has_told=Exists(told))
    people = people.order_by(F("last_contacted_at").asc(nulls_first=True), "pk")
    kept = list(people.filter(pk__in=chosen))
    rest = people.exclude(pk__in=[person.pk for person in kept])
    rest = rest.search(words) if words else rest
    tellers, others = list(rest.filter(has_told=True)), rest.filter(has_told=False)
    tellers.sort(key=lambda person: person.contact_refusal is not None)
    parts = [tellers, others.contactable(), others.not_contactable()]
    start = (page - 1) * MOST_SHOWN
    found = _slice_of(parts, start, start + MOST_SHOWN + 1)
    shown = [
        Candidate(person, person.contact_refusal, person.has_told)
        for person in kept + found[:MOST_SHOWN]
    ]
    return shown, len(found) > MOST_SHOWN


def _slice_of(parts, start, stop):
    """A slice of a list and querysets, one behind the other.

    They are counted only where the slice begins behind them: in a large panel nobody gets there.
    """
    found = []
    for part in parts:
        here = list(part[start:stop])
        found += here
        if len(here) == stop - start:
            break
        is_list = isinstance(part, list)
        length = start + len(here) if here else len(part) if is_list else part.count()
        start, stop = max(start - length, 0), stop - length
    return found

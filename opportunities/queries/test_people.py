"""Who takes part in a test, who could, and what a member may know of them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

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


def candidates_for(test, membership, words=""):
    """Whom a member could invite, those first who may be written to and who told of this."""
    people = membership.workspace.participants.present().visible_to(membership)
    if words:
        people = people.search(words)
    told = Evidence.objects.filter(
        opportunity=test.assumption.solution.opportunity_id,
        heard__snapshot__participant=OuterRef("pk"),
    )
    taking_part = test.participants.values("participant")
    people = people.with_agreement().annotate(has_told=Exists(told))
    people = people.exclude(pk__in=taking_part).order_by(
        "-has_told", "last_contacted_at", "name", "pk"
    )
    found = [
        Candidate(person, person.contact_refusal, person.has_told)
        for person in people[: MOST_SHOWN * 3]
    ]
    found.sort(key=lambda candidate: candidate.refusal is not None)
    return found[:MOST_SHOWN]

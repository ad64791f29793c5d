"""What became of their stories, told to the participants whose stories led to a decision (R77)."""

from django.db import transaction
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.mail.operations import draft_email, queue_emails
from opportunities.access import check_may_edit
from opportunities.models import Decision, DecisionTold
from opportunities.queries.news import tellers_of
from recruiting.models import Participant


@transaction.atomic
def tell_tellers(decision, *, participants, text, by):
    """Write to those of ``participants`` (keys) who may be written to; nobody hears it twice.

    It asks nothing of anybody, so the pause between two requests neither holds it up nor
    begins anew with it. Whoever withdraws before it goes out does not get it.
    """
    check_may_edit(decision.outcome, by)
    _lock(decision, participants)
    chosen = [
        teller
        for teller in tellers_of(decision, by)
        if teller.can_be_told and teller.participant.pk in participants
    ]
    DecisionTold.objects.bulk_create(
        DecisionTold(
            workspace_id=decision.workspace_id,
            decision=decision,
            participant=teller.participant,
            told_by=by,
            told_at=now(),
        )
        for teller in chosen
    )
    queue_emails([_letter(decision, teller, text, by) for teller in chosen])
    for teller in chosen:
        record("participant_told", teller.participant, by=by)
    return chosen


def _lock(decision, participants):
    """Of two who tell at once the second finds everybody told; who withdraws waits for the letter.

    People come first, as when somebody is erased, or the two would wait for one another.
    """
    people = Participant.objects.filter(workspace=decision.workspace_id)
    people = people.filter(pk__in=participants).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))
    Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)


def _letter(decision, teller, text, by):
    person = teller.participant
    return draft_email(
        "decision_told",
        key=f"decision-told:{decision.pk}:{person.pk}",
        to=person.email,
        workspace=by.workspace,
        language=person.language,
        context={
            "participant": person,
            "first_name": person.first_name if person.has_vouched_name else "",
            "member": by,
            "talked_on": teller.talked_on,
            "text": text,
        },
        subject_ref=f"decision-told:{decision.pk}",
        reply_to=by.user.email,
        headers={
            "List-Unsubscribe": f"<{person.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        is_outreach=True,
    )

"""Taking e-mails in hand, so that of many workers exactly one sends each."""

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, prefetch_related_objects
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.mail.failpoints import failpoint
from discovery.mail.journal import ACCEPTED, DOT, orphaned_journals
from discovery.mail.models import OutgoingEmail, SenderStop, Suppression
from discovery.mail.rechecks import check_of

logger = logging.getLogger(__name__)

State = OutgoingEmail.State

# A worker that has claimed and not begun to send within this time is taken for dead.
LEASE = timedelta(seconds=45)
# Longer than any wait for a reply; only then is a message given up whose journal is gone.
LONGEST_SENDING = timedelta(minutes=20)


@transaction.atomic
def claim_batch(worker, size):
    """Take up to ``size`` due e-mails in hand; those that must not go out are cancelled."""
    if SenderStop.objects.of_this_sender().exists():
        return []
    due = OutgoingEmail.objects.due().select_for_update(skip_locked=True)
    emails = list(due.order_by("due_at", "pk")[:size])
    suppressed = _suppressed_addresses(emails)
    for email in emails:
        email.state, email.reason = _judge(email, suppressed)
        email.claimed_at, email.claimed_by = now(), worker
        email.attempt_id = uuid.uuid4().hex
    fields = ["reason", "state", "claimed_at", "claimed_by", "attempt_id"]
    OutgoingEmail.objects.bulk_update(emails, fields)
    claimed = [email for email in emails if email.state == State.CLAIMED]
    prefetch_related_objects(claimed, "workspace")
    return claimed


def begin_sending(emails):
    """Commit that these attempts begin; return those that nobody has cancelled or taken since."""
    failpoint("before-sending")
    OutgoingEmail.objects.attempts(emails, State.CLAIMED).update(
        state=State.SENDING, claimed_at=now(), attempts=F("attempts") + 1
    )
    begun = OutgoingEmail.objects.attempts(emails, State.SENDING)
    attempts = dict(begun.values_list("attempt_id", "attempts"))
    for email in emails:
        email.attempts = attempts.get(email.attempt_id, email.attempts)
    return [email for email in emails if email.attempt_id in attempts]


def give_back(emails):
    """Return e-mails to the queue that were claimed, or marked as begun and then were not."""
    attempts = OutgoingEmail.objects.attempts
    attempts(emails, State.CLAIMED).update(state=State.QUEUED)
    attempts(emails, State.SENDING).update(
        state=State.QUEUED, attempts=F("attempts") - 1
    )


def recover():
    """Settle what dead workers left in hand."""
    OutgoingEmail.objects.filter(
        state=State.CLAIMED, claimed_at__lt=now() - LEASE
    ).update(state=State.QUEUED)
    for journal in orphaned_journals(settings.MAIL_JOURNAL):
        try:
            _settle_by_journal(journal)
        except BaseException:
            journal.release()
            raise
        journal.remove()
    _hold(
        OutgoingEmail.objects.filter(
            state=State.SENDING, claimed_at__lt=now() - LONGEST_SENDING
        )
    )


def _settle_by_journal(journal):
    """Send again what never had its final dot; hold only what nobody can know."""
    stages = journal.last_stages()
    left = OutgoingEmail.objects.filter(state=State.SENDING, claimed_by=journal.name)
    for email in left:
        stage = stages.get(email.attempt_id)
        same_attempt = left.filter(pk=email.pk, attempt_id=email.attempt_id)
        if stage == ACCEPTED:
            same_attempt.update(state=State.SENT, sent_at=now(), reason="")
        elif stage in (DOT, "after-dot"):
            _hold(same_attempt)
        else:
            same_attempt.update(state=State.QUEUED, attempts=F("attempts") - 1)
    OutgoingEmail.objects.filter(state=State.CLAIMED, claimed_by=journal.name).update(
        state=State.QUEUED
    )


def _hold(emails):
    emails.update(
        state=State.UNCONFIRMED,
        reason=_("The worker ended between our final dot and the server’s answer."),
    )


def _judge(email, suppressed):
    """The state that a due e-mail goes into, and the reason if it must not go out.

    A check that breaks parks its e-mail for a person to see; the queue goes on.
    """
    try:
        reason = _why_not(email, suppressed)
    except Exception as error:
        logger.exception("The check of e-mail %s failed", email.pk)
        return State.FAILED, f"{type(error).__name__}: {error}"[:300]
    return (State.CANCELLED if reason else State.CLAIMED), reason[:300]


def _why_not(email, suppressed):
    if email.expires_at and email.expires_at <= now():
        return _("Its time had passed.")
    reasons = suppressed.get((email.workspace_id, email.to.lower()), set())
    if Suppression.Reason.BOUNCED in reasons:
        return _("The address does not exist.")
    if reasons and email.is_outreach:
        return _("The person does not want to be written to.")
    check = check_of(email)
    if check is None:
        return ""
    with transaction.atomic():
        return check(email)


def _suppressed_addresses(emails):
    """The reasons of suppression by workspace and lower-case address."""
    addresses = {email.to.lower() for email in emails}
    found = {}
    rows = Suppression.objects.annotate(address=Lower("email")).filter(
        address__in=addresses
    )
    for workspace, address, reason in rows.values_list(
        "workspace_id", "address", "reason"
    ):
        found.setdefault((workspace, address), set()).add(reason)
    return found

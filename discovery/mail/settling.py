"""Writing down what became of e-mails."""

import logging
import random
import time
from contextlib import suppress
from datetime import timedelta

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.utils.timezone import now

from discovery.mail.models import (
    OutgoingEmail,
    SenderStop,
    Suppression,
    sender_fingerprint,
)
from discovery.mail.smtp import Outcome

logger = logging.getLogger(__name__)

State = OutgoingEmail.State

MINUTES_UNTIL_NEXT_ATTEMPT = (1, 5, 15, 60, 240)
LONGEST_TIME_OF_TRYING = timedelta(hours=72)
MOST_ATTEMPTS_TO_SETTLE = 30


def settle(email, result):
    """Write down an outcome other than success."""
    _patiently(_write_outcome, email, result)


def settle_sent(emails):
    """Write down that e-mails were accepted; until then only the journal knows."""
    if emails:
        _patiently(_write_sent, emails)


def _patiently(write, *args):
    """Wait for a database that restarts: what the server said is known to nobody else."""
    for _attempt in range(MOST_ATTEMPTS_TO_SETTLE):
        try:
            return write(*args)
        except (OperationalError, InterfaceError) as error:
            logger.warning("Cannot settle e-mails yet: %s", error)
            connection.close()
            time.sleep(1)
    return write(*args)


def _write_sent(emails):
    OutgoingEmail.objects.attempts(emails, State.SENDING).update(
        state=State.SENT, sent_at=now(), reason=""
    )


def _write_outcome(email, result):
    """Write down the outcome of an attempt, in one statement that only this attempt can make."""
    changes = {
        Outcome.UNCONFIRMED: {"state": State.UNCONFIRMED},
        Outcome.SENDER_REFUSED: {"state": State.QUEUED, "attempts": email.attempts - 1},
        Outcome.DEFERRED: _next_attempt(email),
    }.get(result.outcome, {"state": State.FAILED})
    with transaction.atomic():
        settled = OutgoingEmail.objects.filter(
            pk=email.pk, state=State.SENDING, attempt_id=email.attempt_id
        ).update(reason=result.reason, **changes)
        if settled and result.outcome is Outcome.NO_SUCH_ADDRESS and email.workspace_id:
            _suppress(email)


def _next_attempt(email):
    """When to try again; after three days we give up and say so."""
    if now() - email.created_at > LONGEST_TIME_OF_TRYING:
        return {"state": State.FAILED}
    steps = MINUTES_UNTIL_NEXT_ATTEMPT
    minutes = steps[min(email.attempts, len(steps)) - 1]
    jitter = random.uniform(0.8, 1.2)  # noqa: S311 (spreads load, guards nothing)
    return {
        "state": State.DEFERRED,
        "due_at": now() + timedelta(minutes=minutes * jitter),
    }


def _suppress(email):
    Suppression.objects.bulk_create(
        [
            Suppression(
                workspace_id=email.workspace_id,
                email=email.to,
                reason=Suppression.Reason.BOUNCED,
            )
        ],
        ignore_conflicts=True,
    )


def stop_sender(reason):
    """Let the whole queue wait, rather than burn one message after the other."""
    logger.error("The mail server refuses our mail, the queue stands still: %s", reason)
    with suppress(IntegrityError):
        SenderStop.objects.create(sender=sender_fingerprint(), reason=reason[:300])

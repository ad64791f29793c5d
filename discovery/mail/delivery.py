"""Handing e-mails to the mail server: claim, send without a transaction open, settle."""

import logging
import random
import time
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.utils.timezone import now

from discovery.mail.claims import begin_sending, claim_batch, give_back
from discovery.mail.failpoints import failpoint
from discovery.mail.journal import Journal
from discovery.mail.messages import as_bytes, sender_address
from discovery.mail.models import (
    OutgoingEmail,
    SenderStop,
    Suppression,
    sender_fingerprint,
)
from discovery.mail.smtp import Outcome, Result, Server, Session

logger = logging.getLogger(__name__)

State = OutgoingEmail.State

BATCH = 50
# A task ends before the broker believes it lost; the sweep goes on where it stopped.
SECONDS_FOR_ONE_TASK = 40
MINUTES_UNTIL_NEXT_ATTEMPT = (1, 5, 15, 60, 240)
MOST_ATTEMPTS_TO_SETTLE = 30
LONGEST_TIME_OF_TRYING = timedelta(hours=72)

_journal = None


def deliver_due():
    """Send what is due in batches over one connection, and return how many were settled."""
    journal = _own_journal()
    until = time.monotonic() + SECONDS_FOR_ONE_TASK
    count = 0
    while time.monotonic() < until:
        failpoint("before-claim")
        emails = claim_batch(journal.name, BATCH)
        failpoint("after-claim")
        if not emails:
            break
        count += Delivery(journal, emails).run()
        journal.clear()
    return count


def _own_journal():
    """The journal of this process; a forked worker must not write into its parent's."""
    global _journal
    if _journal is None or not _journal.is_ours:
        _journal = Journal(settings.MAIL_JOURNAL)
    return _journal


class Delivery:
    """One batch of claimed e-mails and the connection that they go out by."""

    def __init__(self, journal, emails):
        self._journal = journal
        self._emails = emails
        self._attempt = ""
        self._session = Session(_server(), self._note)

    def run(self):
        waiting = list(self._emails)
        try:
            while waiting:
                email = waiting.pop(0)
                result = self._deliver(email)
                if result is None:
                    continue
                if result.outcome is Outcome.SENDER_REFUSED:
                    _stop_sender(result.reason)
                    break
                if result.outcome is Outcome.DEFERRED and not self._session.is_open:
                    # The server is away: the others need not each find that out.
                    break
        finally:
            give_back(waiting)
            self._session.close()
        return len(self._emails) - len(waiting)

    def _deliver(self, email):
        """Send one e-mail and write down what came of it; ``None`` if it is not ours any more."""
        if not begin_sending(email):
            return None
        self._attempt = email.attempt_id
        self._note("begin")
        try:
            message = as_bytes(email)
        except ValueError as error:
            result = Result(Outcome.REFUSED, str(error))
        else:
            result = self._session.send(sender_address(), email.to, message)
        failpoint("before-commit")
        _settle_patiently(email, result)
        failpoint("after-commit")
        return result

    def _note(self, stage):
        self._journal.note(self._attempt, stage)
        failpoint(stage)


def _settle_patiently(email, result):
    """Wait for a database that restarts: what the server said is known to nobody else."""
    for _attempt in range(MOST_ATTEMPTS_TO_SETTLE):
        try:
            return settle(email, result)
        except (OperationalError, InterfaceError) as error:
            logger.warning("Cannot settle %s yet: %s", email.pk, error)
            connection.close()
            time.sleep(1)
    return settle(email, result)


def settle(email, result):
    """Write down the outcome of an attempt, in one statement that only this attempt can make."""
    changes = {
        Outcome.SENT: {"state": State.SENT, "sent_at": now()},
        Outcome.UNCONFIRMED: {"state": State.UNCONFIRMED},
        Outcome.SENDER_REFUSED: {"state": State.QUEUED, "attempts": email.attempts - 1},
        Outcome.DEFERRED: _next_attempt(email),
    }.get(result.outcome, {"state": State.FAILED})
    reason = "" if result.outcome is Outcome.SENT else result.reason
    with transaction.atomic():
        settled = OutgoingEmail.objects.filter(
            pk=email.pk, state=State.SENDING, attempt_id=email.attempt_id
        ).update(reason=reason, **changes)
        if settled and result.outcome is Outcome.NO_SUCH_ADDRESS and email.workspace_id:
            _suppress(email)
    return bool(settled)


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


def _stop_sender(reason):
    """Let the whole queue wait, rather than burn one message after the other."""
    logger.error("The mail server refuses our mail, the queue stands still: %s", reason)
    with suppress(IntegrityError):
        SenderStop.objects.create(sender=sender_fingerprint(), reason=reason[:300])


def _server():
    return Server(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        starttls=settings.EMAIL_USE_TLS,
        tls=settings.EMAIL_USE_SSL,
        timeout=settings.EMAIL_TIMEOUT,
    )

"""Handing e-mails to the mail server: claim, send without a transaction open, settle."""

import logging
import time

from django.conf import settings

from discovery.mail.claims import begin_sending, claim_batch, give_back
from discovery.mail.failpoints import failpoint
from discovery.mail.journal import Journal
from discovery.mail.messages import as_bytes, sender_address
from discovery.mail.settling import settle, settle_sent, stop_sender
from discovery.mail.smtp import Outcome, Result, Server, Session

logger = logging.getLogger(__name__)

BATCH = 50
# How many begin with one commit. The journal tells which of them were really begun, so a
# crash loses nothing by it; a slow server gets them one by one, and each can be called back.
LARGEST_CHUNK = 16
SECONDS_OF_A_QUICK_CHUNK = 0.5
# A task ends before the broker believes it lost; the sweep goes on where it stopped.
SECONDS_FOR_ONE_TASK = 40

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
        delivery = Delivery(journal, emails)
        count += delivery.run()
        journal.clear()
        if delivery.is_over:
            break
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
        self._waiting = list(emails)
        self._attempt = ""
        self._session = Session(_server(), self._note)
        self._count = 0
        self._server_is_away = None
        self.is_over = False

    def run(self):
        """Send chunk by chunk; what was not begun goes back to the queue."""
        size = 1
        try:
            while self._waiting and not self.is_over:
                chunk, self._waiting = self._waiting[:size], self._waiting[size:]
                started_at = time.monotonic()
                self._send_chunk(begin_sending(chunk))
                is_quick = time.monotonic() - started_at < SECONDS_OF_A_QUICK_CHUNK
                size = min(size * 2, LARGEST_CHUNK) if is_quick else 1
            if self._server_is_away:
                # The others need not each find that out.
                self._postpone(begin_sending(self._waiting))
                self._waiting = []
        finally:
            give_back(self._waiting)
            self._session.close()
        return self._count

    def _send_chunk(self, chunk):
        sent = []
        try:
            while chunk and not self.is_over:
                email = chunk.pop(0)
                result = self._send(email)
                self._count += 1
                if result.outcome is Outcome.SENT:
                    sent.append(email)
                else:
                    settle(email, result)
                    self._heed(result)
        finally:
            failpoint("before-commit")
            settle_sent(sent)
            failpoint("after-commit")
            if self._server_is_away:
                self._postpone(chunk)
            else:
                give_back(chunk)

    def _heed(self, result):
        """Stop where going on would only burn one message after the other."""
        if result.outcome is Outcome.SENDER_REFUSED:
            stop_sender(result.reason)
            self.is_over = True
        elif result.outcome is Outcome.DEFERRED and not self._session.is_open:
            self._server_is_away = result
            self.is_over = True

    def _postpone(self, emails):
        for email in emails:
            settle(email, self._server_is_away)
            self._count += 1

    def _send(self, email):
        self._attempt = email.attempt_id
        self._note("begin")
        try:
            message = as_bytes(email)
        except ValueError as error:
            return Result(Outcome.REFUSED, str(error))
        return self._session.send(sender_address(), email.to, message)

    def _note(self, stage):
        self._journal.note(self._attempt, stage)
        failpoint(stage)


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

"""Mails per second through our outbox against a bare SMTP loop to the same server.

The bare loop is the limit: the same messages, already rendered, handed over one after the
other on one connection; a second one renders each as it goes. Ours adds to that claiming,
settling, and the journal that reaches the disk before each final dot.
"""

import smtplib
import time

from django.conf import settings
from django.db import connection

from discovery.mail.delivery import deliver_due
from discovery.mail.messages import as_bytes, sender_address
from discovery.mail.models import OutgoingEmail
from discovery.workspaces.models import Workspace
from tests.benchmarks.figures import Figure
from tests.discovery.mail.smtp_server import Sink
from tests.discovery.mail.test_messages import EVENT

COUNT = 300
ROUNDS = 3


def run():
    workspace = Workspace.objects.create(name="Benchmark", slug="benchmark")
    sink = Sink()
    sink.open()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    bare, rendering, ours, queueing = [], [], [], []
    for number in range(ROUNDS):
        started_at = time.perf_counter()
        emails = _fill(workspace, number)
        queueing.append(COUNT / (time.perf_counter() - started_at))
        bare.append(_bare_loop(sink, [(e.to, as_bytes(e)) for e in emails]))
        rendering.append(_bare_loop(sink, ((e.to, as_bytes(e)) for e in emails)))
        ours.append(_our_outbox())
    sink.end()
    copies = sink.recipients.values()
    yield Figure("bare_smtp", max(bare), "mails/s")
    yield Figure("bare_smtp_rendering_each", max(rendering), "mails/s")
    yield Figure("outbox", max(ours), "mails/s")
    yield Figure("outbox_of_bare_smtp", max(ours) / max(bare), "ratio")
    yield Figure("rows_written", max(queueing), "rows/s")
    # Twice by the bare loops and once by us.
    yield Figure("not_sent_exactly_once", sum(count != 3 for count in copies), "mails")
    connection.close()


def _fill(workspace, number):
    emails = [
        OutgoingEmail(
            workspace=workspace,
            key=f"benchmark:{number}:{i}",
            template="benchmark",
            to=f"person{number}-{i}@example.com",
            subject="Your conversation with us tomorrow",
            text="Hello,\n\nwe look forward to it.\n" * 20,
            html="<p>Hello,</p><p>we look forward to it.</p>\n" * 20,
            calendar=EVENT,
            calendar_method="REQUEST",
        )
        for i in range(COUNT)
    ]
    return OutgoingEmail.objects.bulk_create(emails)


def _bare_loop(sink, messages):
    started_at = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", sink.port) as smtp:
        for to, message in messages:
            smtp.sendmail(sender_address(), [to], message)
    return COUNT / (time.perf_counter() - started_at)


def _our_outbox():
    started_at = time.perf_counter()
    sent = 0
    while sent < COUNT:
        sent += deliver_due()
    return COUNT / (time.perf_counter() - started_at)

"""trust.md E4: a worker is killed with -9 at every point; nothing is lost or sent twice."""

import signal
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.db import connection

from discovery.mail.models import OutgoingEmail
from discovery.workspaces.models import Workspace
from tests.discovery.mail import worker
from tests.factories.mail import OutgoingEmailFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BEFORE_THE_DOT = [
    *("before-claim", "after-claim", "before-sending", "begin", "connect", "ehlo"),
    *("before-mail", "mail", "rcpt", "data", "half"),
]
AROUND_THE_DOT = ["dot", "after-dot"]
AFTER_THE_ANSWER = ["accepted", "before-commit", "after-commit"]


@pytest.fixture
def start_worker(sink, settings):
    def start(failpoint=""):
        return worker.start_worker(
            connection.settings_dict["NAME"],
            failpoint,
            MAIL_FAILPOINTS=True,
            MAIL_JOURNAL=settings.MAIL_JOURNAL,
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=sink.port,
            EMAIL_TIMEOUT=5,
        )

    return start


def run_to_end(process):
    """Return how it ended: 0, or minus the signal that killed it."""
    process.join(60)
    return process.exitcode


@pytest.mark.parametrize(
    ("point", "number"),
    [
        *((point, 1) for point in BEFORE_THE_DOT + AFTER_THE_ANSWER),
        # With a message already gone over the same connection.
        *(
            (point, 2)
            for point in ("begin", "rcpt", "half", "accepted", "after-commit")
        ),
    ],
)
def test_killed_where_the_journal_knows_everything_is_sent_once(
    start_worker, sink, point, number
):
    emails = OutgoingEmailFactory.create_batch(3, workspace=Workspace.objects.create())

    killed = run_to_end(start_worker(f"{point}:{number}"))
    code = run_to_end(start_worker())

    assert (killed, code) == (-signal.SIGKILL, 0)
    assert sink.recipients == {email.to: 1 for email in emails}
    states = OutgoingEmail.objects.values_list("state", flat=True)
    assert list(states) == ["sent"] * 3


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("point", AROUND_THE_DOT)
def test_killed_around_the_dot_one_is_held_for_a_person(
    start_worker, sink, point, number
):
    emails = OutgoingEmailFactory.create_batch(3, workspace=Workspace.objects.create())

    killed = run_to_end(start_worker(f"{point}:{number}"))
    code = run_to_end(start_worker())

    assert (killed, code) == (-signal.SIGKILL, 0)
    held = OutgoingEmail.objects.unconfirmed().get()
    others = {email.to: 1 for email in emails if email.to != held.to}
    taken = {held.to: 1} if point == "after-dot" else {}
    assert sink.recipients == {**others, **taken}
    assert OutgoingEmail.objects.filter(state="sent").count() == 2


def test_without_its_journal_a_message_is_never_sent_blindly(
    start_worker, sink, settings
):
    OutgoingEmailFactory(workspace=Workspace.objects.create())

    run_to_end(start_worker("after-dot:1"))
    for journal in Path(settings.MAIL_JOURNAL).glob("*.journal"):
        journal.unlink()
    run_to_end(start_worker())

    assert len(sink.messages) == 1
    assert OutgoingEmail.objects.get().state == "sending"


def test_four_workers_at_once_send_one_copy_each(start_worker, sink):
    emails = OutgoingEmailFactory.create_batch(
        120, workspace=Workspace.objects.create()
    )

    workers = [start_worker() for _ in range(4)]
    ended = [run_to_end(worker) for worker in workers]

    assert ended == [0] * 4
    assert sink.recipients == {email.to: 1 for email in emails}
    assert set(OutgoingEmail.objects.values_list("state", flat=True)) == {"sent"}


def test_failpoints_do_nothing_without_the_setting():
    assert project_settings.MAIL_FAILPOINTS is False

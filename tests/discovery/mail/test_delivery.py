from datetime import timedelta

import pytest
from django.utils.timezone import now

from discovery.mail.claims import claim_batch, recover
from discovery.mail.delivery import deliver_due
from discovery.mail.models import OutgoingEmail, SenderStop, Suppression
from discovery.mail.operations import cancel_emails
from discovery.mail.rechecks import _checks, recheck
from tests.factories.mail import OutgoingEmailFactory

pytestmark = pytest.mark.django_db

State = OutgoingEmail.State


def state_of(email):
    email.refresh_from_db()
    return email.state


def minutes_until_due(email):
    email.refresh_from_db()
    return (email.due_at - now()).total_seconds() / 60


def test_a_batch_goes_out_over_one_connection(sink):
    emails = OutgoingEmailFactory.create_batch(3)

    assert deliver_due() == 3

    assert sink.recipients == {email.to: 1 for email in emails}
    assert sink.sessions == 1
    assert [state_of(email) for email in emails] == [State.SENT] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_a_claim_costs_the_same_queries_whatever_its_size(
    django_assert_num_queries, count
):
    OutgoingEmailFactory.create_batch(count)

    with django_assert_num_queries(7):
        emails = claim_batch("somebody", 10)
        assert [str(email.workspace) for email in emails] != []


def test_what_is_not_due_waits(sink):
    email = OutgoingEmailFactory(due_at=now() + timedelta(hours=1))

    deliver_due()

    assert (sink.messages, state_of(email)) == ([], State.QUEUED)


def test_a_server_that_is_away_is_asked_once_for_all(sink):
    sink.answers["RCPT"] = lambda to: "421 4.3.0 Closing"
    emails = OutgoingEmailFactory.create_batch(5)

    deliver_due()

    assert [state_of(email) for email in emails] == [State.DEFERRED] * 5
    assert [email.attempts for email in emails] == [1] * 5
    assert sink.sessions == 1


def test_a_server_that_is_away_defers_and_later_everything_arrives_once(sink):
    sink.close()
    emails = OutgoingEmailFactory.create_batch(3)

    deliver_due()
    deferred = state_of(emails[0])
    minutes = minutes_until_due(emails[0])
    sink.open()
    OutgoingEmail.objects.update(due_at=now())
    deliver_due()

    assert deferred == State.DEFERRED
    assert 0.7 < minutes < 1.3
    assert sink.recipients == {email.to: 1 for email in emails}


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 5), (2, 15), (3, 60), (4, 240), (9, 240)]
)
def test_a_deferred_email_waits_longer_each_time(sink, attempts, minutes):
    sink.answers["RCPT"] = "451 4.7.1 Come back later"
    email = OutgoingEmailFactory(attempts=attempts)

    deliver_due()

    assert state_of(email) == State.DEFERRED
    assert 0.79 * minutes < minutes_until_due(email) < 1.21 * minutes
    assert email.reason == "451 4.7.1 Come back later"


def test_after_three_days_it_is_given_up(sink):
    sink.answers["RCPT"] = "451 4.7.1 Come back later"
    email = OutgoingEmailFactory(created_at=now() - timedelta(hours=73))

    deliver_due()

    assert state_of(email) == State.FAILED


def test_an_unknown_address_is_suppressed_and_gets_nothing_more(sink):
    sink.answers["RCPT"] = "550 5.1.1 No such person"
    email = OutgoingEmailFactory()

    deliver_due()
    sink.answers.clear()
    second = OutgoingEmailFactory(workspace=email.workspace, to=email.to.upper())
    elsewhere = OutgoingEmailFactory(to=email.to)
    deliver_due()

    assert state_of(email) == State.FAILED
    assert list(Suppression.objects.values_list("workspace", "email", "reason")) == [
        (email.workspace_id, email.to, "bounced")
    ]
    assert state_of(second) == State.CANCELLED
    assert state_of(elsewhere) == State.SENT


def test_a_refused_recipient_is_not_suppressed(sink):
    sink.answers["RCPT"] = "554 5.7.1 Not from you"
    email = OutgoingEmailFactory()

    deliver_due()

    assert (state_of(email), Suppression.objects.count()) == (State.FAILED, 0)


def test_a_refused_sender_stops_the_queue_until_a_person_or_a_new_setting(
    sink, settings
):
    sink.answers["MAIL"] = "550 5.7.1 We do not know you"
    emails = OutgoingEmailFactory.create_batch(3)

    deliver_due()
    deliver_due()

    assert [state_of(email) for email in emails] == [State.QUEUED] * 3
    assert [email.attempts for email in emails] == [0, 0, 0]
    assert [str(stop) for stop in SenderStop.objects.all()] == [
        "550 5.7.1 We do not know you"
    ]
    sink.answers.clear()
    assert deliver_due() == 0
    settings.EMAIL_HOST_PASSWORD = "the right one"  # only its fingerprint matters here
    assert deliver_due() == 3


def test_an_answer_that_never_comes_leaves_the_email_unconfirmed(sink):
    sink.on_data = lambda envelope: False
    email = OutgoingEmailFactory()

    deliver_due()
    sink.on_data = None
    deliver_due()
    recover()

    assert state_of(email) == State.UNCONFIRMED
    assert sink.recipients == {email.to: 1}


def test_a_refusal_after_the_dot_is_final(sink):
    sink.answers["DATA"] = "554 5.6.0 I do not like it"
    email = OutgoingEmailFactory()

    deliver_due()

    assert (state_of(email), email.reason) == (
        State.FAILED,
        "554 5.6.0 I do not like it",
    )


def test_one_bad_recipient_does_not_hold_up_the_others(sink):
    bad, good = OutgoingEmailFactory.create_batch(2)
    sink.answers["RCPT"] = lambda to: "550 5.1.1 Unknown" if to == bad.to else None

    deliver_due()

    assert (state_of(bad), state_of(good)) == (State.FAILED, State.SENT)
    assert sink.sessions == 1


def test_reasons_that_arose_since_cancel_at_send_time(sink, monkeypatch):
    monkeypatch.setitem(_checks, "x", None)
    recheck(
        "x", lambda email: "The booking has moved on." if email.to[0] == "m" else ""
    )
    late = OutgoingEmailFactory(expires_at=now() - timedelta(minutes=1))
    moved = OutgoingEmailFactory(subject_ref="x:1", to="moved@example.com")
    unmoved = OutgoingEmailFactory(subject_ref="x:2")
    opted_out = OutgoingEmailFactory(is_outreach=True)
    booked = OutgoingEmailFactory(workspace=opted_out.workspace, to=opted_out.to)
    Suppression.objects.create(
        workspace=opted_out.workspace, email=opted_out.to, reason="opted_out"
    )

    deliver_due()

    states = [state_of(email) for email in (late, moved, unmoved, opted_out, booked)]
    assert states == ["cancelled", "cancelled", "sent", "cancelled", "sent"]
    assert moved.reason == "The booking has moved on."


def test_a_check_that_breaks_parks_its_email_and_the_queue_goes_on(sink, monkeypatch):
    monkeypatch.setitem(_checks, "x", lambda email: 1 / 0)
    broken, good = OutgoingEmailFactory(subject_ref="x:1"), OutgoingEmailFactory()

    deliver_due()

    assert (state_of(broken), state_of(good)) == (State.FAILED, State.SENT)
    assert broken.reason == "ZeroDivisionError: division by zero"


def test_a_claimed_email_can_still_be_called_back(sink):
    email = OutgoingEmailFactory(subject_ref="x:7")
    [claimed] = claim_batch("somebody", 10)

    cancel_emails(workspace=email.workspace, subject_ref="x:7", reason="Moved")

    assert state_of(email) == State.CANCELLED
    deliver_due()
    assert sink.messages == []


def test_a_claim_whose_worker_is_silent_returns_to_the_queue(sink):
    email = OutgoingEmailFactory()
    claim_batch("somebody", 10)
    assert deliver_due() == 0

    OutgoingEmail.objects.update(claimed_at=now() - timedelta(minutes=1))
    recover()

    assert state_of(email) == State.QUEUED
    assert deliver_due() == 1


def test_a_message_whose_journal_is_gone_is_held(sink):
    long_ago = now() - timedelta(minutes=21)
    email = OutgoingEmailFactory(
        state=State.SENDING, claimed_by="a machine that burned", claimed_at=long_ago
    )

    recover()

    assert state_of(email) == State.UNCONFIRMED

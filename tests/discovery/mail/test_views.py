import pytest
from django.urls import reverse

from discovery.mail.models import (
    OutgoingEmail,
    SenderStop,
    Suppression,
    sender_fingerprint,
)
from tests.factories.mail import OutgoingEmailFactory

State = OutgoingEmail.State


@pytest.fixture
def held(workspace):
    return OutgoingEmailFactory(
        workspace=workspace, state=State.UNCONFIRMED, subject="Held back", attempts=1
    )


def url(name, email=None):
    return reverse(f"mail:{name}", args=[email.workspace.slug, email.pk])


def test_mail_shows_what_is_held_and_why(sign_in, admin, held):
    OutgoingEmailFactory(
        workspace=held.workspace, state=State.DEFERRED, attempts=2, reason="451 busy"
    )
    page = sign_in(admin).get(reverse("mail:mail", args=[held.workspace.slug]))

    assert page.status_code == 200
    assert "Held back" in page.text
    assert "451 busy" in page.text
    assert "tried 2 times" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_mail_costs_the_same_queries_whatever_it_shows(
    sign_in, admin, workspace, django_assert_max_num_queries, count
):
    for state in (State.FAILED, State.UNCONFIRMED):
        OutgoingEmailFactory.create_batch(count, workspace=workspace, state=state)
    client = sign_in(admin)

    with django_assert_max_num_queries(20):
        client.get(reverse("mail:mail", args=[workspace.slug]))


def test_a_held_email_is_sent_again(sign_in, admin, held):
    sign_in(admin).post(url("email_repetition", held))

    held.refresh_from_db()
    assert (held.state, held.attempts) == (State.QUEUED, 0)


def test_a_held_email_is_marked_as_sent_once(sign_in, admin, held):
    client = sign_in(admin)
    client.post(url("email_confirmation", held))
    held.refresh_from_db()
    first = held.sent_at

    again = client.post(url("email_repetition", held), follow=True)

    held.refresh_from_db()
    assert (held.state, held.sent_at) == (State.SENT, first)
    assert "settled this e-mail already" in again.text


@pytest.mark.parametrize("name", ["email_repetition", "email_confirmation"])
def test_strangers_and_members_without_the_right_change_nothing(
    sign_in, researcher, stranger, held, name
):
    assert sign_in(stranger).post(url(name, held)).status_code == 404
    assert sign_in(researcher).post(url(name, held)).status_code == 403

    held.refresh_from_db()
    assert held.state == State.UNCONFIRMED


def test_an_admin_lifts_a_bounce_but_not_an_opt_out(sign_in, admin, workspace):
    bounced, opted_out = (
        Suppression.objects.create(workspace=workspace, email="a@b.c", reason=reason)
        for reason in ("bounced", "opted_out")
    )
    client = sign_in(admin)

    statuses = [
        client.post(
            reverse("mail:suppression_removal", args=[workspace.slug, suppression.pk])
        ).status_code
        for suppression in (bounced, opted_out)
    ]

    assert statuses == [302, 404]
    assert list(Suppression.objects.all()) == [opted_out]


def test_an_admin_starts_a_stopped_queue_again(sign_in, admin, workspace):
    stop = SenderStop.objects.create(sender=sender_fingerprint(), reason="535 no")
    client = sign_in(admin)
    page = client.get(reverse("mail:mail", args=[workspace.slug]))

    client.post(reverse("mail:queue_restart", args=[workspace.slug]))

    assert "535 no" in page.text
    stop.refresh_from_db()
    assert (stop.lifted_at is not None, stop.lifted_by) == (True, admin)

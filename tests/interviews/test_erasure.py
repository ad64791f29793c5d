"""What an erasure means for bookings: off, untied from the person, and the team knows."""

import pytest

from discovery.mail.models import OutgoingEmail
from discovery.notifications.models import Notification
from interviews.models import Interview
from interviews.operations.changes import cancel_interview
from recruiting.models import Participant
from recruiting.signals import participant_erased
from tests.factories.recruiting import ParticipantFactory
from tests.interviews.scheduling import book, bookable_page


@pytest.fixture
def participant(workspace):
    return ParticipantFactory(
        workspace=workspace, name="Priya Nair", email="priya@example.org"
    )


def erase(participant):
    participant_erased.send(sender=Participant, participant=participant)


def test_an_interview_ahead_is_called_off_without_naming_anybody(team, participant):
    interview = book(bookable_page(team), participant)

    erase(participant)

    interview.refresh_from_db()
    assert interview.state == Interview.State.CANCELLED
    assert not interview.reminders.filter(settled_at=None).exists()
    assert not interview.attendances.filter(is_blocking=True).exists()
    assert (interview.time_zone, interview.link_version) == ("UTC", 1)
    told = OutgoingEmail.objects.filter(template="interview_cancelled_member")
    assert told.count() == 3
    everything = "".join(
        mail.subject + mail.text + mail.html + mail.calendar
        for mail in OutgoingEmail.objects.all()
    )
    assert "Priya" not in everything
    assert "Priya" not in "".join(Notification.objects.values_list("text", flat=True))
    assert participant.pseudonym in told[0].text
    assert not OutgoingEmail.objects.filter(
        to=participant.email, template__startswith="interview_cancelled"
    ).exists()


def test_nothing_is_said_twice_about_what_is_over(team, participant):
    interview = book(bookable_page(team), participant)
    cancel_interview(interview=interview, reason="My daughter is ill")
    mails = OutgoingEmail.objects.count()

    erase(participant)

    interview.refresh_from_db()
    assert interview.cancellation_reason == ""
    assert OutgoingEmail.objects.count() == mails

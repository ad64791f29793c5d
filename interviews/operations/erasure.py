"""What an erasure means for interviews: those ahead are off, and nothing tells of the person."""

from django.db import transaction
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.live.operations import publish
from discovery.mail.models import OutgoingEmail
from discovery.notifications.models import Notification
from interviews.models import Attendance, Interview
from interviews.operations.letters import attendances_of, tell_member
from interviews.operations.reminders import void_reminders


@transaction.atomic
def forget_bookings(sender, participant, **signal):
    """Cancel what is ahead and wipe what was said about the person around their bookings.

    The members hear that it is off; the participant has asked not to be written to.
    """
    for interview in participant.interviews.select_for_update(
        no_key=True, of=("self",)
    ):
        void_reminders(interview, "participant erased")
        _forget_mails(interview)
        if interview.state in Interview.OPEN:
            _call_off(interview)
        _forget_interview(interview)


def _call_off(interview):
    interview.state = Interview.State.CANCELLED
    interview.cancelled_at = now()
    interview.calendar_sequence += 1
    interview.save()
    Attendance.objects.filter(interview=interview).update(is_blocking=False)
    record("interview_cancelled", interview, reason="participant erased")
    # Whoever is in the room, or reads the brief, sees it at once.
    for event in ("room", "plan"):
        publish(f"interview:{interview.pk}", event, state=interview.state)
    # From here on the mails and calendars name nobody.
    interview.participant.name = interview.participant.pseudonym
    for row in attendances_of(interview):
        tell_member("cancelled", interview, row.membership)


def _forget_interview(interview):
    """Keep when it was, and drop where the person lives and what they gave as a reason."""
    interview.cancellation_reason = ""
    interview.time_zone = "UTC"
    interview.wall_time = interview.told_in("UTC").wall_time
    interview.link_version += 1
    interview.save(
        update_fields=["cancellation_reason", "time_zone", "wall_time", "link_version"]
    )


def _forget_mails(interview):
    """Stop the mails that wait, and empty those that named the person."""
    State = OutgoingEmail.State
    about = OutgoingEmail.objects.filter(
        workspace=interview.workspace,
        subject_ref__in=[interview.mail_subject_ref, f"interview-left:{interview.pk}"],
    )
    waiting = about.filter(state__in=[State.QUEUED, State.DEFERRED])
    waiting.update(state=State.CANCELLED, reason="participant erased")
    about.exclude(state__in=[State.CLAIMED, State.SENDING]).update(
        subject="", text="", html="", calendar=""
    )
    Notification.objects.filter(
        workspace=interview.workspace, key__regex=rf"^interview-\w+:{interview.pk}:"
    ).delete()

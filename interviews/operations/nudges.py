"""A silent word to the one who leads, while they listen (F138)."""

from django.db import transaction
from django.utils.timezone import now

from discovery.live.operations import publish
from discovery.workspaces import limits
from interviews.models import Attendance, Interview, Nudge
from interviews.operations.notes import refuse_erased

# For each person and talk: more would be talking into theirs.
MOST, IN_SECONDS = 6, 60


class NobodyLeads(Exception):
    """There is nobody to nudge, or it is the lead who would nudge themselves."""


class TalkIsOver(Exception):
    """It has ended or was called off."""


class TooManyNudges(Exception):
    """The lead is listening to somebody else."""


def lead_of(interview):
    """The membership of whoever leads, or None. Takes the people that were fetched with it."""
    rows = interview.attendances.all()
    return next(
        (row.membership for row in rows if row.part == Attendance.Part.LEAD), None
    )


def send_nudge(*, interview, client_id, text, by):
    """Nudge the lead. The same ``client_id`` again nudges nobody twice."""
    lead = lead_of(interview)
    if lead is None or lead.pk == by.pk:
        raise NobodyLeads
    if interview.state not in Interview.OPEN:
        raise TalkIsOver
    if not limits.hit(f"nudge:{interview.pk}:{by.pk}", MOST, IN_SECONDS):
        raise TooManyNudges
    return _save(interview, client_id, " ".join(text.split()), by)


@transaction.atomic
def _save(interview, client_id, text, by):
    refuse_erased(interview.participant_id)
    nudge, is_new = Nudge.objects.get_or_create(
        interview=interview,
        client_id=client_id,
        defaults={"workspace": interview.workspace, "sent_by": by, "text": text},
    )
    if is_new:
        _tell(nudge)
    return nudge


@transaction.atomic
def put_nudge_away(*, nudge, by):
    """Write down that the lead has seen it, once."""
    nudge = Nudge.objects.select_for_update(no_key=True).get(pk=nudge.pk)
    if nudge.seen_at is None:
        nudge.seen_at, nudge.seen_by = now(), by
        nudge.save(update_fields=["seen_at", "seen_by"])
        _tell(nudge)
    return nudge


def _tell(nudge):
    publish(f"interview:{nudge.interview_id}", "nudge", id=nudge.pk)

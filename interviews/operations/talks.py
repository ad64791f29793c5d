"""Talks that were held elsewhere are logged afterwards, so that nothing is missing (F117)."""

from uuid import uuid4

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils.timezone import now

from discovery.audit.operations import record
from interviews.models import Attendance, Interview
from interviews.operations.booking import TZDATA_VERSION
from interviews.operations.turns import wait_for_participant
from recruiting.models import Participant


class NotOver(Exception):
    """A talk is logged once it is over."""


@transaction.atomic
def log_talk(
    *, team, participant, kind, start, length, time_zone, lead, others, by, **details
):
    """Write down a talk that is over. The same one again returns the first.

    Nobody is mailed and nobody's time is blocked: it has been. Whether it counts for the
    weekly habit follows from its kind.
    """
    end = start + length
    if end > now():
        raise NotOver
    wait_for_participant(participant)
    during = DateTimeTZRange(start, end)
    held = participant.interviews.held()
    if known := held.filter(team=team, during__startswith=start).first():
        return known
    interview = Interview.objects.create(
        workspace=team.workspace,
        team=team,
        participant=participant,
        kind=kind,
        state=Interview.State.HELD,
        during=during,
        started_at=start,
        ended_at=end,
        time_zone=time_zone,
        wall_time=f"{start:%Y-%m-%dT%H:%M}",
        tzdata_version=TZDATA_VERSION,
        calendar_uid=f"interview-{uuid4()}@earshot",
        **details,
    )
    interview.wall_time = interview.told_in(time_zone).wall_time
    interview.save(update_fields=["wall_time"])
    people = list(dict.fromkeys([lead, *others]))
    Attendance.objects.bulk_create(
        Attendance(
            workspace=team.workspace,
            interview=interview,
            membership=member,
            user=member.user,
            part=Attendance.Part.NOTE_TAKER if position else Attendance.Part.LEAD,
            during=during,
            is_blocking=False,
        )
        for position, member in enumerate(people)
    )
    Participant.objects.filter(
        Q(last_talked_at=None) | Q(last_talked_at__lt=end), pk=participant.pk
    ).update(last_talked_at=end)
    record("interview_logged", interview, by=by)
    return interview

"""Getting ready for a talk: the points of the checklist, and who does what in it."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.live.operations import publish
from discovery.notifications.operations import notify
from interviews.models import Attendance, ChecklistTick, Interview
from interviews.operations.changes import NotOpen
from interviews.operations.letters import plan_path


class NeedsLead(Exception):
    """The lead cannot only lay it down: somebody else takes it over."""


@transaction.atomic
def tick_point(*, interview, point, is_ticked, by):
    """Tick a point of the checklist, or take the tick away; two at once tick it once."""
    if is_ticked:
        tick = ChecklistTick(
            workspace=interview.workspace,
            interview=interview,
            point=point,
            ticked_by=by,
        )
        ChecklistTick.objects.bulk_create([tick], ignore_conflicts=True)
    else:
        ChecklistTick.objects.filter(interview=interview, point=point).delete()
    tell_plan(interview, point=point, is_ticked=is_ticked)


@transaction.atomic
def give_part(*, interview, attendance, part, by):
    """Give somebody another part, before the talk or during it; there is always one lead.

    Who takes over the lead changes places with who had it. Nobody gets a mail: it is the
    same people at the same time.
    """
    rows = Interview.objects.select_for_update(of=["self"], no_key=True)
    interview = rows.select_related("participant", "workspace").get(pk=interview.pk)
    if interview.state not in Interview.OPEN:
        raise NotOpen
    attendance = interview.attendances.select_related("membership__user").get(
        pk=attendance.pk
    )
    if attendance.part == part:
        return attendance
    if attendance.part == Attendance.Part.LEAD:
        raise NeedsLead
    if part == Attendance.Part.LEAD:
        interview.attendances.filter(part=part).update(part=attendance.part)
    attendance.part = part
    attendance.save(update_fields=["part"])
    record("interview_part_changed", interview, by=by, fields=["attendances"])
    if part == Attendance.Part.LEAD and attendance.membership != by:
        _tell_new_lead(interview, attendance.membership, by)
    tell_plan(interview, part=f"{attendance.pk}:{part}")
    # The room shows who is there, too.
    publish(f"interview:{interview.pk}", "room", state=interview.state)
    return attendance


def tell_plan(interview, **about):
    """Let those who look at the brief fetch it afresh."""
    publish(f"interview:{interview.pk}", "plan", **about)


def _tell_new_lead(interview, membership, by):
    with translation.override(membership.user.language):
        words = _("%(colleague)s handed you the lead: %(person)s")
        text = words % {"colleague": by, "person": interview.participant}
    notify(
        membership,
        # Forgotten with the others if the person has themselves erased.
        key=f"interview-lead:{interview.pk}:{membership.pk}",
        kind="interview_lead",
        text=text,
        url=plan_path(interview),
    )

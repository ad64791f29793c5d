"""What has happened to an interview, from the audit trail, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from discovery.audit.models import AuditEvent

WORDS = {
    "interview_booked": _("Booked"),
    "interview_moved": _("Moved to another time"),
    "interview_cancelled": _("Called off"),
    "interview_people_changed": _("Other people attend"),
    "interview_plan_changed": _("Plan changed"),
    "interview_no_show": _("Marked as not attended"),
    "interview_begun": _("Begun"),
    "interview_ended": _("Ended"),
    "interview_resumed": _("Went on after all"),
    "recording_agreed": _("Agreed to a recording"),
    "recording_refused": _("Did not agree to a recording"),
    "interview_part_changed": _("Somebody has another part"),
    "interview_logged": _("Logged afterwards"),
    "interview_guide_chosen": _("Another guide chosen"),
}


@dataclass(frozen=True)
class Event:
    at: datetime
    words: str
    who: str


def history_of(interview):
    """Newest first; who did it is a member's name, else the participant or the system."""
    rows = AuditEvent.objects.filter(
        workspace=interview.workspace_id,
        object_type=interview._meta.label_lower,
        object_id=interview.pk,
    )
    return [
        Event(
            row.at,
            WORDS.get(row.action, row.action),
            row.actor or _("by the participant"),
        )
        for row in rows.order_by("-at", "-pk")[:50]
    ]

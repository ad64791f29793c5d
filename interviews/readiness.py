"""Whether everything is ready for a talk (F122): what the app knows it answers by itself.

Each point says why it is ready or what is missing. What nobody but a person can know is ticked
by hand, and so is what the app merely has not heard of.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discovery.mail.models import OutgoingEmail
from interviews.briefing import guide_of, prompts_of
from interviews.models import ChecklistTick
from recruiting.models import Consent

POINTS = (
    "place",
    "call",
    "guide",
    "note_taker",
    "incentive",
    "informed",
    "recording",
    "story",
)
# Not on the list: that somebody has looked at the kind and means it.
KIND = "kind"
TICKABLE = (*POINTS, KIND)
RECENT = timedelta(days=21)
CONFIRMATIONS = ("interview_booked_participant", "interview_moved_participant")


@dataclass(frozen=True)
class Point:
    """One line of the list. ``known`` is what the app says of it by itself."""

    key: str
    label: str
    known: bool
    why: str
    tick: ChecklistTick | None

    @property
    def is_ready(self):
        return self.known or self.tick is not None


@dataclass(frozen=True)
class Readiness:
    """All points of one interview, and whether somebody has confirmed its kind."""

    points: list[Point]
    kind_is_meant: bool

    @property
    def count(self):
        return sum(point.is_ready for point in self.points)

    @property
    def is_complete(self):
        return self.count == len(self.points)

    @property
    def words(self):
        return _("%(count)s of %(all)s ready") % {
            "count": self.count,
            "all": len(self.points),
        }


def readiness_at_a_glance(interview, attendances):
    """The list for a page that has no guide at hand."""
    guide = guide_of(interview)
    return readiness_of(interview, attendances, guide, prompts_of(interview, guide))


def readiness_of(interview, attendances, guide, prompts):
    """The list for an interview; who attends and the guide are handed in, as pages have them."""
    ticks = {
        tick.point: tick for tick in interview.ticks.select_related("ticked_by__user")
    }
    found = {
        "place": _place(interview),
        "call": _call(interview),
        "guide": _guide(interview, guide, prompts),
        "note_taker": _note_taker(attendances),
        "incentive": (_("Thank-you agreed"), False, _("Even if none")),
        "informed": _informed(interview),
        "recording": _recording(interview),
        "story": _story(interview, attendances),
    }
    points = [
        Point(key, label, known, why, ticks.get(key))
        for key, (label, known, why) in found.items()
    ]
    return Readiness(points, KIND in ticks)


def _place(interview):
    label = _("Quiet place")
    return label, bool(interview.where), interview.where or _("A door, no echo")


def _call(interview):
    label = _("Call link")
    if interview.meeting_url:
        return label, True, _("In the calendars")
    return label, False, _("None; tick if none is needed")


def _guide(interview, guide, prompts):
    label = _("Goal and prompts")
    if not (interview.learning_goal or (guide and guide.learning_goal)):
        return label, False, _("No goal yet")
    if not prompts:
        return label, False, _("No prompts yet")
    words = ngettext("%(count)s prompt", "%(count)s prompts", len(prompts))
    return label, True, words % {"count": len(prompts)}


def _note_taker(attendances):
    label = _("Note-taker")
    takers = [row for row in attendances if row.part == "note_taker"]
    if not takers:
        return label, False, _("Nobody yet")
    names = ", ".join(row.membership.user.first_name for row in takers)
    return label, True, names


def _informed(interview):
    label = _("They know when")
    person = interview.participant
    if not person.email:
        return label, False, _("No address: tell them yourself")
    letters = OutgoingEmail.objects.filter(
        workspace=interview.workspace_id,
        subject_ref=interview.mail_subject_ref,
        template__in=CONFIRMATIONS,
        to__iexact=person.email,
    )
    letter = letters.order_by("-pk").first()
    if letter is None:
        return label, False, _("No confirmation yet")
    if letter.state == OutgoingEmail.State.SENT:
        day = date_format(localtime(letter.sent_at), "j M, H:i")
        return label, True, _("Told %(day)s") % {"day": day}
    return (
        label,
        False,
        _("Mail: %(state)s") % {"state": letter.get_state_display()},
    )


def _recording(interview):
    label = _("Recording asked")
    if interview.recording_agreed_at:
        return label, True, _("They agreed")
    refused = Consent.objects.filter(
        participant=interview.participant_id,
        purpose=Consent.Purpose.RECORDING,
        is_granted=False,
        at__gte=interview.created_at,
    )
    if refused.exists():
        return label, True, _("They would rather not")
    return label, False, _("Ask in the room")


def _story(interview, attendances):
    label = _("Recent story read")
    people = [row.membership_id for row in attendances]
    # Snapshots stand to the right of interviews; the team's are reached from the team.
    read = interview.team.snapshots.published().filter(
        readings__membership__in=people, readings__first_at__gte=now() - RECENT
    )
    newest = read.order_by("-readings__first_at").values_list(
        "name", "readings__membership__user__name"
    )
    if row := newest.first():
        words = _("%(reader)s: %(name)s’s")
        return label, True, words % {"reader": row[1].split(" ")[0], "name": row[0]}
    return label, False, _("Read one first")

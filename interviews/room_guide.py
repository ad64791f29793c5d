"""What the guide's column of the room shows: prompts by phase, and what helps when a talk stalls."""

from django.utils.translation import gettext as _

from interviews.models import Question
from interviews.operations.guides import guide_for
from interviews.phases import share_out

SHORTEST_TALK = 4


def guide_context(interview, membership):
    """What ``_room_guide.html`` takes."""
    guide = guide_for(interview=interview, by=membership)
    phases = _phases(interview, guide.prompts_for(interview))
    others = interview.team.guides.filter(archived_at=None).exclude(pk=guide.pk)
    return {
        "guide": guide,
        "guide_phases": phases,
        "phase_now": _phase_now(phases),
        "other_guides": others.order_by("-is_current", "-pk"),
        "follow_ups": follow_ups(interview.newest_words),
        "memory_aids": memory_aids(),
    }


def follow_ups(words=""):
    """What keeps a story going; ``words`` are the participant's own, to be handed back."""
    said = _("You said “%(words)s”. Tell me more.") % {"words": words}
    return [
        _("What happened next?"),
        _("What happened before that?"),
        _("How did you know?"),
        said if words else _("Tell me more about that."),
    ]


def memory_aids():
    """What brings a memory back, each with a question: place, people, device, day."""
    return [
        {"icon": "map-pin", "name": _("Place"), "ask": _("Where were you?")},
        {"icon": "users", "name": _("People"), "ask": _("Who was with you?")},
        {
            "icon": "smartphone",
            "name": _("Device"),
            "ask": _("What did you have in your hands?"),
        },
        {
            "icon": "calendar-days",
            "name": _("Day"),
            "ask": _("Which day was that? What else happened then?"),
        },
    ]


def _phase_now(phases):
    """Where a prompt goes that is thought of now; before and after the talk, to the story."""
    names = (each["part"].name for each in phases if each["is_current"])
    return next(names, Question.Phase.STORY.value)


def _phases(interview, prompts):
    """The four phases with their minutes, their prompts, and whether the talk is in them."""
    minutes = int((interview.ends_at - interview.starts_at).total_seconds()) // 60
    is_running = interview.state == interview.State.RUNNING
    elapsed = interview.elapsed_seconds if is_running else None
    return [
        {
            "part": part,
            "label": Question.Phase(part.name).label,
            "minutes": round((part.ends_at - part.starts_at) / 60),
            "is_current": elapsed is not None and part.is_current_at(elapsed),
            "prompts": [each for each in prompts if each.phase == part.name],
        }
        for part in share_out(max(minutes, SHORTEST_TALK))
    ]

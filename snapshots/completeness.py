"""What a page still lacks to tell its story (R38, R42-R45), and how fresh the talk is (R47)."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.countdown import time_left

# So long everything is still in everybody's ears.
FRESH_FOR = timedelta(hours=2)


@dataclass(frozen=True)
class Step:
    words: str
    is_done: bool
    is_optional: bool = False


@dataclass(frozen=True)
class Progress:
    """The steps to a whole page. Without a story of at least three moments there is none."""

    steps: list[Step]

    @property
    def needed(self):
        return [step for step in self.steps if not step.is_optional]

    @property
    def optional(self):
        return [step for step in self.steps if step.is_optional]

    @property
    def done(self):
        return sum(step.is_done for step in self.needed)

    @property
    def most(self):
        return len(self.needed)

    @property
    def is_complete(self):
        return self.done == self.most


@dataclass(frozen=True)
class Timer:
    """How long ago the talk was: ``fresh``, ``today`` or ``later``."""

    state: str
    icon: str
    words: str


def progress_of(page):
    opportunities = page.opportunities
    is_pinned = bool(opportunities) and all(o.moment_title for o in opportunities)
    return Progress(
        [
            Step(_("a face"), bool(page.photo or page.portrait_seed)),
            Step(_("a memorable quote"), bool(page.quote)),
            Step(_("quick facts"), bool(page.facts)),
            Step(_("the story in a line"), bool(page.story_title)),
            Step(_("three moments"), len(page.moments) >= 3),
            Step(_("an opportunity"), bool(opportunities)),
            Step(_("every opportunity at its moment"), is_pinned),
            Step(_("what else was learned"), bool(page.insights), is_optional=True),
        ]
    )


def timer_of(snapshot, at=None):
    """How fresh a draft's talk is, or None once the page is out."""
    if snapshot.is_published:
        return None
    at = at or now()
    ended = snapshot.interview.ended_at or snapshot.interview.ends_at
    gone = max(at - ended, timedelta(minutes=1))
    if gone <= FRESH_FOR:
        words = _("Best now: %(time)s since you talked.")
        return Timer("fresh", "timer", words % {"time": time_left(at, at - gone)})
    days = (localtime(at).date() - localtime(ended).date()).days
    if not days:
        words = _("Best today: %(time)s since you talked.")
        return Timer("today", "clock", words % {"time": time_left(at, at - gone)})
    words = ngettext(
        "You talked yesterday. A page that you finish today still has their words.",
        "You talked %(days)s days ago. Begin with the words you still hear.",
        days,
    )
    return Timer("later", "calendar-clock", words % {"days": days})

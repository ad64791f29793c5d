"""What somebody's skills page shows: the last talks of each skill, its newest evidence, one tip."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from interviews.models import Interview, SkillReview

LAST_TALKS = 12
HIGHEST = 4
ROOM_FOR_TWO_DAYS = 80
Skill = SkillReview.Skill

# What each skill is, and what to do next at a low, a middle and a high score.
WHAT_IT_IS = {
    Skill.OPENER: gettext_lazy("Ask for one time that really was, right at the start."),
    Skill.SCENE: gettext_lazy("Place, people, things, day: it brings the memory back."),
    Skill.TIMELINE: gettext_lazy("What happened next? And before that?"),
    Skill.REDIRECT: gettext_lazy("From “usually” back to one Tuesday."),
}
TIPS = {
    Skill.OPENER: (
        gettext_lazy("Write the first question down before the talk: “Tell me about the last time you …”, and then wait."),
        gettext_lazy("You got to a story. Next time ask for it first, before anything else."),
        gettext_lazy("You opened with a story. Keep the question as short as it is."),
    ),
    Skill.SCENE: (
        gettext_lazy("When a story begins, stay a minute: where were you, who else was there, what was in front of you?"),
        gettext_lazy("You had part of the picture. Ask for what is missing below while they are still there in their mind."),
        gettext_lazy("You could draw the room they were in. That is the memory speaking, not an opinion."),
    ),
    Skill.TIMELINE: (
        gettext_lazy("“What happened next?” is nearly the only question you need. Ask it until the story is over."),
        gettext_lazy("You followed the story one way. Go the other way as well: “And before that?”"),
        gettext_lazy("You went along the story in both directions. Summarise it at the end and ask what is missing."),
    ),
    Skill.REDIRECT: (
        gettext_lazy("“Usually” and “always” are a signal. Say: “When did that last happen?”, and stay with that day."),
        gettext_lazy("You brought some of it back. Listen for the next “usually” before you go on to your next question."),
        gettext_lazy("You brought them back to one time. That is the hardest of the four."),
    ),
}  # fmt: skip
UNKNOWN = {
    "nothing": gettext_lazy("Nothing was ticked off or noted, and there is no transcript."),
    "notes": gettext_lazy("Not heard: there is no transcript, and the guide and the notes do not show it."),
    "unmapped": gettext_lazy("There is a transcript, but nobody has said yet who of the speakers is of your team."),
    "transcript": gettext_lazy("It did not come up in this talk."),
}  # fmt: skip


@dataclass
class Point:
    """One talk of a trend: how it went, and where it stands in the drawing."""

    interview: Interview
    who: object
    score: int | None
    is_heard: bool
    x: float = 0
    y: float = 0


class SkillTrend:
    """One skill over the last talks, oldest first."""

    WIDTH, HEIGHT, EDGE = 240, 56, 7
    WHOLE_HEIGHT = HEIGHT + 14

    def __init__(self, skill, reviews):
        self.skill = Skill(skill)
        self.reviews = reviews

    @property
    def label(self):
        return self.skill.label

    @property
    def what_it_is(self):
        return WHAT_IT_IS[self.skill]

    @property
    def newest(self):
        return self.reviews[-1]

    @property
    def score_words(self):
        if self.newest.score is None:
            return _("Not enough to tell")
        return _("%(score)s of 4") % {"score": self.newest.score}

    @property
    def findings(self):
        """What was said in the newest talk, each with its minute."""
        return [with_minute(finding) for finding in self.newest.evidence]

    @cached_property
    def points(self):
        """Dots from left to right; a talk of which nobody can tell has none."""
        step = (self.WIDTH - 2 * self.EDGE) / max(LAST_TALKS - 1, 1)
        first = LAST_TALKS - len(self.reviews)
        scale = (self.HEIGHT - 2 * self.EDGE) / HIGHEST
        return [
            Point(
                interview=review.interview,
                who=who_of(review),
                score=review.score,
                is_heard=review.talk.get("basis") == "transcript",
                x=round(self.EDGE + (first + place) * step, 1),
                y=round(self.HEIGHT - self.EDGE - (review.score or 0) * scale, 1),
            )
            for place, review in enumerate(self.reviews)
        ]

    @property
    def dots(self):
        return [point for point in self.points if point.score is not None]

    @property
    def days(self):
        """The first and the last day, each below its dot; as one where the dots are close."""
        if not self.dots:
            return []
        first, last = self.dots[0], self.dots[-1]
        words = [localtime(dot.interview.starts_at) for dot in (first, last)]
        start, end = (date_format(day, "j M") for day in words)
        if last.x - first.x > ROOM_FOR_TWO_DAYS:
            return [
                {"x": first.x - self.EDGE, "anchor": "start", "words": start},
                {"x": last.x + self.EDGE, "anchor": "end", "words": end},
            ]
        both = end if start == end else f"{start} – {end}"
        if last.x > ROOM_FOR_TWO_DAYS:
            return [{"x": last.x + self.EDGE, "anchor": "end", "words": both}]
        return [{"x": first.x - self.EDGE, "anchor": "start", "words": both}]

    @property
    def line(self):
        """The dots as the points of a polyline."""
        return " ".join(f"{point.x},{point.y}" for point in self.dots)

    @property
    def in_words(self):
        """What the drawing shows, for whoever cannot see it."""
        told = [str(point.score) for point in self.dots]
        if not told:
            return _("Nobody can tell yet")
        return _("%(label)s, oldest first: %(scores)s of 4") % {
            "label": self.label,
            "scores": ", ".join(told),
        }


def who_of(review):
    """Whom the talk was with, unless the one who looks may not know of it."""
    if getattr(review, "is_hidden", False):
        return _("A talk of another team")
    return review.interview.participant


def with_minute(finding):
    """A finding as a template shows it."""
    second = finding.get("second")
    minute = "" if second is None else f"{second // 60:02d}:{second % 60:02d}"
    return {**finding, "minute": minute}


def tip_of(review):
    """One thing to do next time, in plain words."""
    if review.score is None:
        return ""
    low, middle, high = TIPS[Skill(review.skill)]
    return low if review.score <= 1 else high if review.score == HIGHEST else middle


def why_unknown(review):
    """Why nobody can tell, or what a score without a transcript rests on."""
    basis = review.talk.get("basis", "nothing")
    if review.score is None:
        return UNKNOWN[basis]
    if basis == "transcript":
        return ""
    return _("From the guide and the notes only: not heard, so never above 3.")


def share_words(share, talk):
    """How much the team talked, by time or by words, and what to make of it (R34)."""
    team = round(share * 100)
    told = talk.get("share") or {"participant": 100 - team, "is_by_time": False}
    theirs = told["participant"]
    if told["is_by_time"]:
        said = _("Your team talked %(percent)s%% of the time")
    else:
        said = _("Your team said %(percent)s%% of the words")
    if team > theirs:
        made = _(
            "%(said)s: more than they did. Count to four before the next question."
        )
    elif team == theirs:
        made = _(
            "%(said)s: as much as they did. Count to four before the next question."
        )
    else:
        made = _("%(said)s. They did the talking.")
    return made % {"said": said % {"percent": team}}


def question_words(talk):
    """What was noticed about one's questions, in sentences; nothing where nothing was heard."""
    if talk.get("basis") != "transcript":
        return []
    told = []
    if closed := talk.get("closed", 0):
        told.append(ngettext(
            "%(count)s of your %(questions)s questions could be answered with yes or no.",
            "%(count)s of your %(questions)s questions could be answered with yes or no.", closed,
        ) % {"count": closed, "questions": talk.get("questions", closed)})  # fmt: skip
    if several := talk.get("several", 0):
        told.append(ngettext(
            "Once you asked several things at a time.",
            "%(count)s times you asked several things at a time.", several,
        ) % {"count": several})  # fmt: skip
    if leading := talk.get("leading", 0):
        told.append(_leading_words(leading, talk.get("rescued", 0)))
    return told


def _leading_words(leading, rescued):
    slipped = ngettext(
        "A leading question slipped out", "%(count)s leading questions slipped out", leading
    ) % {"count": leading}  # fmt: skip
    if rescued >= leading:
        return _("%(slipped)s, and you asked why afterwards: well saved.") % {
            "slipped": slipped
        }
    return _("%(slipped)s. When it happens, ask “why?” afterwards.") % {
        "slipped": slipped
    }

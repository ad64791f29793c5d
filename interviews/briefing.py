"""What a brief tells of a talk that is ahead, so that five minutes before it are enough."""

from dataclasses import dataclass

from interviews.models import Attendance, Interview, Question
from interviews.operations.guides import guide_at_hand

MOST_STORIES = 3
MOST_FACTS = 6
LAST_LED = 8
# R3: below this many talks, who led them says nothing.
ENOUGH_TO_JUDGE = 4


@dataclass(frozen=True)
class Aim:
    """What the talk serves: the outcome on the team's tree, and the opportunity chosen there."""

    outcome: object
    opportunity: object | None


def guide_of(interview):
    """The guide that the talk follows, or would follow; None if the team has none yet."""
    return guide_at_hand(interview)


def other_guides(interview, guide):
    """What the talk could follow instead, those for its kind of talk first."""
    others = interview.team.guides.filter(archived_at=None)
    if guide:
        others = others.exclude(pk=guide.pk)
    return sorted(
        others.order_by("title"), key=lambda each: each.kind != interview.kind
    )


def prompts_of(interview, guide):
    return guide.prompts_for(interview) if guide else []


def by_phase(prompts):
    """The prompts of each phase that has any, under the phase's name."""
    phases = [
        (phase.label, [prompt for prompt in prompts if prompt.phase == phase])
        for phase in Question.Phase
    ]
    return [(label, group) for label, group in phases if group]


def aim_of(team):
    """The tree stands to the right of interviews; its outcomes are reached from the team."""
    outcome = team.outcomes.filter(archived_at=None).order_by("pk").first()
    if outcome is None:
        return None
    target = outcome.opportunities.filter(is_target=True).first()
    return Aim(outcome, target)


def stories_of(interview):
    """What this person told earlier: their published pages, newest first."""
    told = interview.participant.snapshots.published().exclude(interview=interview)
    # Who has taken back that they may be quoted is quoted no more.
    stories = list(told.for_wall()[:MOST_STORIES])
    for story in stories:
        story.may_be_quoted = story.quote_answer is not False and bool(story.quote)
    return stories


def facts_of(participant):
    """The first few of what the panel knows besides who they are."""
    known = [(name, value) for name, value in participant.attributes.items() if value]
    return known[:MOST_FACTS]


def answers_of(participant):
    """Their newest answer for each purpose that they were asked about."""
    asked = participant.consents.order_by("purpose", "-at", "-pk")
    return list(asked.distinct("purpose"))


def leads_too_often(team, membership):
    """Whether more than half of the team's last talks were led by one person (R3)."""
    held = Interview.objects.filter(team=team).for_habit().order_by("-during")
    last = list(held.values_list("pk", flat=True)[:LAST_LED])
    led = Attendance.objects.filter(
        interview__in=last, part=Attendance.Part.LEAD, membership=membership
    )
    return len(last) >= ENOUGH_TO_JUDGE and led.count() * 2 > len(last)

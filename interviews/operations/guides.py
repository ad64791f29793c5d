"""A team's guides: a learning goal, and the few prompts that are asked (R25 to R29)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, Q, When
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.workspaces.models import Team
from interviews.models import Guide, Question
from interviews.operations.guide_versions import keep_version, kept, write_over
from interviews.starting_guides import KINDS, starting_prompts

LONGEST_TITLE = Guide._meta.get_field("title").max_length
SAME_PRESS = timedelta(minutes=1)


class GuideInUse(Exception):
    """New interviews follow it, so it cannot be put away."""


def ensure_guide(*, team, by=None):
    """Return the team's current guide; the first time, a starting one is written for it."""
    return team.guides.filter(is_current=True).first() or _first_guide(team, by)


def guide_for(*, interview, by=None):
    """Return the guide that an interview follows, or would follow if it began now.

    A team that has none gets its first one.
    """
    return guide_at_hand(interview) or ensure_guide(team=interview.team, by=by)


def guide_at_hand(interview):
    """The guide that an interview follows or would follow; None if its team has none.

    That is its own, or else the team's current one, unless that is for another kind of talk
    and the team has one for this kind.
    """
    if interview.guide_id:
        return interview.guide
    is_of_kind = Q(kind=interview.kind)
    guides = Guide.objects.filter(
        is_of_kind | Q(is_current=True), team=interview.team_id
    )
    of_kind_first = Case(When(is_of_kind, then=0), default=1)
    return (
        guides.filter(archived_at=None)
        .order_by(of_kind_first, "-is_current", "-pk")
        .first()
    )


@transaction.atomic
def create_guide(
    *, team, title, by, kind=Guide.Kind.EXPLORATORY, learning_goal="", is_current=True
):
    """Write a guide with the starting prompts of its kind."""
    if is_current:
        # A team has one current guide: two at once take turns.
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        team.guides.filter(is_current=True).update(is_current=False)
    guide = Guide.objects.create(
        workspace=team.workspace,
        team=team,
        title=title,
        kind=kind,
        learning_goal=learning_goal or _goal_of(team),
        is_current=is_current,
    )
    prompts = starting_prompts(kind, team.product or team.workspace.name, title)
    _write_prompts(guide, prompts)
    if by:
        keep_version(guide, by)
    record("guide_created", guide, by=by)
    return guide


@transaction.atomic
def start_guide(*, team, title, kind, by, **more):
    """Write a guide; who presses the button twice gets the one that the first press made."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    made = team.guides.filter(
        title=title,
        kind=kind,
        versions__saved_by=by,
        created_at__gt=now() - SAME_PRESS,
        archived_at=None,
        copied_from=None,
    )
    twin = made.order_by("pk").first()
    return twin or create_guide(team=team, title=title, kind=kind, by=by, **more)


@transaction.atomic
def copy_guide(*, guide, team, by):
    """Write the same guide once more, for the same team or another of the workspace."""
    title = guide.title
    if guide.team_id == team.pk:
        title = (_("%(title)s, copy") % {"title": title})[:LONGEST_TITLE]
    copy = Guide.objects.create(
        workspace=team.workspace,
        team=team,
        title=title,
        kind=guide.kind,
        learning_goal=guide.learning_goal,
        research_questions=guide.research_questions,
        copied_from=guide,
    )
    fields = ("phase", "text", "probes", "is_scary")
    _write_prompts(copy, guide.questions.standing().values(*fields))
    keep_version(copy, by)
    record("guide_copied", copy, by=by)
    return copy


@transaction.atomic
def use_guide(*, guide, by):
    """Make a guide the one that new interviews follow."""
    Team.objects.select_for_update(no_key=True).get(pk=guide.team_id)
    guide.team.guides.filter(is_current=True).exclude(pk=guide.pk).update(
        is_current=False
    )
    guide.is_current = True
    guide.archived_at = None
    guide.save(update_fields=["is_current", "archived_at"])
    record("guide_chosen", guide, by=by, fields=["is_current"])
    return guide


@transaction.atomic
def archive_guide(*, guide, by):
    """Put a guide away; interviews that followed it still know it."""
    guide = Guide.objects.select_for_update(no_key=True).get(pk=guide.pk)
    if guide.is_current:
        raise GuideInUse
    guide.archived_at = guide.archived_at or now()
    guide.save(update_fields=["archived_at"])
    record("guide_archived", guide, by=by)
    return guide


@transaction.atomic
def bring_back_guide(*, guide, by):
    """Take a guide out of the archive."""
    guide.archived_at = None
    guide.save(update_fields=["archived_at"])
    record("guide_brought_back", guide, by=by)
    return guide


@transaction.atomic
def describe_guide(
    *, guide, title, learning_goal, version, by, research_questions=None
):
    """Change what a guide is called and what it is meant to find out."""
    fields = {"title": title, "learning_goal": learning_goal}
    if research_questions is not None:
        fields["research_questions"] = research_questions
    with kept(guide, by):
        write_over(guide, version, **fields)
    record("guide_changed", guide, by=by, fields=list(fields))
    return guide


@transaction.atomic
def _first_guide(team, by):
    # Two who look at once wait for each other here, and find one guide.
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if guide := team.guides.filter(is_current=True).first():
        return guide
    title = str(KINDS[Guide.Kind.EXPLORATORY].title)
    return create_guide(team=team, title=title, by=by)


def _write_prompts(guide, prompts):
    Question.objects.bulk_create(
        Question(workspace=guide.workspace, guide=guide, position=position, **prompt)
        for position, prompt in enumerate(prompts)
    )


def _goal_of(team):
    """What the team wants to learn, as far as it has said so anywhere."""
    page = getattr(team, "booking_page", None)
    if page and page.learning_goal:
        return page.learning_goal
    # The tree stands to the right of interviews; its outcomes are reached from the team.
    outcome = team.outcomes.filter(archived_at=None).order_by("pk").first()
    if outcome is None:
        return ""
    goal = _("What stands between our customers and “%(outcome)s”?")
    return (goal % {"outcome": outcome.title})[:300]

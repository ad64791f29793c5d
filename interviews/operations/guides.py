"""A team's guides: a learning goal, and the few prompts that are asked (R25 to R28)."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.workspaces.models import Team
from interviews.models import Guide, Question


class Stale(Exception):
    """Somebody changed it meanwhile; ``fresh`` is what it is now."""

    def __init__(self, fresh):
        self.fresh = fresh


def ensure_guide(*, team, by=None):
    """Return the team's current guide; the first time, a starting one is written for it."""
    return team.guides.filter(is_current=True).first() or _first_guide(team, by)


@transaction.atomic
def create_guide(*, team, title, by):
    """Write a guide with a starting set of prompts, and make it the current one."""
    team.guides.filter(is_current=True).update(is_current=False)
    guide = Guide.objects.create(
        workspace=team.workspace,
        team=team,
        title=title,
        learning_goal=_goal_of(team),
        is_current=True,
    )
    Question.objects.bulk_create(
        Question(workspace=team.workspace, guide=guide, position=position, **prompt)
        for position, prompt in enumerate(_starting_prompts(team))
    )
    record("guide_created", guide, by=by)
    return guide


@transaction.atomic
def use_guide(*, guide, by):
    """Make a guide the one that new interviews follow."""
    guide.team.guides.filter(is_current=True).exclude(pk=guide.pk).update(
        is_current=False
    )
    guide.is_current = True
    guide.save(update_fields=["is_current"])
    record("guide_chosen", guide, by=by, fields=["is_current"])
    return guide


@transaction.atomic
def describe_guide(*, guide, title, learning_goal, version, by):
    """Change what a guide is called and what it is meant to find out."""
    _write(guide, version, title=title, learning_goal=learning_goal)
    record("guide_changed", guide, by=by, fields=["title", "learning_goal"])
    return guide


@transaction.atomic
def add_question(*, guide, phase, text, by):
    """Add a prompt at the end of its phase."""
    last = guide.questions.count()
    question = Question.objects.create(
        workspace=guide.workspace, guide=guide, phase=phase, text=text, position=last
    )
    move_question(question=question, phase=phase, index=last, by=by)
    record("question_added", question, by=by)
    return question


@transaction.atomic
def edit_question(*, question, text, probes, version, by):
    """Change the words of a prompt and its probes."""
    _write(question, version, text=text, probes=probes)
    record("question_changed", question, by=by, fields=["text", "probes"])
    return question


@transaction.atomic
def move_question(*, question, phase, index, by):
    """Put a prompt at ``index`` within a phase of its guide."""
    phases = {each: [] for each in Question.Phase.values}
    for each in question.guide.questions.standing():
        if each.pk != question.pk:
            phases[each.phase].append(each)
    question.phase = phase
    phases[phase].insert(min(max(index, 0), len(phases[phase])), question)
    question.save(update_fields=["phase"])
    _number([each for group in phases.values() for each in group])
    record("question_moved", question, by=by, fields=["position", "phase"])
    return question


@transaction.atomic
def step_question(*, question, is_up, by):
    """Move a prompt one place up or down, over the border of a phase if need be."""
    group = [
        each.pk
        for each in question.guide.questions.standing()
        if each.phase == question.phase
    ]
    index = group.index(question.pk) + (-1 if is_up else 1)
    if 0 <= index < len(group):
        return move_question(
            question=question, phase=question.phase, index=index, by=by
        )
    phases = list(Question.Phase.values)
    at = phases.index(question.phase) + (-1 if is_up else 1)
    if not 0 <= at < len(phases):
        return question
    last = question.guide.questions.count()
    return move_question(
        question=question, phase=phases[at], index=last if is_up else 0, by=by
    )


@transaction.atomic
def mark_scary(*, question, is_scary, by):
    """Say that this is the prompt that could hurt the plan; a guide has one."""
    question.guide.questions.filter(is_scary=True).update(is_scary=False)
    question.is_scary = is_scary
    question.save(update_fields=["is_scary"])
    record("question_changed", question, by=by, fields=["is_scary"])
    return question


@transaction.atomic
def remove_question(*, question, by):
    """Take a prompt off its guide."""
    question.removed_at = now()
    question.save(update_fields=["removed_at"])
    record("question_removed", question, by=by)
    return question


@transaction.atomic
def restore_question(*, question, by):
    """Put a removed prompt back; if another is the scary one by now, it stays so."""
    others = question.guide.questions.standing()
    question.removed_at = None
    question.is_scary = question.is_scary and not others.filter(is_scary=True).exists()
    question.save(update_fields=["removed_at", "is_scary"])
    record("question_restored", question, by=by)
    return question


@transaction.atomic
def _first_guide(team, by):
    # Two who look at once wait for each other here, and find one guide.
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if guide := team.guides.filter(is_current=True).first():
        return guide
    return create_guide(team=team, title=_("Our first guide"), by=by)


def _write(row, version, **fields):
    """Save over ``version``, or raise Stale with what stands there now."""
    rows = type(row).objects.filter(pk=row.pk, version=version)
    if not rows.update(version=F("version") + 1, **fields):
        row.refresh_from_db()
        if any(getattr(row, name) != value for name, value in fields.items()):
            raise Stale(row)
    row.refresh_from_db()


def _number(order):
    for position, question in enumerate(order):
        question.position = position
    Question.objects.bulk_update(order, ["position"])


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


def _starting_prompts(team):
    subject = team.product or team.workspace.name
    phase = Question.Phase
    opener = _("Tell me about the last time you had to do with %(subject)s.")
    return [
        {"phase": phase.WELCOME, "text": _("How did your week start?")},
        {
            "phase": phase.STORY,
            "text": opener % {"subject": subject},
            "probes": [
                _("Where were you?"),
                _("Who was there?"),
                _("What had just happened?"),
            ],
        },
        {
            "phase": phase.STORY,
            "text": _("What happened next?"),
            "probes": [_("And then?"), _("How long did that take?")],
        },
        {
            "phase": phase.STORY,
            "text": _("What did you try before that?"),
            "probes": [_("How did you know about it?"), _("What made you stop?")],
        },
        {
            "phase": phase.STORY,
            "text": _("What would have happened had you done nothing?"),
            "is_scary": True,
        },
        {"phase": phase.THEIR_QUESTIONS, "text": _("What did you want to ask us?")},
        {
            "phase": phase.THANKS,
            "text": _("Who else went through something like this?"),
        },
    ]

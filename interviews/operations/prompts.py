"""The prompts of a guide: written, moved, taken off, and thought of in the room."""

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.coach import read_question
from discovery.live.operations import publish
from interviews.models import Question
from interviews.operations.guide_versions import kept, write_over
from interviews.operations.notes import refuse_erased
from recruiting.names import is_named_in


class NothingToTake(Exception):
    """The coach has no better words for this prompt, or has other ones by now."""


class NamesParticipant(Exception):
    """The prompt names whom it was thought of for, so it may not outlive their erasure."""


@transaction.atomic
def add_question(*, guide, phase, text, by, probes=()):
    """Add a prompt at the end of its phase."""
    last = guide.questions.count()
    with kept(guide, by):
        question = Question.objects.create(
            workspace=guide.workspace,
            guide=guide,
            phase=phase,
            text=text,
            probes=list(probes),
            position=last,
        )
        _place(question, phase, last)
    record("question_added", question, by=by)
    return question


@transaction.atomic
def edit_question(*, question, text, probes, version, by):
    """Change the words of a prompt and its probes."""
    with kept(question.guide, by):
        write_over(question, version, text=text, probes=probes)
    record("question_changed", question, by=by, fields=["text", "probes"])
    return question


@transaction.atomic
def take_hint(*, question, label, version, by):
    """Let a prompt read as the coach would ask it."""
    asks = {hint.label: hint.ask for hint in read_question(question.text)}
    if label not in asks:
        raise NothingToTake
    with kept(question.guide, by):
        write_over(question, version, text=asks[label])
    record("question_changed", question, by=by, fields=["text"])
    return question


@transaction.atomic
def move_question(*, question, phase, index, by):
    """Put a prompt at ``index`` within a phase of its guide."""
    with kept(question.guide, by):
        _place(question, phase, index)
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
    if question.pk not in group:
        return question
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
    with kept(question.guide, by):
        question.guide.questions.filter(is_scary=True).update(is_scary=False)
        question.is_scary = is_scary
        question.save(update_fields=["is_scary"])
    record("question_changed", question, by=by, fields=["is_scary"])
    return question


@transaction.atomic
def remove_question(*, question, by):
    """Take a prompt off its guide."""
    with kept(question.guide, by):
        question.removed_at = now()
        question.save(update_fields=["removed_at"])
    record("question_removed", question, by=by)
    return question


@transaction.atomic
def restore_question(*, question, by):
    """Put a removed prompt back; if another is the scary one by now, it stays so."""
    others = question.guide.questions.standing()
    with kept(question.guide, by):
        question.removed_at = None
        is_free = not others.filter(is_scary=True).exists()
        question.is_scary = question.is_scary and is_free
        question.save(update_fields=["removed_at", "is_scary"])
    record("question_restored", question, by=by)
    return question


@transaction.atomic
def add_own_prompt(*, interview, guide, phase, text, by):
    """Add a prompt that was thought of in the room; the guide stays as it is."""
    # It may name somebody, so it goes with the person and never comes after an erasure.
    refuse_erased(interview.participant_id)
    question = Question.objects.create(
        workspace=interview.workspace,
        guide=guide,
        interview=interview,
        phase=phase,
        text=text,
        position=_after_all(guide),
    )
    record("question_added", question, by=by)
    publish(f"interview:{interview.pk}", "guide")
    return question


@transaction.atomic
def put_on_guide(*, question, by):
    """Take a prompt that was thought of in a room onto the guide, for all later talks."""
    refuse_named(question)
    guide = question.guide
    with kept(guide, by):
        question.interview = None
        question.save(update_fields=["interview"])
        _place(question, question.phase, guide.questions.count())
    record("question_added", question, by=by)
    return question


def refuse_named(question):
    """Raise ``NamesParticipant`` if a prompt of one talk names whom the talk was with.

    An erasure deletes the prompts of a talk, but not what was made of them for later ones.
    """
    if question.interview is None:
        return
    refuse_erased(question.interview.participant_id)
    participant = question.interview.participant
    if any(
        is_named_in(text, participant.name, participant.email)
        for text in (question.text, *question.probes)
    ):
        raise NamesParticipant


def wipe_own_prompts(sender, participant, **signal):
    """Delete what was thought of in the talks of an erased participant."""
    Question.objects.filter(interview__participant=participant).delete()


def _after_all(guide):
    last = guide.questions.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _place(question, phase, index):
    phases = {each: [] for each in Question.Phase.values}
    for each in question.guide.questions.standing():
        if each.pk != question.pk:
            phases[each.phase].append(each)
    question.phase = phase
    phases[phase].insert(min(max(index, 0), len(phases[phase])), question)
    question.save(update_fields=["phase"])
    order = [each for group in phases.values() for each in group]
    for position, each in enumerate(order):
        each.position = position
    Question.objects.bulk_update(order, ["position"])

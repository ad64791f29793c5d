"""The story map of a solution: who does what, step by step. What comes back has its old key."""

from django.utils.translation import gettext as _

from opportunities.models import StoryStep
from opportunities.operations.nodes import find_node
from opportunities.operations.refusals import Gone, StaleEdit
from opportunities.operations.steps.writing import check_fits

WORDS = ("actor", "text")


def tell(outcome, step):
    """Put a step into the story at its place, with the assumptions that were ``found`` there."""
    solution = find_node(outcome, "solution", step["id"])
    words = {name: step["row"][name] for name in WORDS}
    check_fits(StoryStep, words)
    row = StoryStep(
        pk=step["row"].get("pk"),
        workspace_id=outcome.workspace_id,
        solution=solution,
        **words,
    )
    row.save(force_insert=True)
    _put(solution, row, step["at"])
    found = solution.assumptions.filter(pk__in=step.get("found", ()), story_step=None)
    found.update(story_step=row)
    return _about(solution, row, "untell", was=words)


def untell(outcome, step):
    """Take a step away, if it says what it ``was``; its assumptions stay with the solution."""
    solution, row = _find(outcome, step)
    words = {name: getattr(row, name) for name in WORDS}
    if step.get("was", words) != words:
        raise Gone(_("Somebody has worded that step anew meanwhile."))
    at = list(solution.story_steps.values_list("pk", flat=True)).index(row.pk)
    found = list(row.assumptions.values_list("pk", flat=True))
    inverse = {"row": {"pk": row.pk, **words}, "at": at, "found": found}
    row.delete()
    return {"do": "tell", "on": "solution", "id": solution.pk, **inverse}


def retell(outcome, step):
    """Word a step anew, if it says what it ``was``."""
    solution, row = _find(outcome, step)
    for name, was in step["was"].items():
        if getattr(row, name) != was:
            raise StaleEdit(row, name, step["set"][name])
    check_fits(StoryStep, step["set"])
    for name, value in step["set"].items():
        setattr(row, name, value)
    row.save(update_fields=list(step["set"]))
    return _about(solution, row, "retell", set=step["was"], was=step["set"])


def reorder(outcome, step):
    """Put a step at another place of the story, counted from nought."""
    solution, row = _find(outcome, step)
    at = _put(solution, row, step["at"])
    return _about(solution, row, "reorder", at=at)


def _find(outcome, step):
    solution = find_node(outcome, "solution", step["id"])
    row = solution.story_steps.filter(pk=step["step"]).first()
    if row is None:
        raise Gone(_("That step has been taken away meanwhile."))
    return solution, row


def _put(solution, row, at):
    """Give all steps their numbers with ``row`` at a place; return where it stood."""
    rows = list(solution.story_steps.all())
    was = rows.index(row)
    rows.insert(at, rows.pop(was))
    for position, one in enumerate(rows):
        one.position = position
    StoryStep.objects.bulk_update(rows, ["position"])
    return was


def _about(solution, row, do, **more):
    return {"do": do, "on": "solution", "id": solution.pk, "step": row.pk, **more}

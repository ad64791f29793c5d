"""Assumptions of a solution, where they stand on the map, and the story map they are found with."""

from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.models import StoryStep
from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal
from opportunities.operations.refusals import Gone, NothingChanged
from opportunities.operations.shape import edit_node, reword

MOST_STEPS = 30


@transaction.atomic
def add_assumption(solution, *, by, client_id, story_step=None, **words):
    """Put an assumption under a solution: its text, kind, origin and what it was found with."""
    journal = Journal(solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    if story_step and not StoryStep.objects.filter(pk=story_step.pk).exists():
        raise Gone(_("That step has been taken away meanwhile."))
    row = create_node(
        journal, "assumption", parent=solution.pk, story_step=story_step, **words
    )
    return journal.write("assumption_added", f"assumption:{row.pk}", row.text)


@transaction.atomic
def edit_assumption(assumption, *, wanted, seen, by, client_id):
    """Change the words, the kind or the place on the map; see ``reword_opportunity`` for ``seen``."""
    journal = Journal(assumption.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = reword(journal, "assumption", assumption.pk, wanted, seen)
    is_place = {"importance", "evidence_strength"} >= {
        name for name in wanted if wanted[name] != seen.get(name)
    }
    kind = "assumption_placed" if is_place else "reworded"
    return journal.write(kind, f"assumption:{row.pk}", row.text)


@transaction.atomic
def delete_assumption(assumption, *, by, client_id):
    """Take an assumption off; while a test of it runs, that comes first."""
    journal = Journal(assumption.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="remove", on="assumption", id=assumption.pk)
    return journal.write("deleted", f"assumption:{assumption.pk}", assumption.text)


def edit_solution(solution, *, wanted, seen, by, client_id):
    """Say how a solution would work, who sees to it and how far it is."""
    name = f"solution:{solution.pk}"
    return edit_node(
        solution.outcome, name, wanted=wanted, seen=seen, by=by, client_id=client_id
    )


@transaction.atomic
def add_step(solution, *, actor, text, by, client_id):
    """Add who does what at the end of a solution's story map."""
    journal = Journal(solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    count = solution.story_steps.count()
    if count >= MOST_STEPS:
        raise Gone(_("Thirty steps are plenty. Draw the story of one shorter way."))
    return _write(
        journal, solution, "tell", row={"actor": actor, "text": text}, at=count
    )


@transaction.atomic
def edit_step(step, *, wanted, seen, by, client_id):
    """Word a step anew, unless somebody has done so meanwhile."""
    journal = Journal(step.solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    changed = {name: new for name, new in wanted.items() if new != seen[name]}
    if not changed:
        raise NothingChanged
    was = {name: seen[name] for name in changed}
    return _write(journal, step.solution, "retell", step=step.pk, set=changed, was=was)


@transaction.atomic
def move_step(step, *, by_places, by, client_id):
    """Put a step one place earlier (-1) or later (1)."""
    journal = Journal(step.solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    order = list(step.solution.story_steps.values_list("pk", flat=True))
    to = order.index(step.pk) + by_places if step.pk in order else 0
    if not 0 <= to < len(order):
        raise NothingChanged
    return _write(journal, step.solution, "reorder", step=step.pk, at=to)


@transaction.atomic
def delete_step(step, *, by, client_id):
    """Take a step away; the assumptions found at it stay with the solution."""
    journal = Journal(step.solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    return _write(journal, step.solution, "untell", step=step.pk)


def _write(journal, solution, do, **what):
    journal.do(do=do, on="solution", id=solution.pk, **what)
    return journal.write("story_map", f"solution:{solution.pk}", solution.text)

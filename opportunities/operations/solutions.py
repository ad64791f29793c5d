"""Solutions: ideas for one opportunity, compared under the same one (R71)."""

from django.db import transaction

from opportunities.operations.creating import create_node
from opportunities.operations.journal import Journal
from opportunities.operations.shape import UNSEEN, move_within, reword


@transaction.atomic
def add_solution(opportunity, *, text, by, client_id):
    """Put an idea under an opportunity, behind those it has."""
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    solution = create_node(journal, "solution", parent=opportunity.pk, text=text)
    return journal.write("solution_added", f"solution:{solution.pk}", text)


@transaction.atomic
def reword_solution(solution, *, text, seen, by, client_id):
    """Change the words of an idea; see ``reword_opportunity`` for ``seen``."""
    journal = Journal(solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = reword(journal, "solution", solution.pk, {"text": text}, seen)
    return journal.write("reworded", f"solution:{row.pk}", row.text)


@transaction.atomic
def move_solution(solution, *, parent, after, by, client_id, seen_parent=UNSEEN):
    """Put an idea under another opportunity, or elsewhere among its siblings."""
    journal = Journal(solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    return move_within(journal, solution, parent, after, seen_parent)


@transaction.atomic
def delete_solution(solution, *, by, client_id):
    """Take an idea off the tree."""
    journal = Journal(solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="remove", on="solution", id=solution.pk)
    return journal.write("deleted", f"solution:{solution.pk}", solution.text)

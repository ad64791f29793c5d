"""Solutions: ideas for one opportunity, compared under the same one (R71)."""

from django.db import transaction

from opportunities.models import Solution
from opportunities.operations.journal import Journal
from opportunities.operations.places import LAST, free_key
from opportunities.operations.shape import reword
from opportunities.operations.steps import check_place, find_node


@transaction.atomic
def add_solution(opportunity, *, text, by, client_id):
    """Put an idea under an opportunity, behind those it has."""
    journal = Journal(opportunity.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    find_node(journal.outcome, "opportunity", opportunity.pk)
    check_place(journal.outcome, opportunity.pk)
    solution = Solution.objects.create(
        workspace_id=journal.outcome.workspace_id,
        outcome=journal.outcome,
        opportunity=opportunity,
        position=free_key(journal.outcome, opportunity.pk, LAST, of="solution"),
        text=text,
    )
    back = {"on": "solution", "id": solution.pk}
    journal.steps.append({"do": "revive", **back, "evidence": [], "target": False})
    journal.inverse.insert(0, {"do": "remove", **back})
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
def delete_solution(solution, *, by, client_id):
    """Take an idea off the tree."""
    journal = Journal(solution.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    journal.do(do="remove", on="solution", id=solution.pk)
    return journal.write("deleted", f"solution:{solution.pk}", solution.text)

"""Now, next, later: opportunities and solutions by when their team turns to them."""

from uuid import uuid4

from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from discovery.htmx import render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.forms import ClientIdForm
from opportunities.operations import undo_change
from opportunities.queries.horizon import load_board
from opportunities.views.answers import answer_change

A_PAGE = 50


@require_safe
@workspace_view(Permission.TREE_VIEW)
def horizon(request, outcome_id):
    """Three columns, and below them what has no horizon yet."""
    return show_board(request, find_outcome(request, outcome_id))()


@require_POST
@workspace_view(Permission.TREE_EDIT)
def horizon_undo(request, outcome_id):
    """Take back one's own newest change, from the board."""
    outcome = find_outcome(request, outcome_id)
    form = ClientIdForm(request.POST)

    def attempt():
        return undo_change(outcome, by=request.membership, **form.cleaned_data)

    show = show_board(request, outcome)
    response = answer_change(request, form, attempt, show=show)
    return went_from_board(request, outcome, response)


def show_board(request, outcome):
    """Return the function that renders the board, alone or as a page."""

    def show(status=200, form=None, refusal=None):
        columns, unsaid = load_board(outcome)
        pages = Paginator(unsaid, A_PAGE)
        asked = request.POST or request.GET
        context = {
            "outcome": outcome,
            "columns": columns,
            "unsaid": pages.get_page(asked.get("page")),
            "is_empty": not unsaid and not any(column.entries for column in columns),
            "refusal": refusal,
            "moved": _moved(request, columns, unsaid) if status == 200 else None,
            "new_id": uuid4,
        }
        page = "opportunities/talk/horizon.html"
        return render_part(request, page, "board", context, status=status)

    return show


def _moved(request, columns, unsaid):
    """What a press has just moved, and the word of its column."""
    name = request.POST.get("node")
    if "horizon" not in request.POST:
        return None
    for column in columns:
        for entry in column.entries:
            if entry.name == name:
                return {"entry": entry, "word": column.word}
    return next(({"entry": one} for one in unsaid if one.name == name), None)


def went_from_board(request, outcome, response):
    """A plain form of the board goes back to it, and not to the tree."""
    if response.status_code != 302:
        return response
    return redirect("opportunities:horizon", request.workspace.slug, outcome.pk)

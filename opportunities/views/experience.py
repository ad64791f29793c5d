"""The comprehensive experience map: single stories laid over one another, corrected by hand."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.htmx import go_to
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.forms import ClientIdForm
from opportunities.operations import experience as operations
from opportunities.operations.moment_places import (
    keep_column,
    keep_columns,
    place_moment,
)
from opportunities.operations.refusals import Gone, StaleEdit, TreeRefusal
from opportunities.queries.experience import load_map
from opportunities.wording import sentence


@require_safe
@workspace_view(Permission.TREE_VIEW)
def experience_map(request, outcome_id):
    """All customers' experience in one map, with what is suggested and not yet kept."""
    return _show(request, find_outcome(request, outcome_id))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def map_moments(request, outcome_id):
    """Keep a suggested column, what is suggested into a moment that is there, or everything."""
    said = request.POST

    def keep(outcome):
        if "everything" in said:
            keep_columns(outcome, load_map(outcome).suggested, by=request.membership)
            return
        keep_column(
            outcome,
            title=_title(request),
            steps=_numbers(said.getlist("steps")),
            after=read_number(said.get("after", "")),
            map_moment=read_number(said.get("map_moment", "")),
            by=request.membership,
        )

    return _change(request, outcome_id, keep)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def map_places(request, outcome_id):
    """Say where one moment of a story belongs; an empty place means nowhere on this map."""
    said = request.POST
    seen = {"seen": read_number(said["seen"])} if "seen" in said else {}
    return _change(
        request,
        outcome_id,
        lambda outcome: place_moment(
            outcome,
            read_number(said.get("moment", "")) or 0,
            map_moment=read_number(said.get("map_moment", "")),
            by=request.membership,
            **seen,
        ),
    )


@require_POST
@workspace_view(Permission.TREE_EDIT)
def map_title(request, outcome_id, map_moment_id):
    seen = request.POST.get("seen", "")
    return _change(
        request,
        outcome_id,
        lambda outcome: operations.rename_moment(
            outcome,
            map_moment_id,
            title=_title(request),
            seen=seen,
            by=request.membership,
        ),
    )


@require_POST
@workspace_view(Permission.TREE_EDIT)
def map_position(request, outcome_id, map_moment_id):
    step = -1 if request.POST.get("direction") == "earlier" else 1
    return _change(
        request,
        outcome_id,
        lambda outcome: operations.move_map_moment(
            outcome, map_moment_id, step=step, by=request.membership
        ),
    )


@require_POST
@workspace_view(Permission.TREE_EDIT)
def map_merge(request, outcome_id, map_moment_id):
    other = read_number(request.POST.get("other", "")) or 0
    return _change(
        request,
        outcome_id,
        lambda outcome: operations.merge_map_moments(
            outcome, map_moment_id, other, by=request.membership
        ),
    )


@require_POST
@workspace_view(Permission.TREE_EDIT)
def map_removal(request, outcome_id, map_moment_id):
    """Take a moment off the map, with the way back."""

    def remove(outcome):
        said = {"by": request.membership}
        row = operations.remove_map_moment(outcome, map_moment_id, **said)
        args = [request.workspace.slug, outcome.pk, row.pk]
        undo = reverse("opportunities:map_return", args=args)
        text = _("“%(moment)s” is off the map.") % {"moment": row}
        messages.success(request, text, extra_tags=undo)

    return _change(request, outcome_id, remove)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def map_return(request, outcome_id, map_moment_id):
    """Bring back what was taken off the map."""
    return _change(
        request,
        outcome_id,
        lambda outcome: operations.return_map_moment(
            outcome, map_moment_id, by=request.membership
        ),
    )


@require_POST
@workspace_view(Permission.TREE_EDIT)
def map_growth(request, outcome_id, map_moment_id):
    """Make a moment the top of a branch of the tree."""
    form = ClientIdForm(request.POST)
    client_id = form.cleaned_data["client_id"] if form.is_valid() else uuid4()

    def grow(outcome):
        said = {"by": request.membership, "client_id": client_id}
        change = operations.grow_from_moment(outcome, map_moment_id, **said)
        messages.success(request, sentence(change))

    return _change(request, outcome_id, grow)


def _change(request, outcome_id, attempt):
    """Make one change of the map and show it again, with what was refused."""
    outcome = find_outcome(request, outcome_id)
    if not outcome.may_edit:
        raise PermissionDenied
    try:
        attempt(outcome)
    except TreeRefusal as refusal:
        status = 409 if isinstance(refusal, (Gone, StaleEdit)) else 422
        return _show(request, outcome, refusal, status)
    return go_to(request, "opportunities:map", request.workspace.slug, outcome.pk)


def _show(request, outcome, refusal=None, status=200):
    context = {
        "outcome": outcome,
        "map": load_map(outcome),
        "refusal": refusal,
        "new_id": uuid4,
        "nowhere": _("Nowhere on this map"),
    }
    page = "opportunities/experience/map.html"
    return render(request, page, context, status=status)


def _title(request):
    title = " ".join(request.POST.get("title", "").replace("\0", "").split())
    return title[: operations.LONGEST_TITLE]


def _numbers(texts):
    return [number for text in texts if (number := read_number(text)) is not None]

"""The tree as a page: canvas and outline of the same nodes, its outcome and its history."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.htmx import go_to, render_part, wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.models import Team
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome, may_start
from opportunities.drawing import draw_cards
from opportunities.forms import ClientIdForm, OutcomeForm
from opportunities.operations import (
    create_outcome,
    edit_outcome,
    redo_change,
    undo_change,
)
from opportunities.queries.cards import load_cards
from opportunities.queries.trees import list_put_away, list_trees
from opportunities.views.answers import answer_change, show_on_tree
from opportunities.views.panels import outcome_panel
from opportunities.wording import script_words


@require_safe
@workspace_view(Permission.TREE_VIEW)
def current_tree(request):
    """The newest tree of one's team; who sees all teams chooses among theirs, or learns how to begin."""
    own = request.workspace.outcomes.filter(archived_at=None)
    if request.team:
        own = own.filter(team=request.team)
    newest, *more = [*own.order_by("-created_at", "-pk")[:2], None]
    if newest is None or (more[0] and not request.team):
        return _list_trees(request)
    return redirect("opportunities:tree", request.workspace.slug, newest.pk)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def trees(request):
    """All trees of the workspace by team."""
    return _list_trees(request)


def _list_trees(request):
    team = request.team or _teams_to_start(request).first()
    context = {
        "outcomes": list_trees(request.workspace),
        "put_away": list_put_away(request.workspace, request.membership),
        "team": team,
        "may_start": bool(team) and may_start(team, request.membership),
        "form": OutcomeForm(),
    }
    return render(request, "opportunities/trees.html", context)


def _lead_from_put_away(request, outcome_id):
    """Bookmarks and old mails go on to the list, where it can be brought back; nothing else does."""
    put_away = request.workspace.outcomes.filter(archived_at__isnull=False)
    outcome = get_object_or_404(put_away, pk=outcome_id)
    if wants_part(request):
        raise Http404
    said = _("“%(tree)s” is put away. You find it at the end of this page.")
    messages.info(request, said % {"tree": outcome})
    return redirect("opportunities:trees", request.workspace.slug)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def tree(request, outcome_id):
    """One tree, as canvas and as outline; to a script only the nodes."""
    try:
        outcome = find_outcome(request, outcome_id)
    except Http404:
        return _lead_from_put_away(request, outcome_id)
    found = load_cards(outcome)
    context = {
        "outcome": outcome,
        "tree": found,
        "cards": draw_cards(found, request.path),
        "inbox_count": found.waiting if outcome.may_edit else 0,
        "words": script_words(),
    }
    return render_part(request, "opportunities/tree.html", "tree", context)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def outcome_new(request):
    """Start a tree for one's team with its outcome."""
    teams = _teams_to_start(request)
    team = request.team or teams.first()
    if wanted := request.POST.get("team", ""):
        team = get_object_or_404(teams, pk=read_number(wanted))
    if team is None or not may_start(team, request.membership):
        raise PermissionDenied
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = create_outcome(team=team, by=request.membership, **form.outcome_fields)
        return go_to(request, "opportunities:tree", request.workspace.slug, made.pk)
    context = {"form": form, "teams": teams, "team": team}
    status = 422 if form.errors else 200
    return render(request, "opportunities/outcome_new.html", context, status=status)


def _teams_to_start(request):
    """The teams whose trees the member may begin."""
    teams = Team.objects.filter(workspace=request.workspace)
    if request.membership.may(Permission.TREE_EDIT_ALL):
        return teams
    return teams.filter(memberships=request.membership)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def outcome(request, outcome_id):
    """The outcome with its numbers, and the form that changes them for who may."""
    found = find_outcome(request, outcome_id)
    show = outcome_panel(request, found)
    if request.method == "GET":
        return show()
    if not found.may_edit:
        raise PermissionDenied
    form = OutcomeForm(request.POST)

    def attempt():
        said = {"client_id": form.cleaned_data["client_id"], "by": request.membership}
        return edit_outcome(found, seen=form.seen, **form.wanted, **said)

    return answer_change(request, form, attempt, show=show)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def undo(request, outcome_id):
    """Take back one's own newest change."""
    return _replay(request, outcome_id, undo_change)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def redo(request, outcome_id):
    """Make again what one has just taken back."""
    return _replay(request, outcome_id, redo_change)


def _replay(request, outcome_id, operation):
    found = find_outcome(request, outcome_id)
    form = ClientIdForm(request.POST)

    def attempt():
        client_id = form.cleaned_data["client_id"]
        return operation(found, by=request.membership, client_id=client_id)

    return answer_change(request, form, attempt, show=show_on_tree(request, found))

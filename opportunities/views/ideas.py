"""Rounds of ideas for one opportunity."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.models import IdeaRound
from opportunities.operations.ideas import (
    MOST_PICKED,
    add_idea,
    drop_idea,
    pick_ideas,
    start_round,
    turn_to,
)
from opportunities.queries.ideas import load_rounds
from opportunities.queries.solving import ENOUGH_SOLUTIONS, compare_solutions
from opportunities.solving_forms import IdeaForm, PhaseForm, PicksForm, RoundForm
from opportunities.views.answers import doing
from opportunities.views.panels import find_opportunity
from opportunities.views.solving_pages import address, answer, show_tab


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def ideas(request, outcome_id, opportunity_id):
    """The round that is under way, or the last one; a post begins one."""
    node = find_opportunity(request, outcome_id, opportunity_id)
    show = _show_ideas(request, node)
    if request.method == "GET":
        return show()
    if not node.outcome.may_edit:
        raise PermissionDenied
    form = RoundForm(request.POST)
    attempt = doing(start_round, node, form=form, request=request)
    return answer(request, form, attempt, show=show, to=address(request, "ideas", node))


def _show_ideas(request, node):
    def load(form):
        node.refresh_from_db(fields=["is_target"])
        compared = compare_solutions(node)
        return {
            "compared": compared,
            "rounds": load_rounds(node, request.membership),
            "phases": IdeaRound.Phase,
            "wanted_count": max(ENOUGH_SOLUTIONS - len(compared), 0),
            "most_picked": MOST_PICKED,
        }

    return show_tab(request, node, "ideas", load)


def _find_round(request, outcome_id, opportunity_id, idea_round_id):
    node = find_opportunity(request, outcome_id, opportunity_id)
    found = get_object_or_404(node.idea_rounds, pk=idea_round_id)
    found.opportunity = node
    return found


def _answer(request, found, form, attempt, said=""):
    node = found.opportunity
    show = _show_ideas(request, node)
    to = address(request, "ideas", node)
    return answer(request, form, attempt, show=show, to=to, said=said)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def idea_new(request, outcome_id, opportunity_id, idea_round_id):
    """Write an idea down."""
    found = _find_round(request, outcome_id, opportunity_id, idea_round_id)
    form = IdeaForm(request.POST)
    attempt = doing(add_idea, found, form=form, request=request)
    return _answer(request, found, form, attempt)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def idea_removal(request, outcome_id, opportunity_id, idea_round_id, idea_id):
    """Take one's own idea back."""
    found = _find_round(request, outcome_id, opportunity_id, idea_round_id)
    own = found.ideas.filter(author=request.membership)
    idea = get_object_or_404(own, pk=idea_id)
    idea.round = found
    form = RoundForm(request.POST)

    def attempt():
        return drop_idea(idea, by=request.membership)

    return _answer(request, found, form, attempt)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def idea_phase(request, outcome_id, opportunity_id, idea_round_id):
    """Lead the round on."""
    found = _find_round(request, outcome_id, opportunity_id, idea_round_id)
    form = PhaseForm(request.POST)
    attempt = doing(turn_to, found, form=form, request=request)
    return _answer(request, found, form, attempt)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def idea_picks(request, outcome_id, opportunity_id, idea_round_id):
    """Put up to three ideas on the tree."""
    found = _find_round(request, outcome_id, opportunity_id, idea_round_id)
    shared = found.ideas.exclude(shared_at=None).select_related("solution")
    form = PicksForm(request.POST, ideas=shared)
    attempt = doing(pick_ideas, found, form=form, request=request)
    said = _("On the tree. You find them beside one another under Solutions.")
    return _answer(request, found, form, attempt, said=said)

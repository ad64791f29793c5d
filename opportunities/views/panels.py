"""The side panel of a node: its words, the stories it stands on, and what can be done with it."""

from uuid import uuid4

from django.http import Http404
from django.shortcuts import get_object_or_404

from discovery.htmx import render_part
from discovery.numbers import read_number
from opportunities.access import find_outcome
from opportunities.forms import (
    EndingForm,
    OpportunityForm,
    OutcomeForm,
    ServesForm,
    SolutionForm,
)
from opportunities.models import Opportunity
from opportunities.queries.evidence import ground_of
from opportunities.queries.talk import NodeTalk
from opportunities.talk_forms import PLANS
from opportunities.tree import may_stand, nest


def find_opportunity(request, outcome_id, opportunity_id):
    """A node of one of the workspace's trees, also a parked one; deleted ones are not found."""
    outcome = find_outcome(request, outcome_id)
    nodes = outcome.opportunities.present().select_related("parent")
    node = get_object_or_404(nodes, pk=opportunity_id)
    node.outcome = outcome
    return node


def find_kept(request, outcome_id, opportunity_id):
    """Where a node went that was merged, perhaps more than once; None for one that was not."""
    outcome, here, seen = find_outcome(request, outcome_id), opportunity_id, set()
    nodes = outcome.opportunities.exclude(merged_into=None).exclude(deleted_at=None)
    while here not in seen:
        seen.add(here)
        found = nodes.filter(pk=here).values_list("merged_into", flat=True).first()
        if found is None:
            break
        here = found
    if here == opportunity_id:
        return None
    return outcome.opportunities.present().filter(pk=here).first()


def node_panel(request, node):
    """Return the function that renders the panel of a node, alone or as a page."""

    def show(status=200, form=None, refusal=None):
        fresh = Opportunity.objects.present().filter(pk=node.pk).first()
        if fresh is None:
            raise Http404
        fresh.outcome = node.outcome
        context = {
            "outcome": node.outcome,
            "node": fresh,
            "form": form if isinstance(form, OpportunityForm) else words_form(fresh),
            "failed_form": form,
            "refusal": refusal,
            "ground": ground_of(fresh, read_number(request.GET.get("skip", "")) or 0),
            "solutions": fresh.solutions.filter(deleted_at=None).order_by("position"),
            "decisions": fresh.decisions.select_related("owner__user"),
            "places": places_for(fresh) if node.outcome.may_edit else [],
            "has_beneath": _has_beneath(fresh),
            "talk": NodeTalk(fresh, request.membership),
            "plan": _plan_form(request, fresh),
            "new_id": uuid4,
        }
        page = "opportunities/opportunity.html"
        return render_part(request, page, "panel", context, status=status)

    return show


def _has_beneath(node):
    rows = (node.children, node.solutions)
    return any(below.filter(deleted_at=None).exists() for below in rows)


def words_form(node):
    seen = {"seen_text": node.text, "seen_kind": node.kind}
    return OpportunityForm(instance=node, initial=seen)


def solution_panel(request, solution):
    """Return the function that renders the panel of a solution."""

    def show(status=200, form=None, refusal=None):
        outcome = solution.outcome
        solution.refresh_from_db()
        solution.outcome = outcome
        seen = {"seen_text": solution.text}
        words = SolutionForm(instance=solution, initial=seen)
        context = {
            "outcome": outcome,
            "solution": solution,
            "form": form if isinstance(form, SolutionForm) else words,
            "failed_form": form,
            "refusal": refusal,
            "places": places_for(outcome=outcome),
            "talk": NodeTalk(solution, request.membership),
            "plan": _plan_form(request, solution),
            "new_id": uuid4,
        }
        page = "opportunities/solution.html"
        return render_part(request, page, "panel", context, status=status)

    return show


def _plan_form(request, node):
    """Who sees to a node and when, to be changed; its members are read when it is drawn."""
    members = request.workspace.memberships.active().select_related("user")
    members = members.order_by("user__name", "pk")
    return PLANS[node._meta.model_name](instance=node, members=members)


def outcome_panel(request, outcome):
    """Return the function that renders the panel of an outcome."""

    def show(status=200, form=None, refusal=None):
        outcome.refresh_from_db(fields=[*OutcomeForm.Meta.fields, "serves"])
        words = OutcomeForm(instance=outcome)
        context = {
            "outcome": outcome,
            "form": form if isinstance(form, OutcomeForm) else words,
            "serves_form": ServesForm(outcome=outcome),
            "ending_form": EndingForm(instance=outcome),
            "served_by": outcome.served_by.filter(archived_at=None).order_by("title"),
            "refusal": refusal,
            "talk": NodeTalk(outcome, request.membership),
            "new_id": uuid4,
        }
        page = "opportunities/outcome.html"
        return render_part(request, page, "panel", context, status=status)

    return show


def places_for(node=None, outcome=None):
    """The nodes under which ``node`` (or something new) may go, in reading order with levels."""
    outcome = outcome or node.outcome
    rows = outcome.opportunities.present().only(
        "outcome", "parent", "position", "text", "parked_at"
    )
    nested = nest(rows)
    parents = {pk: branch.row.parent_id for pk, branch in nested.by_pk.items()}
    places = []
    for branch in nested.walk():
        if is_parked(branch):
            continue
        if node is None or may_stand(parents, node.pk, branch.row.pk):
            branch.indent = "\u2003" * branch.level
            places.append(branch)
    return places


def is_parked(branch):
    """Whether a branch or anything above it is parked."""
    while branch:
        if branch.row.parked_at:
            return True
        branch = branch.parent
    return False

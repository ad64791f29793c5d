"""The lints of a tree as a page: what each teaches, what mends it, and those set aside."""

from collections import defaultdict
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.lint_forms import RemedyForm, SetAsideForm
from opportunities.lint_rules import RULES
from opportunities.operations.refusals import TreeRefusal
from opportunities.operations.remedies import (
    Answer,
    apply_remedy,
    set_lint_aside,
    take_lint_up,
)
from opportunities.queries.lints import load_lints
from opportunities.views.answers import first_error
from opportunities.wording import sentence

# A page of a very neglected tree still has an end; the count says how many there are.
MOST_SHOWN = 100


@require_safe
@workspace_view(Permission.TREE_VIEW)
def lints(request, outcome_id):
    """All lints by rule, or those of one node (``?node=``), the most basic first."""
    outcome = find_outcome(request, outcome_id)
    return _show(request, outcome)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def remedy(request, outcome_id):
    """Mend one lint with what the person says about it."""
    outcome, lint = _find(request, outcome_id)
    if lint is None:
        return _mended(request, outcome)
    form = RemedyForm(request.POST)
    if not form.is_valid():
        return _show(request, outcome, said=first_error(form), status=422)
    answer = Answer(form.cleaned_data["text"], _chosen(request))
    made = {"by": request.membership, "client_id": form.cleaned_data["client_id"]}
    try:
        change = apply_remedy(outcome, lint, answer, **made)
    except TreeRefusal as refusal:
        return _show(request, outcome, said=str(refusal), status=409)
    messages.success(request, sentence(change))
    return _back(request, outcome)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def lint_aside(request, outcome_id):
    """Set one lint aside with a reason."""
    outcome, lint = _find(request, outcome_id)
    if lint is None:
        return _mended(request, outcome)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _show(request, outcome, said=first_error(form), status=422)
    reason = form.cleaned_data["reason"]
    set_lint_aside(outcome, lint, reason=reason, by=request.membership)
    messages.success(request, _("Set aside. It comes back when the words change."))
    return _back(request, outcome)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def lint_return(request, outcome_id, aside_id):
    """Take a lint up again."""
    outcome = find_outcome(request, outcome_id)
    row = outcome.lints_set_aside.filter(pk=aside_id).first()
    if row:
        take_lint_up(row, by=request.membership)
    elif not outcome.may_edit:
        raise PermissionDenied
    else:
        messages.info(request, _("Somebody has taken it up again already."))
    return _back(request, outcome)


def _chosen(request):
    return tuple(filter(None, map(read_number, request.POST.getlist("chosen"))))


def _find(request, outcome_id):
    """The tree and the lint that a form names, if it still holds."""
    outcome = find_outcome(request, outcome_id)
    if not outcome.may_edit:
        raise PermissionDenied
    holding, _aside = load_lints(outcome)
    found = (lint for lint in holding if (lint.rule, lint.about) == _named(request))
    return outcome, next(found, None)


def _named(request):
    return request.POST.get("rule"), request.POST.get("about")


def _mended(request, outcome):
    """Somebody was faster; what the person has typed is not lost with it."""
    said = _("That has changed meanwhile. Here is how it stands now.")
    if typed := (request.POST.get("text") or request.POST.get("reason", ""))[:300]:
        said += " " + _("This is what you had written: “%(text)s”") % {"text": typed}
    messages.info(request, said)
    return _back(request, outcome)


def _back(request, outcome):
    return redirect("opportunities:lints", request.workspace.slug, outcome.pk)


def _show(request, outcome, said="", status=200):
    holding, aside = load_lints(outcome)
    if node := read_number(request.GET.get("node", "")):
        holding = [lint for lint in holding if lint.node == node]
    shown = holding[:MOST_SHOWN]
    texts = _texts(outcome, shown)
    groups = defaultdict(list)
    for lint in shown:
        is_typed = (lint.rule, lint.about) == _named(request)
        groups[lint.rule].append(_entry(lint, texts) | {"is_typed": is_typed})
    context = {
        "outcome": outcome,
        "groups": [(RULES[rule], rule, groups[rule]) for rule in RULES if groups[rule]],
        "count": len(holding),
        "hidden": len(holding) - len(shown),
        "aside": [(RULES[lint.rule], lint, row) for lint, row in aside],
        "said": said,
        "typed": request.POST,
        "typed_chosen": _chosen(request),
        "is_of_node": node is not None,
        "new_id": uuid4,
    }
    page = "opportunities/lints/lints.html"
    return render_part(request, page, "panel", context, status=status)


def _entry(lint, texts):
    words, ideas, parts = texts
    of = ideas if lint.rule in ("across", "not_leaf") else words
    return {
        "lint": lint,
        "text": words.get(lint.node, ""),
        "others": [(pk, of.get(pk, "")) for pk in lint.others],
        "parts": parts[lint.node],
    }


def _texts(outcome, lints):
    """The words of all that lints are about, and what stands right under those of ``not_leaf``."""
    keys = {lint.node for lint in lints} | {pk for lint in lints for pk in lint.others}
    nodes = outcome.opportunities.filter(pk__in=keys - {None})
    ideas = outcome.solutions.filter(pk__in=keys - {None})
    parents = [lint.node for lint in lints if lint.rule == "not_leaf"]
    below = outcome.opportunities.standing().filter(parent__in=parents)
    parts = defaultdict(list)
    for parent, pk, text in below.values_list("parent", "pk", "text"):
        parts[parent].append((pk, text))
    words = (dict(rows.values_list("pk", "text")) for rows in (nodes, ideas))
    return *words, parts

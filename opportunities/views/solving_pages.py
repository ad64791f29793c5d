"""What the pages on which a team solves one opportunity share: their frame and their answers."""

import json
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.htmx import go_to, render_part, wants_part
from opportunities.access import find_outcome
from opportunities.models import Assumption, TreeChange
from opportunities.operations import NothingChanged, TreeRefusal
from opportunities.queries.next_step import find_next_step
from opportunities.queries.solving import counted_tests
from opportunities.queries.stories import stories_of
from opportunities.wording import sentence

TABS = [
    ("solving", gettext_lazy("Solutions"), "wrench"),
    ("ideas", gettext_lazy("Ideas"), "lightbulb"),
    ("assumption_map", gettext_lazy("Assumption map"), "map"),
    ("tests_compared", gettext_lazy("Tests"), "flask-conical"),
]
STORIES_ON_TOP = 3


def find_solution(request, outcome_id, solution_id):
    outcome = find_outcome(request, outcome_id)
    rows = outcome.solutions.filter(deleted_at=None)
    rows = rows.select_related("opportunity", "owner__user")
    found = get_object_or_404(rows, pk=solution_id)
    found.outcome = found.opportunity.outcome = outcome
    return found


def find_assumption(request, outcome_id, assumption_id):
    outcome = find_outcome(request, outcome_id)
    rows = Assumption.objects.filter(outcome=outcome, deleted_at=None)
    rows = rows.filter(solution__deleted_at=None)
    found = get_object_or_404(
        rows.select_related("solution__opportunity"), pk=assumption_id
    )
    _tie(found, outcome)
    return found


def find_test(request, outcome_id, test_id):
    outcome = find_outcome(request, outcome_id)
    rows = counted_tests().filter(outcome=outcome, assumption__deleted_at=None)
    rows = rows.select_related("assumption__solution__opportunity", "owner__user")
    found = get_object_or_404(rows, pk=test_id)
    found.outcome = outcome
    _tie(found.assumption, outcome)
    return found


def _tie(assumption, outcome):
    """Who asks what may be edited finds the outcome that knows."""
    assumption.outcome = assumption.solution.outcome = outcome
    assumption.solution.opportunity.outcome = outcome


def address(request, name, node, *more):
    args = [request.workspace.slug, node.outcome_id, node.pk, *more]
    return reverse(f"opportunities:{name}", args=args)


def show_tab(request, node, name, load):
    """Return the function that renders a tab; ``load()`` gives what it shows beside the frame, ``compared`` for one."""

    def show(status=200, form=None, refusal=None):
        tabs = [
            {"url": address(request, tab, node), "label": label, "icon": icon}
            | {"is_current": tab == name}
            for tab, label, icon in TABS
        ]
        stories = stories_of([node])[node.pk]
        context = {
            "outcome": node.outcome,
            "node": node,
            "tabs": tabs,
            "here": address(request, name, node),
            "stories": stories.everything[:STORIES_ON_TOP],
            "people_count": stories.people_count,
            "target": None if node.is_target else _target_of(node.outcome),
            "may_edit": node.outcome.may_edit and not node.parked_at,
            "refusal": refusal,
            "failed_form": form,
            "new_id": uuid4,
            **load(form),
        }
        context["next_step"] = find_next_step(context["compared"])
        page = f"opportunities/solving/{name}.html"
        return render_part(request, page, "part", context, status=status)

    return show


def _target_of(outcome):
    return outcome.opportunities.standing().filter(is_target=True).first()


def show_page(request, name, load, partial="part"):
    """The same for a page of its own; ``load(form)`` gives all that it shows."""

    def show(status=200, form=None, refusal=None):
        context = {"refusal": refusal, "failed_form": form, "new_id": uuid4}
        context |= load(form)
        page = f"opportunities/solving/{name}.html"
        return render_part(request, page, partial, context, status=status)

    return show


def answer(request, form, attempt, *, show, to, said=""):
    """Validate, run the operation, and answer with the fresh part or the page at ``to``."""
    if not form.is_valid():
        return show(status=422, form=form)
    try:
        done = attempt()
    except NothingChanged:
        done = None
    except TreeRefusal as refusal:
        return show(status=409, form=form, refusal=refusal)
    told = _told(request, done, said)
    if not wants_part(request):
        if told:
            messages.success(request, told["text"], extra_tags=told.get("undo", ""))
        return redirect(to)
    response = show()
    if told:
        response["HX-Trigger"] = json.dumps({"message:show": told})
    return response


def _told(request, done, said):
    """What was done, in words, and where it can be taken back."""
    undo = {}
    if isinstance(done, TreeChange) and done.inverse["steps"]:
        args = [request.workspace.slug, done.outcome_id]
        undo = {"undo": reverse("opportunities:undo", args=args), "word": _("Undo")}
        said = said or sentence(done)
    return {"text": said, **undo} if said else None


def lead_on(request, form, attempt, *, show, to):
    """The same for what is answered on another page: ``to(what the operation returned)``."""
    if not form.is_valid():
        return show(status=422, form=form)
    try:
        done = attempt()
    except NothingChanged:
        done = None
    except TreeRefusal as refusal:
        return show(status=409, form=form, refusal=refusal)
    return go_to(request, to(done))


def members_of(request):
    rows = request.workspace.memberships.active().select_related("user")
    return rows.order_by("user__name", "pk")


def fresh_test(test):
    """A test as it stands after a change, with its counts."""
    found = counted_tests().filter(pk=test.pk).select_related("owner__user").first()
    if found is None:
        raise Http404
    found.outcome, found.assumption = test.outcome, test.assumption
    found.assumption.refresh_from_db(fields=["evidence_strength", "version", "text"])
    return found

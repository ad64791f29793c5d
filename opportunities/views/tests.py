"""Tests of assumptions: planned, begun with a locked criterion, ended by a verdict."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.forms import ClientIdForm
from opportunities.operations.tests import (
    drop_test,
    edit_test,
    end_test,
    plan_again,
    plan_test,
    save_and_begin,
)
from opportunities.queries.solving import ENOUGH_SOLUTIONS, suggestion_for
from opportunities.queries.test_people import people_in
from opportunities.test_forms import TestPlanForm, VerdictForm
from opportunities.views.answers import doing
from opportunities.views.solving_pages import (
    address,
    answer,
    find_assumption,
    find_test,
    fresh_test,
    lead_on,
    members_of,
    show_page,
)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def test_new(request, outcome_id, assumption_id):
    """Plan a test of an assumption."""
    row = find_assumption(request, outcome_id, assumption_id)
    if not row.outcome.may_edit:
        raise PermissionDenied
    start = {"owner": request.membership.pk}
    form = TestPlanForm(
        request.POST or None, initial=start, members=members_of(request)
    )

    def load(failed):
        solution = row.solution
        context = {"outcome": row.outcome, "node": solution.opportunity}
        return context | {"assumption": row, "solution": solution, "form": form}

    show = show_page(request, "test_plan", load)
    if request.method == "GET":
        return show()

    def attempt():
        client_id = form.cleaned_data["client_id"]
        said = {"by": request.membership, "client_id": client_id}
        return plan_test(row, **form.plan, **said)

    return lead_on(request, form, attempt, show=show, to=_made(request))


def _made(request):
    """Where the test stands that a change has made, by whichever press of the button."""

    def to(change):
        args = [request.workspace.slug, change.outcome_id, change.change["test"]]
        return reverse("opportunities:test", args=args)

    return to


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def test(request, outcome_id, test_id):
    """A test: what it is to show, who takes part, what came of it.

    A post changes its plan, and with ``begin`` fixes what it is to show from here on.
    """
    found = find_test(request, outcome_id, test_id)
    show = show_test(request, found)
    if request.method == "GET":
        return show()
    if not found.outcome.may_edit:
        raise PermissionDenied
    form = TestPlanForm(request.POST, members=members_of(request))
    begins = "begin" in request.POST
    change = save_and_begin if begins else edit_test

    def attempt():
        said = form.cleaned_data
        return change(
            found,
            wanted=form.plan,
            version=said["version"] or 0,
            by=request.membership,
            client_id=said["client_id"],
        )

    said = _("It has begun. What it is to show is fixed now.") if begins else ""
    return _answer(request, found, form, attempt, said=said)


def show_test(request, found):
    def load(failed):
        test = fresh_test(found)
        solution = test.assumption.solution
        siblings = solution.opportunity.solutions.filter(deleted_at=None).count()
        suggested = suggestion_for(test)
        return {
            "outcome": found.outcome,
            "node": solution.opportunity,
            "solution": solution,
            "assumption": test.assumption,
            "test": test,
            "people": people_in(test, request.membership),
            "seen_count": test.did + test.did_not,
            "shown_count": test.counted if test.finished_at else test.did,
            "shown_seen": _seen_in(test),
            "suggested": suggested,
            "wanted_count": max(ENOUGH_SOLUTIONS - siblings, 0),
            "here": address(request, "test", test),
            "may_edit": found.outcome.may_edit,
            "plan_form": _plan_form(request, test, failed),
            "verdict_form": _verdict_form(test, suggested, failed),
            "decision_query": _decision_words(test),
        }

    return show_page(request, "test", load)


def _seen_in(test):
    """Of how many people the count is: those seen one by one, or all where it came from elsewhere."""
    seen = test.did + test.did_not
    return seen if seen or not test.finished_at else test.sample


def _plan_form(request, test, failed):
    if isinstance(failed, TestPlanForm):
        return failed
    start = {"version": test.version}
    return TestPlanForm(instance=test, initial=start, members=members_of(request))


def _verdict_form(test, suggested, failed):
    if isinstance(failed, VerdictForm):
        return failed
    start = {"version": test.version, "verdict": suggested}
    return VerdictForm(initial=start, test=test)


def _decision_words(test):
    """What a decision begins with once a test is over."""
    if not test.finished_at:
        return ""
    words = {"assumption": test.assumption.text, "verdict": test.get_verdict_display()}
    reason = _("“%(assumption)s”: %(verdict)s.") % words
    return urlencode({"reason": f"{reason} {test.learned}"[:1000]})


@require_POST
@workspace_view(Permission.TREE_EDIT)
def test_verdict(request, outcome_id, test_id):
    """End a test with what the team takes from it."""
    found = find_test(request, outcome_id, test_id)
    form = VerdictForm(request.POST, test=found)

    def attempt():
        said = form.cleaned_data
        counted, seen = form.count
        return end_test(
            found,
            verdict=said["verdict"],
            counted=counted,
            seen=seen,
            learned=said["learned"],
            version=said["version"],
            by=request.membership,
            client_id=said["client_id"],
        )

    return _answer(request, found, form, attempt)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def test_successor(request, outcome_id, test_id):
    """Plan a new test with the words of one that has begun."""
    found = find_test(request, outcome_id, test_id)
    form = ClientIdForm(request.POST)
    attempt = doing(plan_again, found, form=form, request=request)
    show = show_test(request, found)
    return lead_on(request, form, attempt, show=show, to=_made(request))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def test_removal(request, outcome_id, test_id):
    """Take the plan of a test back."""
    found = find_test(request, outcome_id, test_id)
    form = ClientIdForm(request.POST)
    attempt = doing(drop_test, found, form=form, request=request)
    node = found.assumption.solution.opportunity
    show = show_test(request, found)
    to = address(request, "tests_compared", node)
    return lead_on(request, form, attempt, show=show, to=lambda change: to)


def _answer(request, found, form, attempt, said=""):
    show, to = show_test(request, found), address(request, "test", found)
    return answer(request, form, attempt, show=show, to=to, said=said)

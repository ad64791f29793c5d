"""Who takes part in a test: invited from the panel by its policy, and what was seen of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.forms import ClientIdForm
from opportunities.operations import TreeRefusal
from opportunities.operations.test_people import invite_to_test, leave_out, note_result
from opportunities.queries.test_people import candidates_for
from opportunities.test_forms import MOST_INVITED, InvitingForm, NotingForm
from opportunities.views.solving_pages import address, answer, find_test, show_page
from opportunities.views.tests import show_test

# Beyond that one searches.
MOST_PAGES = 50


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.PARTICIPANT_INVITE)
def test_people(request, outcome_id, test_id):
    """Choose whom of the panel to invite; who may not be written to is refused with the reason.

    Searching and turning the page posts the same form, so that who is ticked stays ticked.
    """
    found = find_test(request, outcome_id, test_id)
    if not found.outcome.may_edit:
        raise PermissionDenied
    refused = []
    show = _show_people(request, found, refused)
    if request.method == "GET" or "look" in request.POST:
        return show()
    panel = request.workspace.participants.present().visible_to(request.membership)
    form = InvitingForm(request.POST, people=panel)
    if not form.is_valid():
        return show(status=422, form=form)
    chosen = form.cleaned_data
    try:
        refused += invite_to_test(
            found, chosen["people"], reason=chosen["reason"], by=request.membership
        )
    except TreeRefusal as refusal:
        return show(status=409, form=form, refusal=refusal)
    if count := len(chosen["people"]) - len(refused):
        said = ngettext("%(count)s person invited.", "%(count)s people invited.", count)
        messages.success(request, said % {"count": count})
    if refused:
        return show(status=422, form=form)
    return redirect(address(request, "test", found))


def _show_people(request, found, refused):
    said = request.POST or request.GET
    words = said.get("q", "").replace("\0", "")[:100]
    page = min(read_number(said.get("look", "")) or 1, MOST_PAGES)

    def load(form):
        solution = found.assumption.solution
        kept = _ticked(request, refused)
        candidates, has_more = candidates_for(
            found, request.membership, words, page, kept
        )
        return {
            "outcome": found.outcome,
            "node": solution.opportunity,
            "solution": solution,
            "assumption": found.assumption,
            "test": found,
            "q": words,
            "page": page,
            "has_more": has_more,
            "candidates": candidates,
            "refused": refused,
            "may_override": any(no.may_be_overridden for _who, no in refused),
            "kept": kept,
            "reason": request.POST.get("reason", "")[:200],
        }

    return show_page(request, "people", load)


def _ticked(request, refused):
    """Who stays ticked: after an invitation those who can be invited with a reason."""
    if refused:
        return {person.pk for person, no in refused if no.may_be_overridden}
    ticked = map(read_number, request.POST.getlist("people"))
    return set(list(filter(None, ticked))[:MOST_INVITED])


@require_POST
@workspace_view(Permission.TREE_EDIT)
def test_person(request, outcome_id, test_id, test_participant_id):
    """Take down whether somebody did it."""
    row = _find_person(request, outcome_id, test_id, test_participant_id)
    form = NotingForm(request.POST)

    def attempt():
        said = form.cleaned_data
        if said["did_it"] is None and said["note"] != row.note:
            # Whoever presses the marked button with another note means the note.
            said["did_it"] = row.did_it
        return note_result(row, **said, by=request.membership)

    return _answer(request, row, form, attempt)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def test_person_removal(request, outcome_id, test_id, test_participant_id):
    """Take somebody off a test whom nobody has seen in it."""
    row = _find_person(request, outcome_id, test_id, test_participant_id)

    def attempt():
        return leave_out(row, by=request.membership)

    said = _("Taken off this test.")
    return _answer(request, row, ClientIdForm(request.POST), attempt, said=said)


def _find_person(request, outcome_id, test_id, test_participant_id):
    found = find_test(request, outcome_id, test_id)
    row = get_object_or_404(found.participants, pk=test_participant_id)
    row.test = found
    return row


def _answer(request, row, form, attempt, said=""):
    show, to = show_test(request, row.test), address(request, "test", row.test)
    return answer(request, form, attempt, show=show, to=to, said=said)

"""What was heard and waits: placed on the tree, joined with others, split, or set aside."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.forms import ClientIdForm
from opportunities.inbox_forms import (
    PlacingForm,
    SettingAsideForm,
    SplittingForm,
    ThresholdsForm,
)
from opportunities.operations import Gone, edit_outcome, place_heard
from opportunities.operations.evidence import (
    bring_heard_back,
    set_heard_aside,
    split_heard,
)
from opportunities.queries.alike import alike_nodes, alike_waiting
from opportunities.queries.inbox import Inbox, for_inbox, heard_by_team, set_aside_of
from opportunities.views.answers import answer_change
from opportunities.views.panels import places_for
from snapshots.gathering import pages_of

MOST_TOGETHER = 25
FILTERS = ("person", "moment", "text")


@require_safe
@workspace_view(Permission.TREE_EDIT)
def inbox(request, outcome_id):
    """The list of what waits, oldest first, and what of it is asked for."""
    return inbox_panel(request, find_editable(request, outcome_id))()


def inbox_panel(request, outcome):
    def show(status=200, form=None, refusal=None):
        asked = {name: request.GET.get(name, "")[:100] for name in FILTERS}
        outcome.refresh_from_db(fields=["least_people", "quiet_weeks"])
        found = Inbox(outcome, asked, request.GET.get("page"))
        context = {
            "outcome": outcome,
            "inbox": found,
            "page": found.page,
            "aside_count": set_aside_of(outcome).count(),
            "thresholds": form if isinstance(form, ThresholdsForm) else None,
            "refusal": refusal,
            "new_id": uuid4,
        }
        page = "opportunities/inbox/inbox.html"
        return render_part(request, page, "panel", context, status=status)

    return show


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def placing(request, outcome_id, heard_id):
    """One heard opportunity with its story and what is alike; a post places it."""
    outcome = find_editable(request, outcome_id)
    # Also one that somebody has just placed: the operation says where.
    heard = get_object_or_404(for_inbox(heard_by_team(outcome)), pk=heard_id)
    return _place(request, outcome, heard, [heard])


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def placing_together(request, outcome_id):
    """Several that were heard of the same thing, to one node; every story is kept."""
    outcome = find_editable(request, outcome_id)
    said = request.POST if request.method == "POST" else request.GET
    keys = [read_number(value) for value in said.getlist("heard")][:MOST_TOGETHER]
    found = for_inbox(heard_by_team(outcome)).in_bulk([key for key in keys if key])
    together = [found[key] for key in dict.fromkeys(keys) if key in found]
    if not together:
        if request.method == "GET":
            return inbox_panel(request, outcome)(refusal=_choose_some())
        raise Http404
    return _place(request, outcome, None, together)


def _place(request, outcome, heard, together):
    show = _placing_panel(request, outcome, heard, together)
    if request.method == "GET":
        return show()
    form = PlacingForm(request.POST)

    def attempt():
        said = form.cleaned_data
        node = None
        if said["on"] is not None:
            node = outcome.opportunities.standing().filter(pk=said["on"]).first()
            if node is None:
                raise Gone
        also = heard_by_team(outcome).filter(pk__in=said["others"])
        first, *rest = [*together, *also.exclude(pk__in=[one.pk for one in together])]
        place = {"parent": said["parent"], "after": said["after"]}
        made = {"text": said["text"], "others": rest, "client_id": said["client_id"]}
        return place_heard(
            outcome, first, opportunity=node, **place, **made, by=request.membership
        )

    shown = inbox_panel(request, outcome) if form.is_valid() else show
    return _answer(request, form, attempt, show=shown, outcome=outcome)


def _answer(request, form, attempt, *, show, outcome):
    """On a page of its own, go on to the rest of what waits."""
    inbox_url = resolve_url("opportunities:inbox", request.workspace.slug, outcome.pk)
    return answer_change(request, form, attempt, show=show, leads_to=inbox_url)


def _placing_panel(request, outcome, heard, together):
    def show(status=200, form=None, refusal=None):
        pages = pages_of([one.snapshot for one in together])
        for one in together:
            one.page = pages[one.snapshot_id]
        first = together[0]
        chosen = {one.pk for one in together}
        waiting = alike_waiting(outcome, first.text, but=first.pk)
        context = {
            "outcome": outcome,
            "heard": heard,
            "together": together,
            "words": first.text,
            "similar": alike_nodes(outcome, first.text),
            "waiting": [alike for alike in waiting if alike.row.pk not in chosen],
            "places": places_for(outcome=outcome),
            "failed_form": form,
            "refusal": refusal,
            "new_id": uuid4,
        }
        page = "opportunities/inbox/placing.html"
        return render_part(request, page, "panel", context, status=status)

    return show


@require_POST
@workspace_view(Permission.TREE_EDIT)
def splitting(request, outcome_id, heard_id):
    """Make several nodes of one thing heard."""
    outcome = find_editable(request, outcome_id)
    heard = get_object_or_404(for_inbox(heard_by_team(outcome)), pk=heard_id)
    form = SplittingForm(request.POST)

    def attempt():
        said = form.cleaned_data
        return split_heard(outcome, heard, **said, by=request.membership)

    show = inbox_panel(request, outcome)
    if not form.is_valid():
        show = _placing_panel(request, outcome, heard, [heard])
    return _answer(request, form, attempt, show=show, outcome=outcome)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def setting_aside(request, outcome_id, heard_id):
    """Keep something heard off the tree, with the reason."""
    outcome = find_editable(request, outcome_id)
    heard = get_object_or_404(for_inbox(heard_by_team(outcome)), pk=heard_id)
    form = SettingAsideForm(request.POST)

    def attempt():
        return set_heard_aside(
            outcome, heard, **form.cleaned_data, by=request.membership
        )

    show = inbox_panel(request, outcome)
    if not form.is_valid():
        show = _placing_panel(request, outcome, heard, [heard])
    return _answer(request, form, attempt, show=show, outcome=outcome)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def set_aside(request, outcome_id):
    """What was set aside and why; a post brings one back."""
    outcome = find_editable(request, outcome_id)

    def show(status=200, form=None, refusal=None):
        rows = set_aside_of(outcome)[:200]
        context = {"outcome": outcome, "rows": rows, "refusal": refusal}
        context["new_id"] = uuid4
        page = "opportunities/inbox/set_aside.html"
        return render_part(request, page, "panel", context, status=status)

    if request.method == "GET":
        return show()
    key = read_number(request.POST.get("heard", ""))
    heard = get_object_or_404(heard_by_team(outcome), pk=key or 0)
    form = ClientIdForm(request.POST)

    def attempt():
        said = form.cleaned_data
        return bring_heard_back(outcome, heard, **said, by=request.membership)

    return answer_change(request, form, attempt, show=show)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def thresholds(request, outcome_id):
    """From how many people on something is offered, and when a node counts as quiet (R63, F175)."""
    outcome = find_editable(request, outcome_id)
    form = ThresholdsForm(request.POST)

    def attempt():
        said = {"client_id": form.cleaned_data["client_id"], "by": request.membership}
        return edit_outcome(outcome, seen=form.seen, **form.wanted, **said)

    return answer_change(request, form, attempt, show=inbox_panel(request, outcome))


def find_editable(request, outcome_id):
    outcome = find_outcome(request, outcome_id)
    if not outcome.may_edit:
        raise PermissionDenied
    return outcome


def _choose_some():
    return _("Choose at least one first.")

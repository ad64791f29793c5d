"""Key insights: three to ten cards, each opening to its evidence, its decision and who was told."""

from uuid import uuid4

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

from discovery.htmx import wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import check_may_tell, find_insight, may_settle, may_start
from opportunities.insight_forms import (
    EvidenceForm,
    FollowUpForm,
    InsightForm,
    TellForm,
)
from opportunities.operations import insights as ops
from opportunities.operations.refusals import StaleEdit
from opportunities.queries.insights import with_all
from opportunities.queries.promises import address_of


@require_safe
@workspace_view(Permission.TREE_VIEW)
def insight(request, insight_id):
    """One card, alone on its page or taken in place of the one that was edited."""
    return _card(request, find_insight(request, insight_id))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def insight_new(request):
    """Write an insight, perhaps begun from a node of a tree."""
    node = _node_asked_for(request)
    start = {"owner": request.membership.pk, "client_id": uuid4()}
    start["team"] = node.outcome.team_id if node else request.membership.current_team_id
    start["opportunity"] = node and node.pk
    form = _form(request, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = ops.add_insight(
            said["team"],
            by=request.membership,
            client_id=said["client_id"],
            **form.card,
        )
        if said["opportunity"]:
            ops.add_evidence(
                made, by=request.membership, opportunity=said["opportunity"]
            )
        messages.success(request, _("Written down. Now say what it stands on."))
        return redirect(address_of(made))
    return _show_form(request, form, node=node)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def insight_words(request, insight_id):
    """Change the card, in place."""
    row = find_insight(request, insight_id)
    check_may_tell(row.team_id, request.membership)
    form = _form(request, instance=row, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            ops.edit_insight(row, by=request.membership, version=seen, **form.card)
        except StaleEdit:
            form.add_error(None, _meanwhile(row))
            form.data = {**form.data.dict(), "version": row.version}
        else:
            return _card(request, find_insight(request, insight_id))
    return _show_form(request, form, insight=row)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def insight_position(request, insight_id):
    """One place up or down."""
    row = find_insight(request, insight_id)
    direction = "up" if request.POST.get("direction") == "up" else "down"
    ops.move_insight(row, by=request.membership, direction=direction)
    return redirect(f"{_list(request)}#insight-{row.pk}")


@require_POST
@workspace_view(Permission.TREE_EDIT)
def insight_removal(request, insight_id):
    """Tell it no longer; the list keeps it, to be brought back."""
    ops.drop_insight(find_insight(request, insight_id), by=request.membership)
    messages.success(
        request, _("Dropped. You find it at the foot of the list, to bring it back.")
    )
    return redirect(_list(request))


@require_POST
@workspace_view(Permission.TREE_EDIT)
def insight_return(request, insight_id):
    row = find_insight(request, insight_id)
    ops.drop_insight(row, by=request.membership, is_dropped=False)
    return redirect(f"{_list(request)}#insight-{row.pk}")


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def insight_evidence(request, insight_id):
    """Choose what stands behind it."""
    row = find_insight(request, insight_id)
    check_may_tell(row.team_id, request.membership)
    form = EvidenceForm(request.POST or None, insight=row)
    if request.method == "POST" and form.is_valid():
        ops.add_evidence(row, by=request.membership, **form.cleaned_data["about"])
        return _card(request, row)
    context = {"insight": row, "form": form, "kind": "evidence"}
    return _show_choice(request, context)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def insight_evidence_removal(request, insight_id, insight_evidence_id):
    row = find_insight(request, insight_id)
    check_may_tell(row.team_id, request.membership)
    evidence = get_object_or_404(row.evidence, pk=insight_evidence_id)
    ops.remove_evidence(evidence, by=request.membership)
    return _card(request, row)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def insight_readers(request, insight_id):
    """Who was told; those who are marked hear of it once."""
    row = find_insight(request, insight_id)
    check_may_tell(row.team_id, request.membership)
    form = TellForm(request.POST or None, insight=row)
    if request.method == "POST" and form.is_valid():
        ops.tell_insight(
            row, members=form.cleaned_data["members"], by=request.membership
        )
        return _card(request, row)
    return _show_choice(request, {"insight": row, "form": form, "kind": "told"})


def _card(request, row, status=200, follow_up=None):
    rows = request.workspace.key_insights.filter(pk=row.pk)
    (full,) = with_all(rows)
    full.may_edit = may_start(full.team_id, request.membership)
    full.may_settle = may_settle(full, request.membership)
    context = {"insight": full, "is_open": True}
    context["follow_up"] = follow_up or FollowUpForm()
    name = "_key_insight" if wants_part(request) else "insight"
    return render(request, f"opportunities/{name}.html", context, status=status)


def _form(request, **about):
    return InsightForm(
        request.POST or None,
        workspace=request.workspace,
        membership=request.membership,
        **about,
    )


def _show_form(request, form, **context):
    name = "_insight_form" if wants_part(request) else "insight_form"
    status = 422 if form.errors else 200
    context["form"] = form
    return render(request, f"opportunities/{name}.html", context, status=status)


def _show_choice(request, context):
    name = "_insight_choice" if wants_part(request) else "insight_choice"
    status = 422 if context["form"].errors else 200
    return render(request, f"opportunities/{name}.html", context, status=status)


def _node_asked_for(request):
    pk = read_number(request.GET.get("opportunity", ""))
    if not pk:
        return None
    nodes = request.workspace.opportunities.present().select_related("outcome")
    node = nodes.filter(pk=pk).first()
    if node is None:
        raise Http404
    if not may_start(node.outcome.team_id, request.membership):
        raise PermissionDenied
    return node


def _meanwhile(row):
    return _(
        "Somebody has changed this meanwhile. It says now: “%(text)s”. "
        "Save again to put your words in its place."
    ) % {"text": row.text}


def _list(request):
    return redirect("opportunities:insights", request.workspace.slug).url

"""The history of a page: who wrote what, and taking a step of it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot
from snapshots.history import read_steps
from snapshots.operations.errors import PartRefused
from snapshots.operations.undoing import ChangedSince, take_back
from snapshots.page import Page
from snapshots.views.answers import answer_change, offer_undo, say
from snapshots.views.writing import page_writing

SHOWN = 40


@require_GET
@workspace_view(Permission.SNAPSHOT_WRITE)
def changes(request, snapshot_id):
    """Who wrote what on the page, the newest first, some at a time."""
    snapshot = find_snapshot(request, snapshot_id)
    return show_history(request, snapshot)


@page_writing
def change_undo(request, snapshot_id, change_id):
    """Take one step back, unless its part was written on since: then both are shown."""
    snapshot = find_snapshot(request, snapshot_id)
    change = get_object_or_404(
        snapshot.changes.select_related("snapshot__workspace", "taken_back_by"),
        pk=change_id,
    )
    over = read_number(request.POST.get("over", ""))
    try:
        refuse_removed_quote(snapshot, change)
        undone = take_back(change=change, by=request.membership, over=over)
    except ChangedSince as since:
        return show_history(request, snapshot, asked=change, since=since)
    except PartRefused as error:
        if not request.htmx:
            messages.warning(request, str(error))
        return say(answer_change(request, snapshot), str(error), "warning")
    response = answer_change(request, snapshot, part=change.part)
    return offer_undo(request, snapshot, response, undone, _("Taken back."), _("Redo"))


def refuse_removed_quote(snapshot, change):
    """Words that their person took back come back by nobody's press, and are not shown either."""
    if change.part == "quote" and Page(snapshot).is_quote_removed:
        raise PartRefused(_("They do not want to be quoted any more."))


def show_history(request, snapshot, *, asked=None, since=None):
    rows = snapshot.changes.for_list()
    before = read_number(request.GET.get("before", ""))
    if asked:
        rows = rows.filter(pk=asked.pk)
    elif before:
        rows = rows.filter(pk__lt=before)
    steps = read_steps(Page(snapshot), rows[: SHOWN + 1])
    context = {
        "snapshot": snapshot,
        "steps": steps[:SHOWN],
        "has_more": len(steps) > SHOWN,
        "since": since,
    }
    status = 409 if asked else 200
    template = "snapshots/changes.html"
    response = render_part(request, template, "history", context, status=status)
    if asked and request.htmx:
        # Both versions are shown in the dialog, wherever the button was.
        response["HX-Retarget"], response["HX-Reswap"] = "#dialog-body", "innerHTML"
    return response

from django.http import Http404
from django.views.decorators.http import require_POST

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_part, find_snapshot
from snapshots.forms import part_form, text_form
from snapshots.models.parts import KINDS
from snapshots.models.snapshot import TEXTS
from snapshots.operations import parts as operations
from snapshots.operations.errors import PartRefused, StaleEdit
from snapshots.views.answers import (
    REMOVED,
    STALE,
    Trouble,
    answer_change,
    offer_undo,
)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def text(request, snapshot_id, field):
    """Save one of the page's own texts: name, context line, quote, story title."""
    if field not in TEXTS:
        raise Http404
    snapshot = find_snapshot(request, snapshot_id)
    form = text_form(field, data=request.POST)
    trouble = None
    if not form.is_valid():
        trouble = Trouble(field, form.problem(), request.POST.dict())
    else:
        try:
            operations.write_text(
                snapshot=snapshot,
                field=field,
                text=form.cleaned_data[field],
                version=form.cleaned_data["version"],
                by=request.membership,
            )
        except StaleEdit:
            trouble = Trouble(field, STALE, form.cleaned_data, is_stale=True)
    return answer_change(request, snapshot, part=field, trouble=trouble)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def parts(request, snapshot_id, kind):
    """Add a fact, a moment, an opportunity or an insight at the end of its kind."""
    snapshot = find_snapshot(request, snapshot_id)
    if kind not in KINDS:
        raise Http404
    form = part_form(kind, snapshot=snapshot, data=request.POST)
    trouble, name = None, f"{kind}-new"
    if not form.is_valid():
        trouble = Trouble(name, form.problem(), request.POST.dict())
    else:
        try:
            operations.add_part(
                snapshot=snapshot,
                kind=kind,
                client_id=form.cleaned_data["client_id"],
                # An answer that was lost is asked for again, perhaps long after.
                comes_back=False,
                by=request.membership,
                **form.fields_of_part(),
            )
        except PartRefused as error:
            trouble = Trouble(name, str(error), request.POST.dict())
        except StaleEdit:
            trouble = Trouble(name, REMOVED, request.POST.dict(), is_stale=True)
    return answer_change(request, snapshot, part=kind, trouble=trouble)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def part(request, snapshot_id, kind, part_id):
    """Save one part; words for one that was removed meanwhile are kept for adding again."""
    snapshot = find_snapshot(request, snapshot_id)
    name, typed, trouble = f"{kind}-{part_id}", request.POST.dict(), None
    try:
        part = find_part(request, snapshot_id, kind, part_id)
    except Http404:
        if kind not in KINDS:
            raise
        trouble = Trouble(f"{kind}-new", REMOVED, typed, is_stale=True)
        return answer_change(request, snapshot, trouble=trouble)
    form = part_form(kind, snapshot=snapshot, data=request.POST)
    if not form.is_valid():
        trouble = Trouble(name, form.problem(), typed)
    else:
        trouble = save_part(request, part, form, name)
    return answer_change(request, snapshot, part=name, trouble=trouble)


def save_part(request, part, form, name):
    try:
        operations.edit_part(
            part=part,
            version=form.cleaned_data["version"],
            by=request.membership,
            **form.fields_of_part(),
        )
    except StaleEdit:
        return Trouble(name, STALE, request.POST.dict(), is_stale=True)
    return None


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def part_removal(request, snapshot_id, kind, part_id):
    """Take a part off the page; it being gone already is as good."""
    snapshot = find_snapshot(request, snapshot_id)
    trouble = None
    try:
        part = find_part(request, snapshot_id, kind, part_id)
        operations.remove_part(part=part, by=request.membership)
    except Http404:
        if kind not in KINDS:
            raise
    except PartRefused as error:
        trouble = Trouble(f"{kind}-{part_id}", str(error))
    response = answer_change(request, snapshot, part=kind, trouble=trouble)
    return response if trouble else offer_undo(request, snapshot, response)


@require_POST
@workspace_view(Permission.SNAPSHOT_WRITE)
def part_position(request, snapshot_id, kind, part_id):
    """Move a part up or down among its kind, or to where it was dropped."""
    part = find_part(request, snapshot_id, kind, part_id)
    steps = {"up": -1, "down": 1}.get(request.POST.get("direction"), 0)
    place = read_number(request.POST.get("place", ""))
    operations.move_part(part=part, steps=steps, position=place, by=request.membership)
    return answer_change(request, part.snapshot, part=f"{kind}-{part_id}")

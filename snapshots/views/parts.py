from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from discovery.numbers import read_number
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
    redirect_to,
    say,
)
from snapshots.views.writing import page_writing


@page_writing
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


@page_writing
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


@page_writing
def part(request, snapshot_id, kind, part_id):
    """Save one part; words for one that was removed meanwhile are kept for adding again."""
    snapshot = find_snapshot(request, snapshot_id)
    name, typed, trouble = f"{kind}-{part_id}", request.POST.dict(), None
    part = find_part_if_there(request, snapshot_id, kind, part_id)
    if part is None:
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


@page_writing
def part_removal(request, snapshot_id, kind, part_id):
    """Take a part off the page; it being gone already is as good."""
    snapshot = find_snapshot(request, snapshot_id)
    part = find_part_if_there(request, snapshot_id, kind, part_id)
    change = None
    if part is None:
        return answer_change(request, snapshot, part=kind)
    try:
        change = operations.remove_part(
            part=part,
            version=read_number(request.POST.get("version", "")) or 0,
            by=request.membership,
        )
    except PartRefused as error:
        trouble = Trouble(f"{kind}-{part_id}", str(error))
        return answer_change(request, snapshot, trouble=trouble)
    except StaleEdit:
        return ask_to_look(request, snapshot, f"{kind}-{part_id}")
    response = answer_change(request, snapshot, part=kind)
    return offer_undo(request, snapshot, response, change)


@page_writing
def part_position(request, snapshot_id, kind, part_id):
    """Move a part up or down among its kind, or to where it was dropped."""
    snapshot = find_snapshot(request, snapshot_id)
    steps = {"up": -1, "down": 1}.get(request.POST.get("direction"), 0)
    place = read_number(request.POST.get("place", ""))
    if part := find_part_if_there(request, snapshot_id, kind, part_id):
        operations.move_part(
            part=part, steps=steps, position=place, by=request.membership
        )
    return answer_change(request, snapshot, part=f"{kind}-{part_id}")


def find_part_if_there(request, snapshot_id, kind, part_id):
    """The part, or None if somebody has removed it meanwhile."""
    try:
        return find_part(request, snapshot_id, kind, part_id)
    except Http404:
        if kind not in KINDS:
            raise
        return None


def ask_to_look(request, snapshot, part):
    """Show what somebody else wrote in a part before it is removed."""
    text = _(
        "Somebody changed this meanwhile. Read it, then remove it if you still want to."
    )
    if not request.htmx:
        messages.warning(request, text)
        return redirect_to(request, snapshot, part)
    return say(answer_change(request, snapshot), text, "warning")

"""A tree into files and out of files: what leaves is what stands on it, what comes is looked at first."""

from itertools import islice
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator, slugify
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.audit.operations import record
from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.format_forms import ImportForm
from opportunities.formats.drawing import draw
from opportunities.formats.reading import read_json
from opportunities.formats.records import NotReadable
from opportunities.formats.states import PARKED
from opportunities.formats.writing import (
    levels,
    write_csv,
    write_json,
    write_markdown,
    write_mermaid,
    write_opml,
    write_text,
)
from opportunities.forms import ClientIdForm
from opportunities.models import Opportunity, Solution
from opportunities.operations.importing import arrive, import_records
from opportunities.operations.refusals import TreeRefusal
from opportunities.queries.alike import alike_nodes
from opportunities.queries.exporting import load_records
from opportunities.queries.shaping import list_outline
from opportunities.tree_pictures import PdfFailed, make_pdf, make_png
from opportunities.wording import sentence

# The ending of each text format, its writer and its type.
TEXTS = {
    "csv": (write_csv, "text/csv"),
    "json": (write_json, "application/json"),
    "opml": (write_opml, "text/x-opml"),
    "md": (write_markdown, "text/markdown"),
    "txt": (write_text, "text/plain"),
    "mmd": (write_mermaid, "text/plain"),
}
# Notes of a whiteboard that are compared with the tree before they are added.
MOST_COMPARED = 40
PICTURES = {"pdf": (make_pdf, "application/pdf"), "png": (make_png, "image/png")}


@require_safe
@workspace_view(Permission.TREE_VIEW)
def export(request, outcome_id):
    """The formats to choose from, for the whole tree or one branch (``?under=``)."""
    outcome, branch = _find(request, outcome_id)
    context = {"outcome": outcome, "branch": branch}
    return render_part(request, "opportunities/formats/export.html", "panel", context)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def export_file(request, outcome_id, ending):
    """The tree as a file; who took it is written down."""
    outcome, branch = _find(request, outcome_id)
    title = branch.text if branch else outcome.title
    records = load_records(outcome, branch, is_whole=ending == "json")
    try:
        body, kind = _made(ending, title, records)
    except PdfFailed:
        said = _("This tree is too large for one picture. Choose a branch, or SVG.")
        context = {"outcome": outcome, "said": said}
        return render(request, "opportunities/refused.html", context, status=422)
    record("tree_exported", outcome, by=request.membership, fields=[ending])
    response = HttpResponse(body, content_type=kind)
    name = f"{slugify(title)[:60] or 'tree'}-{localdate():%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _made(ending, title, records):
    if ending in TEXTS:
        write, kind = TEXTS[ending]
        return write(title, records), f"{kind}; charset=utf-8"
    words = kind_words()
    if ending == "svg":
        return draw(title, records, words), "image/svg+xml"
    if ending not in PICTURES:
        raise Http404
    make, kind = PICTURES[ending]
    return make(title, records, words, get_language()), kind


def kind_words():
    """The kinds of nodes in the reader's language."""
    return {
        "outcome": _("Outcome"),
        "opportunity": _("Opportunity"),
        "target": _("Target"),
        "solution": _("Solution"),
        "assumption": _("Assumption"),
    }


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_EDIT)
def import_tree(request, outcome_id):
    """Look at what a file or lines hold, before anything is added."""
    outcome = _own(request, outcome_id)
    asked = {"waits": "waits" in request.GET}
    form = ImportForm(request.POST or None, request.FILES or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        return _show_found(request, outcome, form.reading, form.cleaned_data["under"])
    context = {"outcome": outcome, "form": form, "outline": list_outline(outcome)}
    status = 422 if form.errors else 200
    page = "opportunities/formats/import.html"
    return render_part(request, page, "panel", context, status=status)


@require_POST
@workspace_view(Permission.TREE_EDIT)
def import_end(request, outcome_id):
    """Add what was looked at, with one change that one undo takes back."""
    outcome = _own(request, outcome_id)
    try:
        reading = read_json(request.POST.get("found", "").encode())
    except NotReadable:
        return redirect("opportunities:import_tree", request.workspace.slug, outcome.pk)
    under = read_number(request.POST.get("under", ""))
    form = ClientIdForm(request.POST)
    client_id = form.cleaned_data["client_id"] if form.is_valid() else uuid4()
    said = {"under": under, "by": request.membership, "client_id": client_id}
    try:
        change = import_records(outcome, reading.records, **said)
    except TreeRefusal as refusal:
        return _show_found(request, outcome, reading, under, refusal, status=409)
    messages.success(request, sentence(change))
    return redirect("opportunities:tree", request.workspace.slug, outcome.pk)


def _show_found(request, outcome, reading, under, refusal=None, status=200):
    found = reading.remarks + arrive(outcome, reading.records).remarks
    remarks = sorted(found, key=lambda remark: remark.line)
    context = {
        "outcome": outcome,
        "count": len(reading.records),
        "found": write_json("", reading.records),
        "shown": [
            (record, level, _state(record))
            for record, level in islice(levels(reading.records), 100)
        ],
        "alike": _alike_of_waiting(outcome, reading.records),
        "named": reading.outcome,
        "remarks": [(remark, _words(remark)) for remark in remarks[:50]],
        "more_remarks": max(len(remarks) - 50, 0),
        "under": outcome.opportunities.standing().filter(pk=under).first(),
        "new_id": uuid4(),
        "refusal": refusal,
    }
    page = "opportunities/formats/found.html"
    return render_part(request, page, "panel", context, status=status)


def _state(record):
    """What the state and the horizon of a node are called here."""
    if record.status == PARKED:
        return ": ".join(filter(None, [_("Parked"), record.more.get("parked_reason")]))
    words = dict([*Solution.Status.choices, *Opportunity.Horizon.choices])
    said = (record.status, record.more.get("horizon", ""))
    return ", ".join(str(words[word]) for word in said if word in words)


def _alike_of_waiting(outcome, records):
    """What stands on the tree and says nearly the same as what is to wait beside it."""
    waiting = [record for record in records if record.status == PARKED][:MOST_COMPARED]
    found = [(record, alike_nodes(outcome, record.title)) for record in waiting]
    return [(record, close[0].row) for record, close in found if close]


def _words(remark):
    """Why something was changed; the sentences are marked where they are written down."""
    return _(remark.text) % {"word": Truncator(remark.word).chars(80)}


def _find(request, outcome_id):
    outcome = find_outcome(request, outcome_id)
    key = read_number(request.GET.get("under", ""))
    if key is None:
        return outcome, None
    return outcome, get_object_or_404(outcome.opportunities.standing(), pk=key)


def _own(request, outcome_id):
    outcome = find_outcome(request, outcome_id)
    if not outcome.may_edit:
        raise PermissionDenied
    return outcome

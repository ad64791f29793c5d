"""Segment by opportunity: which part of the customers told of what, as a page and as CSV."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.audit.exporting import csv_lines, defuse
from discovery.audit.operations import record
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.queries.segments import load_segments


@require_safe
@workspace_view(Permission.TREE_VIEW)
def segments(request, outcome_id):
    """Rows are opportunities by branch, columns segments, cells count different people."""
    outcome = find_outcome(request, outcome_id)
    context = {"outcome": outcome, "found": _load(request, outcome)}
    return render(request, "opportunities/evidence/segments.html", context)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def segments_csv(request, outcome_id):
    """The same table for a spreadsheet; no cell is taken for a formula, and who took it is written down."""
    outcome = find_outcome(request, outcome_id)
    found = _load(request, outcome)
    record("tree_exported", outcome, by=request.membership, fields=["segments"])
    head = [_("Level"), _("Opportunity"), _("People"), *found.headings]
    lines = csv_lines([defuse(cell) for cell in head], _lines(found))
    # Excel reads UTF-8 only with this mark.
    content = "\ufeff" + "".join(lines)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="segments.csv"'
    return response


def _lines(found):
    for row, cells in found.rows:
        counts = [count for _name, count in cells]
        yield [row.level, row.text, len(row.everybody), *counts]


def _load(request, outcome):
    asked = request.GET
    branch = read_number(asked.get("branch", ""))
    return load_segments(outcome, dimension=asked.get("by", "audience"), branch=branch)

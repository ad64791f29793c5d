from allauth.account.decorators import reauthentication_required
from django.http import StreamingHttpResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from discovery.audit.exporting import csv_lines
from discovery.audit.forms import AuditFilterForm
from discovery.audit.operations import record
from discovery.audit.wording import name_kind, say
from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission

ON_A_PAGE = 50
COLUMNS = ["at", "actor", "action", "object_type", "object_id", "fields", "reason"]


@require_safe
@workspace_view(Permission.WORKSPACE_MANAGE)
def audit(request):
    """Who did what and when, newest first."""
    form = AuditFilterForm(request.GET or None, workspace=request.workspace)
    events = form.narrow(request.workspace.audit_events.for_list())
    events = events.after(*cursor_of(request))
    shown = list(events[: ON_A_PAGE + 1])
    for event in shown:
        event.words = say(event.action)
        event.kind = name_kind(event.object_type)
    context = {"form": form, "events": shown[:ON_A_PAGE], "query": _filters(request)}
    if len(shown) > ON_A_PAGE:
        context["last"] = shown[ON_A_PAGE - 1]
    return render_part(request, "audit/audit.html", "rows", context)


def cursor_of(request):
    """Where the page before ended: the moment and id of its last line, or two Nones."""
    at = parse_datetime(request.GET.get("at", "").replace(" ", "+") or "never")
    pk = read_number(request.GET.get("after", ""))
    if at is None or at.tzinfo is None or pk is None:
        return None, None
    return at, pk


def _filters(request):
    chosen = request.GET.copy()
    for name in ("at", "after"):
        chosen.pop(name, None)
    return chosen.urlencode()


@require_safe
@workspace_view(Permission.WORKSPACE_MANAGE)
@reauthentication_required(allow_get=False)
def audit_export(request):
    """The same lines as a CSV file; that somebody took it is a line as well."""
    form = AuditFilterForm(request.GET or None, workspace=request.workspace)
    events = form.narrow(request.workspace.audit_events.for_list())
    record(
        "audit_exported",
        request.workspace,
        by=request.membership,
        workspace=request.workspace,
    )
    rows = (
        [event.at.isoformat(), *(getattr(event, name) for name in COLUMNS[1:])]
        for event in events.iterator(chunk_size=2000)
    )
    response = StreamingHttpResponse(
        csv_lines(COLUMNS, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return response

"""The team's interviews: what is ahead, what is over, and the talks that were none."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.countdown import time_left
from interviews.operations.changes import NotOpen, cancel_interview, mark_no_show
from interviews.operations.letters import in_order
from interviews.operations.turns import TooBusyError

ROWS = 25


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def interviews(request):
    """The team's talks ahead, the interviews that are over, or the talks that were none."""
    shown = request.GET.get("show")
    shown = shown if shown in ("past", "other") else "upcoming"
    rows = request.workspace.interviews.visible_to(request.membership).for_schedule()
    if request.team:
        rows = rows.filter(team=request.team)
    page = Paginator(_shown(rows, shown), ROWS).get_page(request.GET.get("page"))
    zone = request.user.time_zone
    for interview in page:
        interview.when = interview.told_in(zone)
        interview.people = [row.user for row in in_order(interview.attendances.all())]
        due_at = interview.debrief_due_at
        interview.debrief_left = time_left(due_at, now()) if due_at else ""
    context = {"page": page, "shown": shown}
    return render(request, "interviews/interviews.html", context)


def _shown(rows, shown):
    """Whatever is ahead is in everybody's way; what is over is kept apart by what it was."""
    if shown == "upcoming":
        return rows.upcoming()
    if shown == "other":
        return rows.that_do_not_count().order_by("-during", "-pk")
    return rows.past().that_count().order_by("-during", "-pk")


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def cancellation(request, interview_id):
    """Call an interview off, and tell both sides."""
    interview = find_planned(request, interview_id)
    reason = request.POST.get("reason", "")
    try:
        cancel_interview(interview=interview, by=request.membership, reason=reason)
        messages.success(request, _("It is called off, and both sides have been told."))
    except (NotOpen, TooBusyError):
        messages.error(request, not_open())
    return redirect(_plan_url(request, interview))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def no_show(request, interview_id):
    """Write down that the participant did not come."""
    interview = find_planned(request, interview_id)
    try:
        mark_no_show(interview=interview, by=request.membership)
    except NotOpen:
        messages.error(request, not_open())
    return redirect(_plan_url(request, interview))


def find_planned(request, interview_id):
    """An interview that the member may know of, or 404."""
    rows = request.workspace.interviews.visible_to(request.membership)
    rows = rows.select_related(
        "workspace", "team", "participant__photo", "guide", "debrief"
    )
    return get_object_or_404(rows, pk=interview_id)


def not_open():
    return _("It has begun, is over or was called off, so it stays as it is.")


def _plan_url(request, interview):
    return reverse("interviews:plan", args=[request.workspace.slug, interview.pk])

"""The team's interviews: what is ahead, what is over, and the plan of each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.schedule import PeopleForm, PlanForm
from interviews.history import history_of
from interviews.operations.changes import (
    MemberBusy,
    NotOpen,
    cancel_interview,
    change_people,
    change_plan,
    mark_no_show,
)
from interviews.operations.letters import attendances_of, in_order
from interviews.operations.turns import TooBusyError
from interviews.queries import hosts_of

ROWS = 25
CROWD = 3


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def interviews(request):
    """The team's interviews ahead, or those that are over."""
    shows_past = request.GET.get("show") == "past"
    rows = request.workspace.interviews.visible_to(request.membership).for_schedule()
    if request.team:
        rows = rows.filter(team=request.team)
    rows = rows.past().order_by("-during", "-pk") if shows_past else rows.upcoming()
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    zone = request.user.time_zone
    for interview in page:
        interview.when = interview.told_in(zone)
        interview.people = [row.user for row in in_order(interview.attendances.all())]
    context = {"page": page, "shows_past": shows_past}
    return render(request, "interviews/interviews.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def plan(request, interview_id):
    """Everything about one interview: when, who, what for, and what has happened to it."""
    interview = find_planned(request, interview_id)
    form = PlanForm(request.POST or None, instance=interview)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        # The form has written to its instance already; the operation compares with the row.
        interview.refresh_from_db(fields=list(fields) or ["kind"])
        change_plan(interview=interview, by=request.membership, **fields)
        messages.success(request, _("Saved."))
        return redirect(_plan_url(request, interview))
    return plan_page(request, interview, form, status=422 if form.errors else 200)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def people(request, interview_id):
    """Choose who leads and who else attends."""
    interview = find_planned(request, interview_id)
    form = PeopleForm(request.POST, hosts=hosts_of(interview.team))
    if not form.is_valid():
        return plan_page(request, interview, None, people_form=form, status=422)
    try:
        change_people(interview=interview, by=request.membership, **form.cleaned_data)
    except MemberBusy:
        form.add_error(None, _("One of you has another interview at that time."))
        return plan_page(request, interview, None, people_form=form, status=409)
    except (NotOpen, TooBusyError):
        messages.error(request, not_open())
    else:
        messages.success(request, _("Saved, and those who come or go have been told."))
    return redirect(_plan_url(request, interview))


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
    rows = rows.select_related("workspace", "team", "participant__photo", "guide")
    return get_object_or_404(rows, pk=interview_id)


def plan_page(request, interview, form, people_form=None, status=200):
    present = attendances_of(interview)
    is_over = interview.starts_at <= now()
    context = {
        "interview": interview,
        "when": interview.told_in(request.user.time_zone),
        "their_when": interview.told_in(interview.time_zone),
        "attendances": present,
        "is_crowded": len(present) > CROWD,
        "form": form or PlanForm(instance=interview),
        "people_form": people_form or _people_form(interview, present),
        "history": history_of(interview),
        "may_move": interview.is_open,
        "may_say_no_show": interview.state in interview.OPEN and is_over,
    }
    return render(request, "interviews/plan.html", context, status=status)


def not_open():
    return _("It has begun, is over or was called off, so it stays as it is.")


def _people_form(interview, present):
    if not interview.is_open:
        return None
    chosen = [row.membership_id for row in present]
    initial = {"lead": chosen[0] if chosen else None, "others": chosen[1:]}
    return PeopleForm(hosts=hosts_of(interview.team), initial=initial)


def _plan_url(request, interview):
    return reverse("interviews:plan", args=[request.workspace.slug, interview.pk])

"""The brief: all that one should know before a talk, on one page, and changed where it stands."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import render_part, wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews import briefing
from interviews.forms.schedule import PeopleForm, PlanForm
from interviews.history import history_of
from interviews.kinds import RULES, suspected_kind
from interviews.models import Attendance, Interview
from interviews.operations.changes import (
    MemberBusy,
    NotOpen,
    change_people,
    change_plan,
)
from interviews.operations.letters import attendances_of
from interviews.operations.preparation import NeedsLead, give_part, tick_point
from interviews.operations.room import choose_guide
from interviews.operations.turns import TooBusyError
from interviews.queries import hosts_of
from interviews.readiness import TICKABLE, readiness_of
from interviews.views.schedule import find_planned, not_open

CROWD = 3


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def plan(request, interview_id):
    """The brief of one interview; posted to, what it is for changes."""
    interview = find_planned(request, interview_id)
    if request.method == "GET":
        return show_brief(request, interview, None)
    form = _save_plan(request, interview)
    if form.errors:
        return show_brief(request, interview, form, status=422)
    messages.success(request, _("Saved."))
    return _to_brief(request, interview)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def people(request, interview_id):
    """Choose who leads and who else attends."""
    interview = find_planned(request, interview_id)
    form = PeopleForm(request.POST, hosts=hosts_of(interview.team))
    if not form.is_valid():
        return show_brief(request, interview, None, people_form=form, status=422)
    try:
        change_people(interview=interview, by=request.membership, **form.cleaned_data)
    except MemberBusy:
        form.add_error(None, _("One of you has another interview at that time."))
        return show_brief(request, interview, None, people_form=form, status=409)
    except (NotOpen, TooBusyError):
        messages.error(request, not_open())
    else:
        messages.success(request, _("Saved, and those who come or go have been told."))
    return _to_brief(request, interview)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def attendance_part(request, interview_id, membership_id):
    """Give somebody who attends another part: the lead, the notes, or to listen."""
    interview = find_planned(request, interview_id)
    row = get_object_or_404(interview.attendances, membership=membership_id)
    part = request.POST.get("part")
    if part not in Attendance.Part.values:
        raise Http404
    try:
        give_part(interview=interview, attendance=row, part=part, by=request.membership)
    except NotOpen:
        messages.error(request, not_open())
    except NeedsLead:
        messages.error(request, _("Give somebody else the lead first."))
    return _to_brief(request, interview)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def kind(request, interview_id):
    """Say with one press what kind of talk it is."""
    interview = find_planned(request, interview_id)
    chosen = request.POST.get("kind")
    if chosen not in Interview.Kind.values:
        raise Http404
    change_plan(interview=interview, by=request.membership, kind=chosen)
    return _to_brief(request, interview)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def brief_guide(request, interview_id):
    """Let the talk follow another guide of its team."""
    interview = find_planned(request, interview_id)
    pk = read_number(request.POST.get("guide", ""))
    guide = get_object_or_404(interview.team.guides, pk=pk, archived_at=None)
    if interview.state in Interview.OPEN:
        choose_guide(interview=interview, guide=guide, by=request.membership)
        messages.success(request, _("It follows “%(guide)s”.") % {"guide": guide})
    else:
        messages.error(request, not_open())
    return _to_brief(request, interview)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def checklist_point(request, interview_id, point):
    """Tick a point of the checklist, or take the tick away."""
    if point not in TICKABLE:
        raise Http404
    interview = find_planned(request, interview_id)
    is_ticked = request.POST.get("ticked") == "yes"
    tick_point(
        interview=interview, point=point, is_ticked=is_ticked, by=request.membership
    )
    if wants_part(request):
        return show_brief(request, interview, None)
    return _to_brief(request, interview)


def show_brief(request, interview, form, people_form=None, status=200):
    present = attendances_of(interview)
    guide = briefing.guide_of(interview)
    prompts = briefing.prompts_of(interview, guide)
    lead = present[0] if present and present[0].part == Attendance.Part.LEAD else None
    is_ahead = interview.state in Interview.OPEN
    context = {
        "interview": interview,
        "when": interview.told_in(request.user.time_zone),
        "their_when": interview.told_in(interview.time_zone),
        "attendances": present,
        "is_crowded": len(present) > CROWD,
        "has_note_taker": any(row.part == "note_taker" for row in present),
        "leads_too_often": lead
        and is_ahead
        and briefing.leads_too_often(interview.team, lead.membership_id),
        "form": form or PlanForm(instance=interview),
        "people_form": people_form or _people_form(interview, present),
        "rule": RULES[interview.kind],
        "guide": guide,
        "prompts": prompts,
        "phases": briefing.by_phase(prompts),
        "aim": briefing.aim_of(interview.team),
        "facts": briefing.facts_of(interview.participant),
        "consents": briefing.answers_of(interview.participant),
        "stories": briefing.stories_of(interview),
        "history": history_of(interview),
        "may_move": interview.is_open,
        "may_say_no_show": is_ahead and interview.starts_at <= now(),
        "is_ahead": is_ahead,
        "is_part": wants_part(request),
    }
    if is_ahead:
        context["other_guides"] = briefing.other_guides(interview, guide)
        context["readiness"] = readiness_of(interview, present, guide, prompts)
        if not context["readiness"].kind_is_meant:
            context["suspected"] = suspected_kind(interview, guide, prompts)
    return render_part(request, "interviews/plan.html", "parts", context, status)


@transaction.atomic
def _save_plan(request, interview):
    """Save what the form changes, unless somebody else changed the same since it was opened.

    Whoever saves at the same moment waits, so that nothing comes between looking and saving.
    """
    held = Interview.objects.select_for_update(no_key=True)
    interview.refresh_from_db(fields=PlanForm.Meta.fields, from_queryset=held)
    form = PlanForm(request.POST, instance=interview)
    is_valid = form.is_valid()
    # The form has written to its instance already; the operation compares with the row.
    interview.refresh_from_db(fields=PlanForm.Meta.fields)
    if is_valid:
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        change_plan(interview=interview, by=request.membership, **fields)
    return form


def _people_form(interview, present):
    if not interview.is_open:
        return None
    chosen = [row.membership_id for row in present]
    initial = {"lead": chosen[0] if chosen else None, "others": chosen[1:]}
    return PeopleForm(hosts=hosts_of(interview.team), initial=initial)


def _to_brief(request, interview):
    return redirect("interviews:plan", request.workspace.slug, interview.pk)

"""Finding a time for an interview on behalf of a participant, new or booked already."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.schedule import AgreedTimeForm
from interviews.models import BookingPage
from interviews.operations.booking import (
    AlreadyBooked,
    ClocksDisagree,
    SlotTaken,
    book_interview,
    check_clocks,
)
from interviews.operations.changes import NotOpen, move_interview
from interviews.operations.turns import TooBusyError
from interviews.picker import Picker, read_moment, read_zone
from interviews.queries import search_team
from interviews.views.finding import find_person
from interviews.views.picking import just_taken, refusal
from interviews.views.schedule import find_planned, not_open


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def interview_new(request):
    """Plan an interview on somebody's behalf: first who, then when."""
    participant, search = find_person(request)
    if participant is None:
        return render(request, "interviews/interview_new.html", search)
    page = BookingPage.objects.filter(team=request.team).first()
    if page is None:
        return render(
            request, "interviews/interview_new.html", {"participant": participant}
        )
    context = {"participant": participant}
    template = "interviews/interview_new.html"

    def book(**time):
        return book_interview(
            page=page, participant=participant, by=request.membership, **time
        )

    search = search_team(page, participant=participant)
    return _pick(request, template, participant, search, book, context)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def interview_time(request, interview_id):
    """Move an interview to another time."""
    interview = find_planned(request, interview_id)
    page = BookingPage.objects.filter(team=interview.team).first()
    if not interview.is_open or page is None:
        messages.error(request, not_open())
        return redirect("interviews:plan", request.workspace.slug, interview.pk)
    context = {
        "interview": interview,
        "participant": interview.participant,
        "before": interview.told_in(request.user.time_zone),
    }
    template = "interviews/interview_time.html"

    def move(**time):
        return move_interview(interview=interview, by=request.membership, **time)

    search = search_team(page, participant=interview.participant, without=interview)
    return _pick(request, template, interview.participant, search, move, context)


def _pick(request, template, participant, search, act, context):
    """Show the team's free times, or take the one that was chosen and ``act`` on it."""
    zone = request.user.time_zone
    form = AgreedTimeForm(
        request.POST if "day" in request.POST else None, time_zone=zone
    )
    status = 200
    if request.method == "POST":
        try:
            interview = act(**_chosen(request, form, participant))
        except (SlotTaken, ClocksDisagree, TooBusyError) as error:
            context, status = context | _member_refusal(form, error), 409
        except AlreadyBooked as error:
            messages.info(request, _("They have an interview with your team already."))
            return _to_plan(request, error.interview)
        except NotOpen:
            messages.error(request, not_open())
            return _to_plan(request, context["interview"])
        except InvalidTime:
            status = 422
        else:
            messages.success(request, _("It is booked, and both sides have been told."))
            return _to_plan(request, interview)
    picker = Picker(search.slots, zone, request.GET)
    if start := context.get("taken"):
        context |= just_taken(search, picker, start)
    if picker.chosen_slot:
        context["people"] = search.people(picker.chosen_slot)
    context |= {"picker": picker, "form": form}
    return render(request, template, context, status=status)


class InvalidTime(Exception):
    """No time was chosen, or the form says what is wrong with it."""


def _chosen(request, form, participant):
    """The time that a member chose, told as the participant's clock will show it."""
    is_agreed = form.is_bound
    if is_agreed:
        if not form.is_valid():
            raise InvalidTime
        start = form.start
    else:
        start = read_moment(request.POST.get("start", ""))
        if start is None:
            raise InvalidTime
        check_clocks(start, request.POST.get("wall", ""), request.POST.get("zone", ""))
    zone = read_zone(participant.time_zone, request.user.time_zone)
    local = start.astimezone(ZoneInfo(zone))
    return {
        "start": start,
        "wall_time": f"{local:%Y-%m-%dT%H:%M}",
        "time_zone": zone,
        "is_agreed": is_agreed,
    }


def _member_refusal(form, error):
    """For a time agreed on in words: none of the team can be there."""
    if form.is_bound and isinstance(error, SlotTaken):
        form.add_error(None, _("None of you is free then, or they have another talk."))
        return {}
    return refusal(error)


def _to_plan(request, interview):
    return redirect("interviews:plan", request.workspace.slug, interview.pk)

"""A participant's own booking, behind a signed link: see it, move it, call it off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from discovery.workspaces.limits import address_of, hit
from discovery.workspaces.links import public_view, sign_link, speak
from interviews.access import load_booking
from interviews.calendar_entries import write_calendar
from interviews.operations.booking import ClocksDisagree, SlotTaken
from interviews.operations.changes import NotOpen, cancel_interview, move_interview
from interviews.operations.letters import (
    attendances_of,
    manage_path,
    participant_entry,
)
from interviews.operations.turns import TooBusyError
from interviews.picker import read_moment
from interviews.queries import search_team
from interviews.views.picking import manage_url, picker_page, refusal, too_many

HOUR = 3600
MOST_CHANGES_AN_HOUR = 30


@require_GET
@public_view(load_booking)
def manage(request, interview):
    """When, with whom and where; ways to the calendar, to another time, and out of it."""
    speak(request, interview.participant.language)
    context = {
        "workspace": interview.workspace,
        "interview": interview,
        "when": interview.told_in(interview.time_zone),
        "people": [row.user for row in attendances_of(interview)],
        "token": sign_link("interview", interview.pk, interview.link_version),
        "is_changeable": _is_changeable(interview),
        "again_url": _invitation_url(interview.invitation),
    }
    return render(request, "interviews/booking_manage.html", context)


@require_http_methods(["GET", "POST"])
@public_view(load_booking)
def time(request, interview):
    """The week of free times again, to move a booked talk."""
    speak(request, interview.participant.language)
    if not _is_changeable(interview):
        return redirect(manage_url(request, interview))
    if request.method == "POST":
        return _move(request, interview)
    return _time_page(request, interview, {})


def _move(request, interview):
    if not _may_try(request):
        return _time_page(request, interview, too_many(), status=429)
    start = read_moment(request.POST.get("start", ""))
    if start is None:
        problem = {"problem": _("Please pick a time first.")}
        return _time_page(request, interview, problem, status=422)
    try:
        move_interview(
            interview=interview,
            start=start,
            wall_time=request.POST.get("wall", ""),
            time_zone=request.POST.get("zone", ""),
        )
    except (SlotTaken, ClocksDisagree, TooBusyError) as error:
        return _time_page(request, interview, refusal(error), status=409)
    except NotOpen:
        messages.info(request, _("It has begun already, so it stays as it is."))
    else:
        messages.success(request, _("Your new time is booked. We have written to you."))
    return redirect(manage_url(request, interview))


@require_POST
@public_view(load_booking)
def cancellation(request, interview):
    """Call the talk off; an optional reason goes to the team only."""
    speak(request, interview.participant.language)
    reason = request.POST.get("reason", "")
    try:
        if _may_try(request):
            cancel_interview(interview=interview, reason=reason)
        else:
            messages.error(request, too_many()["problem"])
    except NotOpen:
        messages.info(request, _("It has begun already, so it stays as it is."))
    return redirect(manage_url(request, interview))


@require_GET
@public_view(load_booking)
def calendar_file(request, interview):
    """The talk as a file for the visitor's calendar."""
    speak(request, interview.participant.language)
    entry = participant_entry(interview, attendances_of(interview))
    response = HttpResponse(
        write_calendar([entry], "PUBLISH"), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="talk.ics"'
    return response


def _time_page(request, interview, context, status=200):
    page, participant = interview.team.booking_page, interview.participant
    search = search_team(page, participant=participant, without=interview)
    context = {
        "interview": interview,
        "before": interview.told_in(interview.time_zone),
        "back_url": manage_path(interview),
        **context,
    }
    template = "interviews/booking_time.html"
    return picker_page(request, template, search, page, participant, context, status)


def _is_changeable(interview):
    return interview.is_open and interview.starts_at > now()


def _may_try(request):
    key = f"manage:address:{address_of(request)}"
    return hit(key, MOST_CHANGES_AN_HOUR, HOUR)


def _invitation_url(invitation):
    """Where another time can be picked after a cancellation, while the invitation lasts."""
    if invitation is None or not invitation.is_open:
        return ""
    token = sign_link("invitation", invitation.pk, invitation.link_version)
    return reverse("booking:pick", args=[token])

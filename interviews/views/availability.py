"""A member's own week and busy times, and the rules of the team's booking page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.availability import BookingPageForm, BusyTimeForm, HoursForm
from interviews.hosts import Rule
from interviews.models import BookingPage
from interviews.moments import Moment, zone_name
from interviews.operations.availability import (
    add_busy_time,
    open_booking_page,
    remove_busy_time,
    save_booking_page,
    save_first_hours,
    save_hours,
)
from interviews.queries import search_team

NEXT_SLOTS = 6
CROWD = 3

RULES = {
    Rule.NOTICE: gettext_lazy("sooner than the notice you ask for"),
    Rule.HORIZON: gettext_lazy("further ahead than the page shows"),
    Rule.BUSY: gettext_lazy("in a busy time"),
    Rule.BOOKED: gettext_lazy("next to an interview that is booked"),
    Rule.DAY_FULL: gettext_lazy("on a day that is full"),
    Rule.HOURS: gettext_lazy("too close to the end of the hours"),
}


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def availability(request):
    """My weekly hours, in my own wall time, and when I am busy."""
    form = HoursForm(request.POST or None, membership=request.membership)
    if request.method == "POST" and form.is_valid():
        save_hours(
            membership=request.membership,
            stretches=form.stretches,
            time_zone=request.user.time_zone,
            by=request.membership,
        )
        messages.success(request, _("Your hours are saved."))
        return redirect("interviews:availability", request.workspace.slug)
    return _availability_page(request, form)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def first_hours(request):
    """Open the middle of every working day, as a beginning."""
    save_first_hours(membership=request.membership, by=request.membership)
    return redirect("interviews:availability", request.workspace.slug)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def busy_times(request):
    """Say that I am busy at some time."""
    form = BusyTimeForm(request.POST, time_zone=request.user.time_zone)
    if not form.is_valid():
        hours = HoursForm(membership=request.membership)
        return _availability_page(request, hours, busy_form=form)
    start, end = form.during
    add_busy_time(
        membership=request.membership, start=start, end=end, by=request.membership
    )
    return redirect("interviews:availability", request.workspace.slug)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def busy_time_removal(request, busy_id):
    """Take a busy time of mine away."""
    busy = get_object_or_404(request.membership.busy_times, pk=busy_id)
    remove_busy_time(busy=busy, by=request.membership)
    return redirect("interviews:availability", request.workspace.slug)


def _availability_page(request, form, busy_form=None):
    zone = request.user.time_zone
    rows = request.membership.busy_times.filter(during__endswith__gt=now())
    zones = set(request.membership.availabilities.values_list("time_zone", flat=True))
    context = {
        "form": form,
        "has_hours": bool(zones),
        "other_zones": sorted(zones - {zone}),
        "busy_form": busy_form or BusyTimeForm(time_zone=zone),
        "busy": [
            (row, Moment(row.during.lower, row.during.upper, zone))
            for row in rows.order_by("during")
        ],
        "zone": zone_name(zone, now()),
    }
    has_errors = form.errors or (busy_form and busy_form.errors)
    status = 422 if has_errors else 200
    return render(request, "interviews/availability.html", context, status=status)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def booking_page(request):
    """The rules by which participants book the team, what they see next, and why not more."""
    page = BookingPage.objects.filter(team=request.team).first()
    if page is None:
        return _no_booking_page(request)
    form = BookingPageForm(request.POST or None, instance=page)
    if request.method == "POST" and form.is_valid():
        save_booking_page(page=page, by=request.membership, fields=form.changed_data)
        messages.success(request, _("The booking page is saved."))
        return redirect("interviews:booking_page", request.workspace.slug)
    if form.errors:
        # What was typed stays in the form; the search goes by what is saved.
        page = BookingPage.objects.get(pk=page.pk)
    context = {"form": form, "page": page, **_preview(request, page)}
    context["is_crowded"] = page.observers + 1 > CROWD
    status = 422 if form.errors else 200
    return render(request, "interviews/booking_page.html", context, status=status)


def _no_booking_page(request):
    if request.method == "POST" and request.team:
        open_booking_page(team=request.team, by=request.membership)
        return redirect("interviews:booking_page", request.workspace.slug)
    return render(request, "interviews/booking_page.html", {"page": None})


def _preview(request, page):
    """The next slots with who would come, and the report on what took times away."""
    search = search_team(page)
    zone = request.user.time_zone
    return {
        "next_slots": [
            (Moment(slot.start, slot.end, zone), search.people(slot))
            for slot in search.slots[:NEXT_SLOTS]
        ],
        "slot_count": len(search.slots),
        "zone": zone_name(zone, now()),
        "reports": [
            {
                "member": search.members[report.host],
                "starts": report.starts,
                "free": report.free,
                "removed": [(RULES[r], n) for r, n in report.removed.most_common()],
            }
            for report in search.reports
        ],
    }

"""The page on which a participant picks a time; it works without script."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.workspaces.limits import address_of, hit
from discovery.workspaces.links import public_view, speak
from interviews.access import load_invitation
from interviews.models import BookingPage
from interviews.operations.booking import (
    AlreadyBooked,
    ClocksDisagree,
    SlotTaken,
    book_interview,
    booked_ahead,
)
from interviews.operations.turns import TooBusyError
from interviews.picker import read_moment
from interviews.queries import search_team
from interviews.views.picking import manage_url, picker_page, refusal, too_many

HOUR, DAY = 3600, timedelta(days=1)
MOST_BOOKINGS_A_DAY = 3


@require_http_methods(["GET", "POST"])
@public_view(load_invitation)
def pick(request, invitation):
    """A week of free times; picking one and pressing the button books it."""
    participant = invitation.participant
    speak(request, participant.language)
    if ahead := booked_ahead(invitation.team, participant):
        return redirect(manage_url(request, ahead))
    page = BookingPage.objects.filter(team=invitation.team).first()
    if request.method == "POST" and page:
        return _book(request, page, invitation)
    if invitation.opened_at is None:
        invitation.opened_at = now()
        invitation.save(update_fields=["opened_at"])
    return _pick_page(request, page, invitation, {})


def _book(request, page, invitation):
    if problem := _over_the_limit(request, page, invitation.participant):
        return _pick_page(request, page, invitation, problem, status=429)
    start = read_moment(request.POST.get("start", ""))
    if start is None:
        problem = {"problem": _("Please pick a time first.")}
        return _pick_page(request, page, invitation, problem, status=422)
    try:
        interview = book_interview(
            page=page,
            participant=invitation.participant,
            invitation=invitation,
            start=start,
            wall_time=request.POST.get("wall", ""),
            time_zone=request.POST.get("zone", ""),
        )
    except AlreadyBooked as error:
        interview = error.interview
        messages.info(request, _("You have a time already. You can move it here."))
    except (SlotTaken, ClocksDisagree, TooBusyError) as error:
        return _pick_page(request, page, invitation, refusal(error), status=409)
    return redirect(manage_url(request, interview))


def _pick_page(request, page, invitation, context, status=200):
    participant = invitation.participant
    is_open = page is not None and page.is_open
    search = search_team(page, participant=participant) if is_open else None
    context = {"invitation": invitation, **context}
    template = "interviews/booking_pick.html"
    return picker_page(request, template, search, page, participant, context, status)


def _over_the_limit(request, page, participant):
    """What to say to somebody who books too often; nothing if they do not (trust.md A5.2)."""
    recent = participant.interviews.filter(
        created_at__gt=now() - DAY, invitation__isnull=False
    )
    if recent.count() >= MOST_BOOKINGS_A_DAY:
        return {
            "problem": _(
                "You have booked three times today. Please come back tomorrow, "
                "or answer our e-mail."
            )
        }
    is_within = hit(f"book:address:{address_of(request)}", 10, HOUR)
    if not (is_within and hit(f"book:page:{page.pk}", 60, HOUR)):
        return too_many()
    return {}

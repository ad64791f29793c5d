"""Silent words to the one who leads, and whether they have seen them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.notes import NudgeForm
from interviews.nudges import nudge_context
from interviews.operations.notes import ParticipantErased
from interviews.operations.nudges import (
    NobodyLeads,
    TalkIsOver,
    TooManyNudges,
    lead_of,
    put_nudge_away,
    send_nudge,
)
from interviews.views.room import find_interview, room_url


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def nudges(request, interview_id):
    """What waits for the lead, or what became of one's own; a POST sends one."""
    interview = find_interview(request, interview_id)
    if request.method == "GET":
        return _answer(request, interview)
    form = NudgeForm(request.POST)
    error = None if form.is_valid() else next(iter(form.errors.values()))[0]
    if error is None:
        error = _send(interview, form, request.membership)
    if error is None:
        return _answer(request, interview, status=201)
    if not wants_part(request):
        messages.error(request, error)
    return _answer(request, interview, error=error, status=422)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def nudge_sight(request, interview_id, nudge_id):
    """The lead has seen a nudge."""
    interview = find_interview(request, interview_id)
    nudge = get_object_or_404(interview.nudges, pk=nudge_id)
    if lead_of(interview) != request.membership:
        raise PermissionDenied(_("It is for the person who leads."))
    put_nudge_away(nudge=nudge, by=request.membership)
    return _answer(request, interview)


def _send(interview, form, by):
    """What keeps it from being sent, in words, or None."""
    try:
        send_nudge(interview=interview, by=by, **form.cleaned_data)
    except NobodyLeads:
        return _("There is nobody to nudge: you lead, or nobody does.")
    except TalkIsOver:
        return _("This talk is over.")
    except TooManyNudges:
        return _("That was a lot at once. Let the lead listen for a minute.")
    except ParticipantErased:
        return _(
            "This person has asked to be forgotten, so nothing more is written down."
        )
    return None


def _answer(request, interview, error=None, status=200):
    if not wants_part(request):
        return go_to(request, room_url(interview))
    context = {"interview": interview, "error": error}
    context |= nudge_context(interview, request.membership)
    return render(request, "interviews/_room_nudges.html", context, status=status)

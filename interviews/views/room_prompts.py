"""Prompts that are thought of while somebody talks."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.guides import NewQuestionForm
from interviews.operations.guides import guide_for
from interviews.operations.notes import ParticipantErased
from interviews.operations.prompts import add_own_prompt
from interviews.views.room import (
    find_interview,
    render_room,
    render_room_part,
    room_url,
)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def own_prompts(request, interview_id):
    """Add a prompt to this talk only; the guide stays as it is."""
    interview = find_interview(request, interview_id)
    form = NewQuestionForm(request.POST)
    if not (form.is_valid() and _add(interview, form, request.membership)):
        return _refusal(request, interview, form)
    if wants_part(request):
        return render_room_part(request, interview, "guide")
    return go_to(request, room_url(interview))


def _add(interview, form, by):
    guide = guide_for(interview=interview, by=by)
    try:
        add_own_prompt(interview=interview, guide=guide, by=by, **form.cleaned_data)
    except ParticipantErased:
        message = _("This person has been erased, so nothing is added about the talk.")
        form.add_error("text", message)
        return False
    return True


def _refusal(request, interview, form):
    if wants_part(request):
        return render_room_part(request, interview, "guide", status=422, own_form=form)
    return render_room(request, interview, status=422, own_form=form)

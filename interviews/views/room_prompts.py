"""Prompts that are thought of while somebody talks."""

from django.views.decorators.http import require_POST

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.guides import NewQuestionForm
from interviews.operations.guides import guide_for
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
    is_part = wants_part(request)
    if not form.is_valid():
        if is_part:
            return render_room_part(
                request, interview, "guide", status=422, own_form=form
            )
        return render_room(request, interview, status=422, own_form=form)
    guide = guide_for(interview=interview, by=request.membership)
    add_own_prompt(
        interview=interview, guide=guide, by=request.membership, **form.cleaned_data
    )
    if is_part:
        return render_room_part(request, interview, "guide")
    return go_to(request, room_url(interview))

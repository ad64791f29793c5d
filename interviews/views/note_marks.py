"""What is done with a note besides its words: marks, its place, its earlier versions."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import render_part, wants_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.operations.note_marks import (
    dismiss_hint,
    mark_note,
    move_note,
    settle_conflict,
    shift_note,
)
from interviews.operations.notes import restore_version
from interviews.views.notes import answer_note, check_own, find_note

STEPS = {"up": -1, "down": 1}


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_reminder(request, interview_id, note_id):
    """Put a note on the list of what to come back to, or take it off."""
    return _mark(request, interview_id, note_id, "is_to_come_back")


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_step(request, interview_id, note_id):
    """Make a note a step of the story, or no step."""
    return _mark(request, interview_id, note_id, "is_story_step")


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_question(request, interview_id, note_id):
    """Say that a note is what the participant asked, or that it is not."""
    return _mark(request, interview_id, note_id, "is_their_question")


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_place(request, interview_id, note_id):
    """Move an own note by a line, or behind another one; ``after`` is empty for the first place."""
    note = find_note(request, interview_id, note_id)
    check_own(request, note)
    steps = STEPS.get(request.POST.get("direction"))
    if steps:
        return answer_note(request, shift_note(note=note, steps=steps))
    others = note.interview.notes.filter(deleted_at=None)
    wanted = request.POST.get("after", "")
    after = get_object_or_404(others, pk=read_number(wanted)) if wanted else None
    return answer_note(request, move_note(note=note, after=after))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_hint(request, interview_id, note_id):
    """Put the coach's hint on a note aside for good."""
    note = find_note(request, interview_id, note_id)
    return answer_note(request, dismiss_hint(note=note))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_settlement(request, interview_id, note_id):
    """Keep both texts of a conflict: the copy becomes a note like any other."""
    note = find_note(request, interview_id, note_id)
    check_own(request, note)
    return answer_note(request, settle_conflict(copy=note))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_versions(request, interview_id, note_id):
    """Every saved version of a note; its author brings one back."""
    note = find_note(request, interview_id, note_id)
    if request.method == "POST":
        check_own(request, note)
        number = read_number(request.POST.get("number", ""))
        earlier = get_object_or_404(note.versions, number=number)
        note = restore_version(note=note, number=earlier.number, by=request.membership)
        response = answer_note(request, note)
        if wants_part(request):
            response["HX-Trigger"] = "dialog:close"
        return response
    context = {
        "note": note,
        "interview": note.interview,
        "versions": note.versions.select_related("saved_by__user").order_by("-number"),
    }
    return render_part(request, "interviews/note_versions.html", "versions", context)


def _mark(request, interview_id, note_id, mark):
    note = find_note(request, interview_id, note_id)
    is_wanted = request.POST.get("wanted") == "yes"
    return answer_note(request, mark_note(note=note, mark=mark, is_wanted=is_wanted))

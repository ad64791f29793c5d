"""Notes: added, changed, taken away and brought back, one address each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.notes import NoteEditForm, NoteForm
from interviews.operations.notes import (
    LONGEST_NOTE,
    NoteEmpty,
    NoteTooLong,
    ParticipantErased,
    add_note,
    come_back_to,
    delete_note,
    dismiss_hint,
    edit_note,
    restore_note,
    settle_conflict,
)
from interviews.views.room import find_interview, render_room, room_url


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def notes(request, interview_id):
    """All notes of an interview; a POST adds one."""
    interview = _find_interview(request, interview_id)
    if request.method == "GET":
        if not wants_part(request):
            return go_to(request, room_url(interview))
        context = {"interview": interview, "notes": interview.notes.for_room()}
        return render(request, "interviews/_notes.html", context)
    check_author(request)
    form = NoteForm(request.POST)
    note = _saved(
        form,
        lambda: add_note(interview=interview, by=request.membership, **form.note()),
    )
    if note:
        return answer_note(request, note, status=201)
    if wants_part(request):
        return refuse(form)
    return render_room(request, find_interview(request, interview_id), form, status=422)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def note(request, interview_id, note_id):
    """One note; its author changes it here. A stale change is kept beside it (409)."""
    note = find_note(request, interview_id, note_id)
    if request.method == "GET" and wants_part(request):
        return answer_note(request, note)
    check_own(request, note)
    if request.method == "GET":
        form = NoteEditForm(
            initial={"kind": note.kind, "text": note.text, "version": note.version}
        )
        return _edit_page(request, note, form)
    check_author(request)
    form = NoteEditForm(request.POST)
    saved = _saved(
        form, lambda: edit_note(note=note, by=request.membership, **form.cleaned_data)
    )
    if saved is None:
        if wants_part(request):
            return refuse(form)
        return _edit_page(request, note, form, status=422)
    fresh, copy = saved
    if copy and not wants_part(request):
        return _edit_page(request, fresh, form, status=409, copy=copy)
    return answer_note(request, copy or fresh, status=409 if copy else 200)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_deletion(request, interview_id, note_id):
    """Take an own note out of the room."""
    note = find_note(request, interview_id, note_id)
    check_own(request, note)
    return answer_note(request, delete_note(note=note, by=request.membership))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_restoration(request, interview_id, note_id):
    """Bring an own note back."""
    note = find_note(request, interview_id, note_id)
    check_own(request, note)
    return answer_note(request, restore_note(note=note, by=request.membership))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def note_reminder(request, interview_id, note_id):
    """Put a note on the list of what to come back to, or take it off."""
    note = find_note(request, interview_id, note_id)
    is_wanted = request.POST.get("wanted") == "yes"
    return answer_note(request, come_back_to(note=note, is_to_come_back=is_wanted))


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


def find_note(request, interview_id, note_id):
    interview = _find_interview(request, interview_id)
    notes = interview.notes.select_related("author__user", "conflict_of")
    note = get_object_or_404(notes, pk=note_id)
    note.interview = interview
    return note


def _find_interview(request, interview_id):
    """The interview with no more than a note needs: notes are to be saved at once."""
    visible = request.workspace.interviews.visible_to(request.membership)
    interviews = visible.select_related("workspace", "participant")
    return get_object_or_404(interviews, pk=interview_id)


def check_own(request, note):
    """Only the author changes a note's words."""
    if note.author_id != request.membership.pk:
        raise PermissionDenied(_("Only the person who wrote a note can change it."))


def check_author(request):
    """Refuse notes that wait on a device for somebody else than who is signed in now."""
    author = request.headers.get("Note-Author")
    if author and author != str(request.membership.pk):
        raise PermissionDenied(_("Somebody else is signed in."))


def answer_note(request, note, status=200):
    """The line of a note, with its version in a header: the browser's proof that it is saved."""
    if not wants_part(request):
        return go_to(request, room_url(note.interview))
    if note.deleted_at:
        response = HttpResponse(status=410 if request.method == "GET" else 200)
    else:
        context = {"note": note, "interview": note.interview}
        response = render(request, "interviews/_note.html", context, status=status)
    response["Note-Id"] = note.pk
    response["Note-Version"] = note.version
    return response


def refuse(form):
    """Say in plain words why a note cannot be saved as it is; it stays on the device."""
    sentences = [error for errors in form.errors.values() for error in errors]
    response = HttpResponse(
        "\n".join(sentences), status=422, content_type="text/plain; charset=utf-8"
    )
    response["Note-Refused"] = "yes"
    return response


def _saved(form, save):
    """What ``save`` returns, or None with the reason on the form."""
    if not form.is_valid():
        return None
    try:
        return save()
    except NoteEmpty:
        form.add_error("text", _("There is nothing in this note yet."))
    except NoteTooLong:
        message = _("A note has at most %(most)s characters. Split it into several.")
        form.add_error("text", message % {"most": f"{LONGEST_NOTE:,}"})
    except ParticipantErased:
        message = _(
            "This person has asked to be forgotten, so nothing more is written down."
        )
        form.add_error("text", message)
    return None


def _edit_page(request, note, form, status=200, copy=None):
    context = {"note": note, "form": form, "interview": note.interview, "copy": copy}
    return render(request, "interviews/note.html", context, status=status)

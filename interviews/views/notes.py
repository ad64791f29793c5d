"""Notes: added, changed, taken away and brought back, one address each."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.notes import NoteEditForm, NoteForm
from interviews.models import Note
from interviews.operations.notes import (
    LONGEST_NOTE,
    NoteEmpty,
    NoteTooLong,
    ParticipantErased,
    add_note,
    delete_note,
    edit_note,
    restore_note,
)
from interviews.views.room import find_interview, render_room, room_url

# What a line shows: others read each note as soon as it is there, so it is read with no more.
SHOWN = [field.attname for field in Note._meta.concrete_fields]
SHOWN += ["author__user__name"]


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def notes(request, interview_id):
    """All notes of an interview; a POST adds one."""
    interview = _find_interview(request, interview_id)
    if request.method == "GET":
        if not wants_part(request):
            return go_to(request, room_url(interview))
        return _all_notes(request, interview)
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
    if request.method == "GET":
        return _edit_page(request, note, _form_of(request, note))
    check_own(request, note)
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


def _all_notes(request, interview):
    """Every line, or only that nothing has changed since the browser last had them all."""
    state = interview.notes.aggregate(count=Count("pk"), versions=Sum("version"))
    tag = f'W/"{state["count"]}-{state["versions"]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    context = {"interview": interview, "notes": interview.notes.for_room()}
    response = render(request, "interviews/_notes.html", context)
    response["ETag"] = tag
    return response


def find_note(request, interview_id, note_id):
    """A note of an interview that the member may know of, in one query, or 404."""
    visible = request.workspace.interviews.visible_to(request.membership)
    notes = Note.objects.select_related("author__user").only(*SHOWN)
    return get_object_or_404(
        notes, pk=note_id, interview_id=interview_id, interview__in=visible
    )


def _find_interview(request, interview_id):
    """The interview with no more than a note needs: notes are to be saved at once."""
    visible = request.workspace.interviews.visible_to(request.membership)
    interview = get_object_or_404(visible, pk=interview_id)
    interview.workspace = request.workspace
    return interview


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
        response = render(
            request, "interviews/_note.html", {"note": note}, status=status
        )
    response["Note-Id"] = note.pk
    response["Note-Version"] = note.version
    return response


def refuse(form):
    """Say in plain words why a note cannot be saved as it is; it stays on the device."""
    sentences = [error for errors in form.errors.values() for error in errors]
    response = HttpResponse(
        "\n".join(sentences), status=422, content_type="text/plain; charset=utf-8"
    )
    is_erased = form.has_error("text", "erased")
    response["Note-Refused"] = "erased" if is_erased else "yes"
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
        form.add_error("text", ValidationError(message, code="erased"))
    return None


def _form_of(request, note):
    """The words of an own note, to be changed; None for somebody else's."""
    if note.author_id != request.membership.pk:
        return None
    fields = {"kind": note.kind, "text": note.text, "version": note.version}
    return NoteEditForm(initial=fields)


def _edit_page(request, note, form, status=200, copy=None):
    context = {"note": note, "form": form, "interview": note.interview, "copy": copy}
    return render(request, "interviews/note.html", context, status=status)

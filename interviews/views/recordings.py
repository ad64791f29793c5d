"""What was recorded of a talk: its page, and what can be done with each recording."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import go_to
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.recordings import BeginningForm, FileForm
from interviews.media import EXTENSIONS
from interviews.models import Redaction, Transcript
from interviews.operations.recordings import (
    delete_recording,
    keep_longer,
    policy_of,
    set_beginning,
)
from interviews.operations.room import answer_recording, recording_question
from interviews.operations.transcription import ask_for_transcript, is_possible
from interviews.operations.upload_refusals import UploadRefused
from interviews.operations.uploads import take_small_file
from interviews.views.playback import find_recording
from interviews.views.room import find_interview

# A recording that misses less than this of the talk is as good as whole.
MOST_MISSING = 2 * 60


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def recordings(request, interview_id):
    """Everything that was recorded of a talk; POST takes a small file without any script."""
    interview = find_interview(request, interview_id)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_small_file(
                interview=interview,
                file=form.cleaned_data["file"],
                by=request.membership,
            )
        except UploadRefused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The recording has arrived."))
            return go_to(request, _page_url(request, interview.pk))
    return recordings_page(request, interview, form=form)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def recordings_consent(request, interview_id):
    """Write down whether the participant agrees; a no deletes what there is."""
    interview = find_interview(request, interview_id)
    is_agreed = request.POST.get("agreed") == "yes"
    answer_recording(interview=interview, is_agreed=is_agreed, by=request.membership)
    if not is_agreed:
        messages.success(
            request, _("Noted. Nothing of this talk is kept as a recording.")
        )
    return go_to(request, _page_url(request, interview.pk))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_beginning(request, recording_id):
    """Say at which minute of the talk a recording begins."""
    recording = find_recording(request, recording_id)
    form = BeginningForm(request.POST)
    if form.is_valid():
        offset = form.cleaned_data["beginning"]
        set_beginning(recording=recording, offset_ms=offset, by=request.membership)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(form.errors["beginning"]))
    return go_to(request, _page_url(request, recording.interview_id))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_keeping(request, recording_id):
    """Keep a recording for another whole period."""
    recording = find_recording(request, recording_id)
    keep_longer(recording=recording, by=request.membership)
    return go_to(request, _page_url(request, recording.interview_id))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_deletion(request, recording_id):
    """Delete a recording now, for good."""
    recording = find_recording(request, recording_id)
    delete_recording(
        recording=recording, by=request.membership, reason="asked by a member"
    )
    messages.success(request, _("The recording is deleted."))
    if request.POST.get("back") == "settings":
        url = reverse("interviews:recording_settings", args=[request.workspace.slug])
        return go_to(request, url)
    return go_to(request, _page_url(request, recording.interview_id))


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_transcription(request, recording_id):
    """Have a recording written down, or try it again."""
    recording = find_recording(request, recording_id)
    if is_possible():
        ask_for_transcript(recording=recording, by=request.membership)
    else:
        messages.error(request, _("No transcription is set up here."))
    return go_to(request, _page_url(request, recording.interview_id))


def recordings_page(request, interview, form=None, transcript_form=None):
    """The page, also for a transcript that could not be read (in views/transcripts.py)."""
    form = FileForm() if form is None else form
    has_errors = form.errors or (transcript_form and transcript_form.errors)
    context = _context(request, interview, form)
    if transcript_form:
        context["transcript_form"] = transcript_form
    status = 422 if has_errors else 200
    return render(request, "interviews/recordings.html", context, status=status)


def _context(request, interview, form):
    rows = list(_rows(interview))
    coming = interview.uploads.filter(uploaded_by=request.membership, recording=None)
    return {
        "interview": interview,
        "recordings": rows,
        "uploads": coming.order_by("started_at"),
        "form": form,
        "accept": ",".join(EXTENSIONS),
        "policy": policy_of(request.workspace),
        "question": recording_question(),
        "missing_minutes": _missing_minutes(interview, rows),
        "talk_minutes": (interview.elapsed_seconds or 0) // 60,
        "can_transcribe": is_possible(),
    }


def _rows(interview):
    """The recordings with what their players need: what to leave out, and if there are captions."""
    rows = list(interview.recordings.kept().select_related("uploaded_by__user"))
    # A transcript that was brought without saying so is of the only recording there is.
    only = rows[0].pk if len(rows) == 1 else None
    transcripts = {}
    for transcript in interview.transcripts.order_by("pk"):
        of = transcript.recording_id or only
        transcripts.setdefault(of, []).append(transcript)
    skips = skips_of(interview, only)
    for recording in rows:
        own = transcripts.get(recording.pk, [])
        auto = [each for each in own if each.source == "auto"]
        recording.automatic = auto[-1] if auto else None
        recording.has_captions = any(
            each.state == Transcript.State.READY and each.is_timed for each in own
        )
        recording.skips = skips.get(recording.pk, [])
        yield recording


def skips_of(interview, only=None):
    """By recording: the milliseconds that were taken out of its transcript, as pairs."""
    redactions = Redaction.objects.filter(
        transcript__interview=interview,
        starts_ms__isnull=False,
        ends_ms__isnull=False,
    )
    skips = {}
    for recording, start, end in redactions.order_by("starts_ms").values_list(
        "transcript__recording", "starts_ms", "ends_ms"
    ):
        skips.setdefault(recording or only, []).append([start, end])
    return skips


def _missing_minutes(interview, recordings):
    """How much of a talk no recording holds; 0 if none is known to be missing."""
    lengths = [recording.duration_ms for recording in recordings]
    if not lengths or None in lengths or interview.ended_at is None:
        return 0
    missing = interview.elapsed_seconds - sum(lengths) // 1000
    return missing // 60 if missing > MOST_MISSING else 0


def _page_url(request, interview_id):
    return reverse("interviews:recordings", args=[request.workspace.slug, interview_id])

"""Transcripts: brought in, checked, read, taken along and taken away."""

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.htmx import go_to
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.transcripts import (
    SpeakersForm,
    TranscriptForm,
    say_reason,
    say_warning,
)
from interviews.operations.notes import ParticipantErased
from interviews.operations.transcripts import (
    add_transcript,
    delete_transcript,
    name_speakers,
)
from interviews.transcript_page import (
    LINES_OF_A_PART,
    quotes_of,
    recording_of,
    talk_share,
    turns_of,
)
from interviews.transcripts import Said, TranscriptUnreadable
from interviews.transcripts.writing import write_markdown, write_text, write_vtt
from interviews.views.recordings import recordings_page
from interviews.views.room import find_interview

LINES_OF_A_SAMPLE = 6
WRITERS = {
    "vtt": ("text/vtt", write_vtt),
    "txt": ("text/plain", write_text),
    "md": ("text/markdown", write_markdown),
}


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def transcripts(request, interview_id):
    """Take a transcript in, and show what was recognised in it."""
    interview = find_interview(request, interview_id)
    if request.method == "GET":
        return go_to(request, recordings_url(request, interview))
    form = TranscriptForm(request.POST, request.FILES)
    transcript = _added(form, interview, request.membership)
    if transcript is None:
        return recordings_page(request, interview, transcript_form=form)
    slug = request.workspace.slug
    return go_to(request, "interviews:transcript_speakers", slug, transcript.pk)


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def transcript(request, transcript_id):
    """A transcript to read and to listen to, with the quotes that were kept from it."""
    transcript = find_transcript(request, transcript_id)
    if not transcript.is_ready:
        return go_to(request, recordings_url(request, transcript.interview))
    speakers = list(transcript.speakers.select_related("membership__user"))
    by_key = {speaker.pk: speaker for speaker in speakers}
    quotes = list(quotes_of(transcript))
    part = (read_number(request.GET.get("at", "")) or 0) // LINES_OF_A_PART
    lines = list(
        transcript.utterances.filter(
            position__gte=part * LINES_OF_A_PART,
            position__lte=(part + 1) * LINES_OF_A_PART,
        )
    )
    context = {
        "transcript": transcript,
        "interview": transcript.interview,
        "turns": turns_of(lines[:LINES_OF_A_PART], quotes, by_key),
        "speakers": speakers,
        "share": talk_share(transcript, speakers),
        "quotes": quotes,
        "recording": recording_of(transcript),
        "part": part + 1,
        "earlier_at": (part - 1) * LINES_OF_A_PART if part else None,
        "later_at": (part + 1) * LINES_OF_A_PART
        if len(lines) > LINES_OF_A_PART
        else None,
    }
    return render(request, "interviews/transcript.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def transcript_speakers(request, transcript_id):
    """What was recognised in a file, and who its speakers are."""
    transcript = find_transcript(request, transcript_id)
    speakers = list(transcript.speakers.all())
    members = _members(transcript, speakers)
    form = SpeakersForm(
        request.POST or None,
        speakers=speakers,
        members=members,
        participant=str(transcript.interview.participant),
    )
    if request.method == "POST" and form.is_valid():
        name_speakers(
            transcript=transcript, people=form.people(), by=request.membership
        )
        slug = request.workspace.slug
        return go_to(request, "interviews:transcript", slug, transcript.pk)
    warnings = [say_warning(what, times) for what, times in transcript.warnings]
    context = {
        "transcript": transcript,
        "interview": transcript.interview,
        "form": form,
        "speaker_count": len(speakers),
        "warnings": [sentence for sentence in warnings if sentence],
        "sample": transcript.utterances.select_related("speaker")[:LINES_OF_A_SAMPLE],
    }
    return render(request, "interviews/transcript_speakers.html", context)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def transcript_deletion(request, transcript_id):
    """Take a transcript away."""
    transcript = find_transcript(request, transcript_id)
    interview = transcript.interview
    delete_transcript(transcript=transcript, by=request.membership)
    messages.success(
        request, _("The transcript is deleted. Quotes kept from it stay as notes.")
    )
    return go_to(request, recordings_url(request, interview))


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def transcript_file(request, transcript_id):
    """A transcript to take along: ``?as=vtt``, ``txt`` or ``md``."""
    transcript = find_transcript(request, transcript_id)
    kind = request.GET.get("as", "vtt")
    if kind not in WRITERS:
        raise Http404
    content_type, write = WRITERS[kind]
    rows = transcript.utterances.values_list(
        "speaker__name", "starts_ms", "ends_ms", "text"
    )
    said = (Said(name or "", *rest) for name, *rest in rows.iterator(chunk_size=2_000))
    title = str(transcript.interview)
    lines = write(said, title) if kind == "md" else write(said)
    name = f"{slugify(title) or 'transcript'}.{kind}"
    return StreamingHttpResponse(
        (line.encode() for line in lines),
        content_type=f"{content_type}; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
        },
    )


def find_transcript(request, transcript_id):
    """A transcript of an interview that the member may know of, or 404."""
    visible = request.workspace.transcripts.visible_to(request.membership)
    rows = visible.select_related(
        "workspace", "interview__participant", "added_by__user"
    )
    return get_object_or_404(rows, pk=transcript_id)


def recordings_url(request, interview):
    """The page of the interview on which its transcripts are listed."""
    return (
        f"/w/{request.workspace.slug}/interviews/{interview.pk}/recordings/#transcripts"
    )


def _added(form, interview, by):
    """The transcript, or None with the reason on the form."""
    if not form.is_valid():
        return None
    name, content = form.read()
    try:
        return add_transcript(interview=interview, name=name, data=content, by=by)
    except TranscriptUnreadable as unreadable:
        form.add_error("file", say_reason(unreadable.reason))
    except ParticipantErased:
        form.add_error("file", say_reason("erased"))
    return None


def _members(transcript, speakers):
    """Whom a speaker may be: those who attended, and those who were chosen before."""
    rows = transcript.interview.attendances.select_related("membership__user")
    members = {row.membership_id: row.membership for row in rows}
    chosen = {speaker.membership_id for speaker in speakers} - {None, *members}
    others = transcript.workspace.memberships.select_related("user").filter(
        pk__in=chosen
    )
    return [*members.values(), *others]

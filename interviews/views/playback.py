"""The sound and picture themselves: in ranges, to who may, never as a page (trust.md A7.3)."""

from functools import partial

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.models import Utterance
from interviews.operations.recordings import note_listening
from interviews.ranges import CannotSatisfy, Range, Slice, wanted_range

MOST_CUES = 20_000
SHORTEST_CUE = 1_500


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_file(request, recording_id):
    """The part of a recording that a player asks for; who listens is written down."""
    recording = find_recording(request, recording_id)
    tag = f'"{recording.sha256}"'
    try:
        wanted = _wanted(request, recording, tag)
    except CannotSatisfy:
        return HttpResponse(
            status=416, headers={"Content-Range": f"bytes */{recording.size}"}
        )
    part = wanted or Range(0, recording.size - 1)
    response = FileResponse(
        Slice(_opening(recording, part), part.length),
        content_type=recording.content_type,
        status=206 if wanted else 200,
        headers={
            "Content-Length": str(part.length),
            "Content-Disposition": f'inline; filename="recording-{recording.pk}"',
            "Accept-Ranges": "bytes",
            "ETag": tag,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
    if wanted:
        place = f"bytes {part.first}-{part.last}/{recording.size}"
        response.headers["Content-Range"] = place
    note_listening(recording=recording, by=request.membership)
    return response


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_captions(request, recording_id):
    """What is said, as captions: for who cannot hear, and for who may not listen aloud (D20)."""
    recording = find_recording(request, recording_id)
    said = Utterance.objects.filter(
        _is_of(recording), transcript__state="ready", starts_ms__isnull=False
    )
    newest = said.order_by("-transcript_id").values("transcript_id")[:1]
    rows = said.filter(transcript_id__in=newest).select_related("speaker")
    cues = [_cue(words) for words in rows.order_by("position")[:MOST_CUES]]
    return HttpResponse(
        "\n\n".join(["WEBVTT", *cues]) + "\n",
        content_type="text/vtt; charset=utf-8",
        headers={"X-Content-Type-Options": "nosniff"},
    )


def find_recording(request, recording_id):
    """A recording of a talk that the member may know of, or 404."""
    interviews = request.workspace.interviews.visible_to(request.membership)
    kept = request.workspace.recordings.kept().filter(interview__in=interviews)
    return get_object_or_404(
        kept.select_related("workspace", "interview"), pk=recording_id
    )


def _is_of(recording):
    """Words of this recording; a transcript that says nothing is of the only one there is."""
    is_own = Q(transcript__recording=recording)
    if recording.interview.recordings.kept().count() == 1:
        is_own |= Q(
            transcript__recording=None, transcript__interview=recording.interview_id
        )
    return is_own


def _wanted(request, recording, tag):
    condition = request.headers.get("If-Range")
    if condition is not None and condition != tag:
        return None
    return wanted_range(request.headers.get("Range", ""), recording.size)


def _opening(recording, part):
    """What opens the file at the first byte of a part; a bucket sends no more than the part."""
    name = recording.file.name
    if hasattr(default_storage, "bucket"):
        asked = f"bytes={part.first}-{part.last}"
        thing = default_storage.bucket.Object(name)
        return lambda: thing.get(Range=asked)["Body"]
    if not default_storage.exists(name):
        raise Http404
    return partial(_open_at, name, part.first)


def _open_at(name, place):
    file = default_storage.open(name, "rb")
    file.seek(place)
    return file


def _cue(words):
    ends_ms = words.ends_ms or 0
    end = ends_ms if ends_ms > words.starts_ms else words.starts_ms + SHORTEST_CUE
    # An arrow or an empty line would end the cue.
    text = " ".join(words.text.replace("-->", "→").split())
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    name = words.speaker.name if words.speaker else ""
    voice = " ".join(name.replace("-->", "").replace(">", "").split())
    return f"{_clock(words.starts_ms)} --> {_clock(end)}\n" + (
        f"<v {voice}>{text}</v>" if voice else text
    )


def _clock(milliseconds):
    seconds, rest = divmod(milliseconds, 1000)
    return (
        f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
    )

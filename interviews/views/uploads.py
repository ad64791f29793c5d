"""Files on their way, in the words of tus 1.0: creation, checksum, termination.

https://tus.io/protocols/resumable-upload; what is ours is the end, where the sender says the
checksum of the whole.
"""

import base64
import binascii

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.models import RecordingUpload
from interviews.operations.parts import (
    PartsBusy,
    PartsDamaged,
    PartsLost,
    PartsTooLong,
)
from interviews.operations.upload_refusals import UploadRefused
from interviews.operations.uploads import (
    UploadElsewhere,
    UploadGone,
    UploadIncomplete,
    begin_upload,
    finish_upload,
    receive,
    stop_upload,
)
from interviews.views.room import find_interview

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
BUSY, DAMAGED = 423, 460


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_uploads(request, interview_id):
    """Begin to send a file; the answer says where its pieces go."""
    interview = find_interview(request, interview_id)
    size = read_number(request.headers.get("Upload-Length", ""))
    name = _metadata(request).get("filename", "")
    if request.headers.get("Tus-Resumable") != VERSION:
        return _answer(412)
    if size is None or not name:
        return _answer(400)
    try:
        upload = begin_upload(
            interview=interview, name=name, size=size, by=request.membership
        )
    except UploadRefused as error:
        return _refusal(error)
    url = reverse("interviews:recording_upload", args=[_slug(request), upload.pk])
    return _answer(201, upload, Location=url)


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def recording_upload(request, upload_id):
    """How far a file has come, its next piece, or the end of it."""
    upload = _find(request, upload_id)
    if request.method == "PATCH":
        return _take_piece(request, upload)
    if request.method == "DELETE":
        stop_upload(upload=upload)
        return _answer(204)
    return _answer(200, upload)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def upload_completion(request, upload_id):
    """Take the whole file, if its checksum and its kind are right."""
    upload = _find(request, upload_id)
    try:
        recording = finish_upload(upload=upload, sha256=request.POST.get("sha256"))
    except UploadIncomplete:
        return _answer(409, upload)
    except PartsBusy:
        return _answer(BUSY)
    except UploadGone:
        return _answer(410)
    except UploadRefused as error:
        return _refusal(error)
    messages.success(request, _("The recording has arrived."))
    url = reverse(
        "interviews:recordings", args=[_slug(request), recording.interview_id]
    )
    return JsonResponse({"url": url, "recording": recording.pk})


def _take_piece(request, upload):
    offset = read_number(request.headers.get("Upload-Offset", ""))
    if request.content_type != PIECE:
        return _answer(415)
    if offset is None:
        return _answer(400)
    try:
        checksum = _checksum(request)
        receive(upload=upload, offset=offset, stream=request, checksum=checksum)
    except UploadElsewhere:
        return _answer(409, upload)
    except PartsBusy:
        return _answer(BUSY)
    except PartsDamaged:
        return _answer(DAMAGED)
    except PartsTooLong:
        return _answer(413)
    except UploadGone:
        return _answer(410)
    except PartsLost:
        stop_upload(upload=upload)
        return _answer(410)
    except ValueError:
        return _answer(400)
    return _answer(204, upload)


def _find(request, upload_id):
    """An upload of this member to a talk that they may still know of."""
    uploads = RecordingUpload.objects.filter(
        workspace=request.workspace,
        uploaded_by=request.membership,
        interview__in=request.workspace.interviews.visible_to(request.membership),
    )
    found = uploads.select_related("workspace", "interview", "uploaded_by", "recording")
    if (upload := found.filter(pk=upload_id).first()) is None:
        raise Http404
    return upload


def _checksum(request):
    """The SHA-256 of the piece, where its sender says it."""
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _space, value = header.partition(" ")
    digest = base64.b64decode(value, validate=True)
    if algorithm != "sha256" or len(digest) != 32:
        raise ValueError("unknown checksum")
    return digest


def _metadata(request):
    """Names and values, the values in base64."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return {name: value.replace("\x00", "") for name, value in found.items()}


def _answer(status, upload=None, **headers):
    headers["Tus-Resumable"] = VERSION
    headers["Cache-Control"] = "no-store"
    if upload is not None:
        headers["Upload-Offset"] = str(upload.received)
        headers["Upload-Length"] = str(upload.size)
    return HttpResponse(status=status, headers=headers)


def _refusal(error):
    return JsonResponse(
        {"reason": error.reason, "text": str(error)},
        status=422,
        headers={"Tus-Resumable": VERSION},
    )


def _slug(request):
    return request.workspace.slug

"""A participant's photo: taken in, and shown to whom may see the person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from discovery.htmx import go_to
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from recruiting.access import get_participant
from recruiting.photos import PhotoRefused, store_photo
from recruiting.thumbnails import open_photo


@require_GET
@workspace_view(Permission.PANEL_VIEW)
def photo(request, participant_id, photo_id):
    """The picture or its small copy, for who may know the person.

    Readers of a snapshot get it from the snapshot, as long as the person agrees to that.
    """
    row = get_object_or_404(
        get_participant(request, participant_id).photos, pk=photo_id
    )
    return serve_photo(row, request.GET.get("size", ""))


def serve_photo(row, size):
    """Answer with a stored photo; whatever it were, no browser would run it (trust.md A7.3)."""
    try:
        with open_photo(row, size) as stored:
            response = HttpResponse(stored.read(), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Content-Disposition"] = f'inline; filename="{row.pk}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
@workspace_view(Permission.PANEL_VIEW)
def photo_new(request, participant_id):
    """Take in a photo of somebody."""
    person = get_participant(request, participant_id)
    upload = request.FILES.get("photo")
    if upload is not None:
        try:
            store_photo(person, upload, by=request.membership)
        except PhotoRefused as refused:
            messages.error(request, str(refused))
    return go_to(request, person.path)

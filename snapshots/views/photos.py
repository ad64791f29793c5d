from django.http import Http404
from django.views.decorators.http import require_GET

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from recruiting.photos import PhotoRefused
from recruiting.thumbnails import open_photo
from snapshots.access import find_snapshot
from snapshots.forms import PhotoForm
from snapshots.operations.photos import show_photo, withdraw_photo
from snapshots.page import Page
from snapshots.views.answers import Trouble, answer_change
from snapshots.views.files import send_file
from snapshots.views.writing import page_writing


@require_GET
@workspace_view(Permission.SNAPSHOT_VIEW)
def photo(request, snapshot_id):
    """The person's photo, as long as they agree to it being on the page; or its small copy."""
    page = Page(find_snapshot(request, snapshot_id))
    return send_photo(page, request.GET.get("size", ""))


@page_writing
def photos(request, snapshot_id):
    """Put a photo on the page, with the person's yes to it."""
    snapshot = find_snapshot(request, snapshot_id)
    form = PhotoForm(request.POST, request.FILES)
    trouble = None
    if not form.is_valid():
        said = [message for each in form.errors.values() for message in each]
        trouble = Trouble("photo", " ".join(said), request.POST.dict())
    else:
        try:
            show_photo(
                snapshot=snapshot,
                upload=form.cleaned_data["photo"],
                alt=form.cleaned_data["alt"],
                square=form.square,
                by=request.membership,
            )
        except PhotoRefused as error:
            trouble = Trouble("photo", str(error), request.POST.dict())
    return answer_change(request, snapshot, part="photo", trouble=trouble)


@page_writing
def photo_removal(request, snapshot_id):
    """Take the photo off the page: the person no longer wants it there."""
    snapshot = find_snapshot(request, snapshot_id)
    withdraw_photo(snapshot=snapshot, by=request.membership)
    return answer_change(request, snapshot, part="photo")


def send_photo(page, size=""):
    if page.photo is None:
        raise Http404
    try:
        file = open_photo(page.photo, size)
    except FileNotFoundError as error:
        raise Http404 from error
    return send_file(file, content_type="image/jpeg", inline=True)

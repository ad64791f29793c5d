from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.htmx import wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot
from snapshots.forms import CommentForm
from snapshots.operations.comments import delete_comment, write_comment
from snapshots.operations.errors import CommentRefused


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.COMMENT_WRITE)
def comments(request, snapshot_id):
    """What readers say about a published page, and one more from the member."""
    snapshot = find_snapshot(request, snapshot_id)
    if request.method == "GET":
        return show_comments(request, snapshot)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return show_comments(request, snapshot, form=form, status=422)
    try:
        write_comment(
            snapshot=snapshot,
            text=form.cleaned_data["text"],
            client_id=form.cleaned_data["client_id"],
            by=request.membership,
        )
    except CommentRefused as error:
        raise Http404 from error
    return show_comments(request, snapshot)


@require_POST
@workspace_view(Permission.COMMENT_WRITE)
def comment_deletion(request, snapshot_id, comment_id):
    """Take back a comment of one's own."""
    snapshot = find_snapshot(request, snapshot_id)
    own = snapshot.comments.filter(author=request.membership)
    delete_comment(comment=get_object_or_404(own, pk=comment_id), by=request.membership)
    return show_comments(request, snapshot)


def show_comments(request, snapshot, *, form=None, status=200):
    """The comments for htmx; a browser without script goes back to the page."""
    if not wants_part(request):
        if form:
            messages.error(request, _("The comment was empty or too long."))
        response = redirect("snapshots:snapshot", request.workspace.slug, snapshot.pk)
        response.headers["Location"] += "#comments"
        return response
    context = {
        "snapshot": snapshot,
        "comments": snapshot.comments.for_list(),
        "form": form,
        "new_comment_id": uuid4(),
    }
    return render(request, "snapshots/_comments.html", context, status=status)

"""The door of every view that changes what stands on a page."""

from functools import wraps

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from snapshots.access import find_snapshot
from snapshots.operations.errors import PageClosed
from snapshots.views.answers import answer_change, say


def page_writing(view):
    """Let writers change a page by ``view(request, snapshot_id, ...)``.

    Of somebody who was erased meanwhile nothing is written any more: whoever still had the
    page open gets it as it is now, and their device lets go of what they had typed (C5).
    """

    @require_POST
    @workspace_view(Permission.SNAPSHOT_WRITE)
    @wraps(view)
    def guarded(request, snapshot_id, **kwargs):
        try:
            return view(request, snapshot_id=snapshot_id, **kwargs)
        except PageClosed:
            text = _("This person was erased, so nothing about them is kept any more.")
            if not request.htmx:
                messages.warning(request, text)
            response = answer_change(request, find_snapshot(request, snapshot_id))
            return say(response, text, "warning")

    return guarded

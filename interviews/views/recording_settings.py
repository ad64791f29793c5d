"""The rules for recordings, and what is kept in a workspace at the moment."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.recordings import PolicyForm
from interviews.operations.recordings import (
    GIGABYTE,
    change_policy,
    policy_of,
    room_taken,
)
from interviews.operations.transcription import is_possible

ROWS = 25


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def recording_settings(request):
    """How long recordings are kept, how much room they have, and which there are."""
    policy = policy_of(request.workspace)
    form = PolicyForm(
        request.POST or None, instance=policy, can_transcribe=is_possible()
    )
    if form.is_valid():
        if form.changed_data:
            change_policy(
                policy=policy, fields=form.changed_data, by=request.membership
            )
        messages.success(request, _("Saved."))
        return redirect("interviews:recording_settings", request.workspace.slug)
    kept = request.workspace.recordings.kept().order_by("-size", "pk")
    kept = kept.select_related("interview__participant", "uploaded_by__user")
    taken = room_taken(request.workspace)
    context = {
        "form": form,
        "page": Paginator(kept, ROWS).get_page(request.GET.get("page")),
        "taken": taken,
        "most": policy_of(request.workspace).most_gigabytes,
        "taken_gigabytes": round(taken / GIGABYTE, 1),
        "can_transcribe": is_possible(),
    }
    status = 422 if form.errors else 200
    return render(request, "interviews/recording_settings.html", context, status=status)

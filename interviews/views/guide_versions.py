"""What a guide once read like: look at it, compare it, go back to it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from discovery.htmx import go_to
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.guide_history import changes_between, current_state, history_of
from interviews.models import Question
from interviews.operations.guide_versions import restore_version
from interviews.views.guides import find_guide


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_versions(request, guide_id):
    """All versions of a guide, each with what changed in it and how many talks followed it."""
    guide = find_guide(request, guide_id)
    context = {"guide": guide, "versions": history_of(guide)}
    return render(request, "interviews/guide_versions.html", context)


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_version(request, guide_id, version_id):
    """One version, and what is different today."""
    guide = find_guide(request, guide_id)
    version = _find_version(guide, version_id)
    context = {
        "guide": guide,
        "version": version,
        "phases": [
            {
                "label": phase.label,
                "prompts": [p for p in version.prompts if p["phase"] == phase],
            }
            for phase in Question.Phase
        ],
        "changes": changes_between(version, current_state(guide)),
    }
    return render(request, "interviews/guide_version.html", context)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_version_restoration(request, guide_id, version_id):
    """Let a guide read as it did in a version."""
    guide = find_guide(request, guide_id)
    version = _find_version(guide, version_id)
    restore_version(version=version, by=request.membership)
    text = _("The guide reads as in version %(number)s again.")
    messages.success(request, text % {"number": version.number})
    return go_to(request, "interviews:guide", request.workspace.slug, guide.pk)


def _find_version(guide, version_id):
    versions = guide.versions.select_related("saved_by__user", "guide")
    return get_object_or_404(versions, pk=version_id)

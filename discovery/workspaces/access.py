"""The one door to everything under ``/w/<workspace_slug>/``."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers

from discovery.workspaces.models import Membership


def workspace_view(permission):
    """Let members with ``permission`` into a view under ``/w/<workspace_slug>/``.

    A stranger gets 404, since even a workspace's existence is confidential; a member
    without the permission gets 403. The view finds ``request.membership``,
    ``request.workspace`` and ``request.team`` (which may be None) set, and starts every
    query from them.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, workspace_slug, **kwargs):
            membership = find_membership(request.user, workspace_slug)
            if permission not in membership.permissions:
                raise PermissionDenied
            request.membership = membership
            request.workspace = membership.workspace
            request.team = membership.current_team
            response = view(request, **kwargs)
            add_never_cache_headers(response)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        guarded.permission = permission  # tests/test_architecture.py looks for this
        return guarded

    return decorate


def find_membership(user, workspace_slug):
    """Return the active membership, or answer 404."""
    membership = get_object_or_404(
        Membership.objects.active().select_related("workspace", "current_team"),
        user=user,
        workspace__slug=workspace_slug,
    )
    # Known already, with all its columns.
    membership.user = user
    return membership

"""Which pages a member may see, hear of and change; who comes by a share link."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from discovery.workspaces.links import hash_token
from discovery.workspaces.permissions import Permission
from snapshots.models import ShareLink, Snapshot, StoryPage
from snapshots.models.parts import KINDS


def find_snapshot(request, snapshot_id):
    """The page if the member may see it, else 404: of somebody's draft a reader knows nothing."""
    snapshots = request.workspace.snapshots.visible_to(request.membership).for_page()
    return get_object_or_404(snapshots, pk=snapshot_id)


def find_story_page(request, story_page_id):
    """The story page if the member may see it; of another team's draft nobody knows."""
    pages = request.workspace.story_pages.visible_to(request.membership)
    pages = pages.select_related("workspace", "team", "created_by__user")
    return get_object_or_404(pages, pk=story_page_id)


def find_part(request, snapshot_id, kind, part_id):
    """One part of a page, 404 if it has been removed or there is no such kind."""
    if kind not in KINDS:
        raise Http404
    parts = KINDS[kind].objects.filter(snapshot__workspace=request.workspace)
    return get_object_or_404(
        parts.select_related("snapshot__workspace"), pk=part_id, snapshot=snapshot_id
    )


def may_hear_snapshot(membership, pk):
    """Whoever may see a page may hear that it has changed."""
    if not membership.may(Permission.SNAPSHOT_VIEW):
        return False
    snapshots = Snapshot.objects.filter(workspace=membership.workspace_id)
    return snapshots.visible_to(membership).filter(pk=pk).exists()


def may_hear_story(membership, pk):
    """Whoever may see a story page may hear that it has changed."""
    if not membership.may(Permission.SNAPSHOT_VIEW):
        return False
    pages = StoryPage.objects.filter(workspace=membership.workspace_id)
    return pages.visible_to(membership).filter(pk=pk).exists()


def load_share_link(token):
    """The live link of a token, looked up by its hash at every request (trust.md A4.2)."""
    if len(token) > 100:
        return None
    return (
        ShareLink.objects.live()
        .select_related(
            "workspace",
            "snapshot__workspace",
            "snapshot__participant__photo",
            "snapshot__team",
            "story_page",
        )
        .filter(token_hash=hash_token(token))
        .first()
    )

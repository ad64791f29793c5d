from django.urls import path

from snapshots.views import sharing

sharing_patterns = [
    path("snapshots/links/", sharing.all_links, name="all_links"),
    path("snapshots/links/<int:link_id>/", sharing.share_link, name="share_link"),
    path(
        "snapshots/links/<int:link_id>/revocation/",
        sharing.share_link_revocation,
        name="share_link_revocation",
    ),
    path("snapshots/<int:snapshot_id>/links/", sharing.share_links, name="share_links"),
    path(
        "snapshots/stories/<int:story_page_id>/links/",
        sharing.story_links,
        name="story_links",
    ),
]

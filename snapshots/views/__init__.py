from snapshots.views.changes import change_undo, changes
from snapshots.views.comments import (
    comment,
    comment_deletion,
    comments,
    mentionable,
    reactions,
)
from snapshots.views.photos import photo, photo_removal, photos
from snapshots.views.shared import shared, shared_pdf, shared_pdf_file, shared_photo
from snapshots.views.sharing import share_link_revocation, share_links, story_links
from snapshots.views.placements import highlight_placement, note_placement
from snapshots.views.readings import readers, readings
from snapshots.views.snapshots import (
    for_interview,
    print_view,
    publication,
    publication_withdrawal,
    snapshot,
)

__all__ = [
    "comment_deletion",
    "comments",
    "change_undo",
    "changes",
    "comment",
    "for_interview",
    "highlight_placement",
    "hints",
    "mentionable",
    "note_placement",
    "part",
    "part_position",
    "part_removal",
    "parts",
    "photo",
    "photo_removal",
    "photos",
    "print_view",
    "publication",
    "publication_withdrawal",
    "share_link_revocation",
    "share_links",
    "reactions",
    "readers",
    "readings",
    "shared",
    "shared_pdf",
    "shared_pdf_file",
    "shared_photo",
    "snapshot",
    "story_links",
    "text",
]

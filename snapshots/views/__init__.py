from snapshots.views.changes import change_undo, changes
from snapshots.views.comments import (
    comment,
    comment_deletion,
    comments,
    mentionable,
    reactions,
)
from snapshots.views.hints import hints
from snapshots.views.parts import part, part_position, part_removal, parts, text
from snapshots.views.photos import photo, photo_removal, photos
from snapshots.views.placements import highlight_placement, note_placement
from snapshots.views.readings import readers, readings
from snapshots.views.shared import shared, shared_pdf, shared_pdf_file, shared_photo
from snapshots.views.snapshots import (
    for_interview,
    print_view,
    publication,
    publication_withdrawal,
    snapshot,
)

__all__ = [
    "change_undo",
    "changes",
    "comment",
    "comment_deletion",
    "comments",
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
    "reactions",
    "readers",
    "readings",
    "shared",
    "shared_pdf",
    "shared_pdf_file",
    "shared_photo",
    "snapshot",
    "text",
]

from django.urls import path

from snapshots import views
from snapshots.urls_export import export_patterns
from snapshots.urls_sharing import sharing_patterns
from snapshots.urls_stories import story_patterns
from snapshots.urls_wall import wall_patterns
from snapshots.views.presence import presence

app_name = "snapshots"

page = "snapshots/<int:snapshot_id>"

editor_patterns = [
    path(f"{page}/changes/", views.changes, name="changes"),
    path(
        f"{page}/changes/<int:change_id>/undo/", views.change_undo, name="change_undo"
    ),
    path(
        f"{page}/highlights/<int:highlight_id>/placement/",
        views.highlight_placement,
        name="highlight_placement",
    ),
    path(f"{page}/hints/", views.hints, name="hints"),
]

live_patterns = [path(f"{page}/presence/", presence, name="presence")]

talk_patterns = [
    path(f"{page}/comments/", views.comments, name="comments"),
    path(f"{page}/comments/<int:comment_id>/", views.comment, name="comment"),
    path(
        f"{page}/comments/<int:comment_id>/deletion/",
        views.comment_deletion,
        name="comment_deletion",
    ),
    path(f"{page}/comments/members/", views.mentionable, name="mentionable"),
    path(f"{page}/reactions/", views.reactions, name="reactions"),
    path(f"{page}/readings/", views.readings, name="readings"),
    path(f"{page}/readers/", views.readers, name="readers"),
]

urlpatterns = [
    *story_patterns,
    *live_patterns,
    *sharing_patterns,
    *wall_patterns,
    path(
        "snapshots/for/<int:interview_id>/", views.for_interview, name="for_interview"
    ),
    path(f"{page}/", views.snapshot, name="snapshot"),
    path(f"{page}/print/", views.print_view, name="print"),
    path(f"{page}/texts/<slug:field>/", views.text, name="text"),
    path(f"{page}/parts/<slug:kind>/", views.parts, name="parts"),
    path(f"{page}/parts/<slug:kind>/<int:part_id>/", views.part, name="part"),
    path(
        f"{page}/parts/<slug:kind>/<int:part_id>/removal/",
        views.part_removal,
        name="part_removal",
    ),
    path(
        f"{page}/parts/<slug:kind>/<int:part_id>/position/",
        views.part_position,
        name="part_position",
    ),
    path(
        f"{page}/notes/<int:note_id>/placement/",
        views.note_placement,
        name="note_placement",
    ),
    path(f"{page}/photo/", views.photo, name="photo"),
    path(f"{page}/photos/", views.photos, name="photos"),
    path(f"{page}/photo/removal/", views.photo_removal, name="photo_removal"),
    path(f"{page}/publication/", views.publication, name="publication"),
    path(
        f"{page}/publication/withdrawal/",
        views.publication_withdrawal,
        name="publication_withdrawal",
    ),
    *export_patterns,
    *editor_patterns,
    *talk_patterns,
]

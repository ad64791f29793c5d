"""The wall, what is chosen on it, and one person's pages side by side."""

from django.urls import path

from snapshots.views import library, people

wall_patterns = [
    path("snapshots/", library.library, name="library"),
    path("snapshots/selection/", library.selection, name="selection"),
    path("snapshots/people/<int:participant_id>/", people.person, name="person"),
]

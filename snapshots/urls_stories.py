"""Story pages and story time, under ``/w/<workspace>/``."""

from django.urls import path

from snapshots.views import passages, presentation, stories

_PAGE = "snapshots/stories/<int:story_page_id>"
_PASSAGE = f"{_PAGE}/passages/<int:passage_id>"

story_patterns = [
    path("snapshots/presentation/", presentation.presentation, name="presentation"),
    path("snapshots/stories/", stories.stories, name="stories"),
    path(f"{_PAGE}/", stories.story, name="story"),
    path(f"{_PAGE}/texts/<slug:story_text>/", stories.story_text, name="story_text"),
    path(f"{_PAGE}/publication/", stories.story_publication, name="story_publication"),
    path(
        f"{_PAGE}/publication/withdrawal/",
        stories.story_withdrawal,
        name="story_withdrawal",
    ),
    path(f"{_PAGE}/deletion/", stories.story_deletion, name="story_deletion"),
    path(f"{_PAGE}/restoration/", stories.story_restoration, name="story_restoration"),
    path(f"{_PAGE}/passages/", passages.story_passages, name="story_passages"),
    path(f"{_PASSAGE}/", passages.story_passage, name="story_passage"),
    path(
        f"{_PASSAGE}/position/",
        passages.story_passage_position,
        name="story_passage_position",
    ),
    path(f"{_PASSAGE}/clip/", passages.story_passage_clip, name="story_passage_clip"),
    path(
        f"{_PASSAGE}/removal/",
        passages.story_passage_removal,
        name="story_passage_removal",
    ),
    path(
        f"{_PASSAGE}/restoration/",
        passages.story_passage_restoration,
        name="story_passage_restoration",
    ),
]

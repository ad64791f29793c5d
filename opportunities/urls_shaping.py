"""The addresses at which a tree is shaped: several nodes at once, lines, merging, the bin."""

from django.urls import path

from opportunities.views import lines, parked, shaping

_TREE = "tree/<int:outcome_id>/"

shaping_patterns = [
    path(f"{_TREE}selection/", shaping.selection, name="selection"),
    path(f"{_TREE}merge/", shaping.merging, name="merging"),
    path(
        f"{_TREE}opportunities/<int:opportunity_id>/split/",
        shaping.splitting,
        name="splitting",
    ),
    path(f"{_TREE}lines/", lines.lines, name="lines"),
    path(f"{_TREE}parked/", parked.parked, name="parked"),
    path(f"{_TREE}parked/return/", parked.parked_return, name="parked_return"),
    path(f"{_TREE}deleted/return/", parked.deleted_return, name="deleted_return"),
]

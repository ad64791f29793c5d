"""The addresses of talk about nodes and their tickets, of who sees to them, and of who hears of it."""

from django.urls import path

from opportunities.views import comments, horizon, news, sharing, talk

_TREE = "tree/<int:outcome_id>/"
_COMMENT = f"{_TREE}comments/<int:node_comment_id>/"

talk_patterns = [
    path(f"{_TREE}horizon/", horizon.horizon, name="horizon"),
    path(f"{_TREE}horizon/undo/", horizon.horizon_undo, name="horizon_undo"),
    path(f"{_TREE}plan/", talk.plan, name="plan"),
    path(f"{_TREE}comments/", comments.comments, name="comments"),
    path(f"{_COMMENT}", comments.comment, name="comment"),
    path(f"{_COMMENT}removal/", comments.comment_removal, name="comment_removal"),
    path(
        f"{_COMMENT}settlement/",
        comments.comment_settlement,
        name="comment_settlement",
    ),
    path(f"{_TREE}mentionable/", comments.mentionable, name="mentionable"),
    path(f"{_TREE}tickets/", talk.tickets, name="tickets"),
    path(
        f"{_TREE}tickets/<int:ticket_id>/removal/",
        talk.ticket_removal,
        name="ticket_removal",
    ),
    path("tree/links/<int:tree_link_id>/", sharing.tree_link, name="tree_link"),
    path("decisions/<int:decision_id>/news/", news.decision_news, name="decision_news"),
]

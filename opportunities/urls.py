from django.urls import path

from opportunities.urls_evidence import evidence_patterns
from opportunities.urls_shaping import shaping_patterns
from opportunities.urls_solving import solving_patterns
from opportunities.urls_talk import talk_patterns
from opportunities.views import (
    changes,
    choosing,
    decisions,
    experience,
    follow_up,
    formats,
    history,
    insights,
    lints,
    marks,
    opportunities,
    outcomes,
    presence,
    presenting,
    sharing,
    solutions,
    trees,
)

app_name = "opportunities"

_TREE = "tree/<int:outcome_id>/"
_NODE = f"{_TREE}opportunities/<int:opportunity_id>/"
_INSIGHT = "insights/<int:insight_id>/"
_SOLUTION = f"{_TREE}solutions/<int:solution_id>/"

urlpatterns = [
    path("tree/", trees.current_tree, name="current_tree"),
    path("tree/new/", trees.outcome_new, name="outcome_new"),
    path("trees/", trees.trees, name="trees"),
    path(_TREE, trees.tree, name="tree"),
    path(f"{_TREE}outcome/", trees.outcome, name="outcome"),
    path(f"{_TREE}serves/", outcomes.serves, name="serves"),
    path(f"{_TREE}ending/", outcomes.ending, name="ending"),
    path(f"{_TREE}return/", outcomes.tree_return, name="tree_return"),
    path(f"{_TREE}undo/", trees.undo, name="undo"),
    path(f"{_TREE}redo/", trees.redo, name="redo"),
    path(
        f"{_TREE}opportunities/", opportunities.opportunity_new, name="opportunity_new"
    ),
    path(_NODE, opportunities.opportunity, name="opportunity"),
    path(f"{_NODE}position/", opportunities.position, name="position"),
    path(f"{_NODE}target/", opportunities.target, name="target"),
    path(f"{_NODE}parking/", opportunities.parking, name="parking"),
    path(f"{_NODE}return/", opportunities.comeback, name="comeback"),
    path(f"{_NODE}removal/", opportunities.removal, name="removal"),
    path(f"{_NODE}solutions/", solutions.solution_new, name="solution_new"),
    path(f"{_NODE}decisions/", decisions.decision_new, name="decision_new"),
    path(_SOLUTION, solutions.solution, name="solution"),
    path(f"{_SOLUTION}removal/", solutions.solution_removal, name="solution_removal"),
    path(f"{_NODE}work/", follow_up.work, name="work"),
    path("insights/", decisions.insights, name="insights"),
    path("insights/new/", insights.insight_new, name="insight_new"),
    path(_INSIGHT, insights.insight, name="insight"),
    path(f"{_INSIGHT}words/", insights.insight_words, name="insight_words"),
    path(f"{_INSIGHT}position/", insights.insight_position, name="insight_position"),
    path(f"{_INSIGHT}removal/", insights.insight_removal, name="insight_removal"),
    path(f"{_INSIGHT}return/", insights.insight_return, name="insight_return"),
    path(f"{_INSIGHT}readers/", insights.insight_readers, name="insight_readers"),
    path(f"{_INSIGHT}evidence/", insights.insight_evidence, name="insight_evidence"),
    path(
        f"{_INSIGHT}evidence/<int:insight_evidence_id>/removal/",
        insights.insight_evidence_removal,
        name="insight_evidence_removal",
    ),
    path(
        f"{_INSIGHT}follow-up/", follow_up.insight_follow_up, name="insight_follow_up"
    ),
    path("decisions/<int:decision_id>/", follow_up.decision, name="decision"),
    path(
        "decisions/<int:decision_id>/follow-up/",
        follow_up.decision_follow_up,
        name="decision_follow_up",
    ),
]

# What the scripts of the tree ask for while it is open.
_live_patterns = [
    path(f"{_TREE}marks/", marks.marks, name="marks"),
    path(f"{_TREE}changes/", changes.changes, name="changes"),
    path(f"{_TREE}presence/", presence.presence, name="presence"),
]
urlpatterns += _live_patterns
urlpatterns += solving_patterns
urlpatterns += shaping_patterns
urlpatterns += talk_patterns

_history_patterns = [
    path(f"{_TREE}history/", history.history, name="history"),
    path(f"{_TREE}then/", history.then, name="then"),
    path(f"{_TREE}versions/", history.versions, name="versions"),
    path(f"{_TREE}film/", history.film_page, name="film"),
    path(f"{_TREE}film/frames/", history.film_frames, name="film_frames"),
    path(f"{_TREE}review/", history.review, name="review"),
    path(f"{_TREE}review/end/", history.review_end, name="review_end"),
]
urlpatterns += _history_patterns
urlpatterns += evidence_patterns

_lint_patterns = [
    path(f"{_TREE}lints/", lints.lints, name="lints"),
    path(f"{_TREE}lints/remedy/", lints.remedy, name="remedy"),
    path(f"{_TREE}lints/aside/", lints.lint_aside, name="lint_aside"),
    path(
        f"{_TREE}lints/aside/<int:aside_id>/return/",
        lints.lint_return,
        name="lint_return",
    ),
]
urlpatterns += _lint_patterns

_choosing_patterns = [
    path(f"{_TREE}comparison/", choosing.comparison, name="comparison"),
    path(f"{_TREE}comparison/view/", choosing.comparison_view, name="comparison_view"),
    path(
        f"{_TREE}comparison/choice/",
        choosing.comparison_choice,
        name="comparison_choice",
    ),
    path(
        f"{_TREE}comparison/ratings/",
        choosing.comparison_ratings,
        name="comparison_ratings",
    ),
]
urlpatterns += _choosing_patterns

_format_patterns = [
    path(f"{_TREE}export/", formats.export, name="export"),
    path(f"{_TREE}export/tree.<str:ending>", formats.export_file, name="export_file"),
    path(f"{_TREE}import/", formats.import_tree, name="import_tree"),
    path(f"{_TREE}import/end/", formats.import_end, name="import_end"),
]
urlpatterns += _format_patterns

_MOMENT = f"{_TREE}map/<int:map_moment_id>/"
_map_patterns = [
    path(f"{_TREE}map/", experience.experience_map, name="map"),
    path(f"{_TREE}map/moments/", experience.map_moments, name="map_moments"),
    path(f"{_TREE}map/places/", experience.map_places, name="map_places"),
    path(f"{_MOMENT}title/", experience.map_title, name="map_title"),
    path(f"{_MOMENT}position/", experience.map_position, name="map_position"),
    path(f"{_MOMENT}merge/", experience.map_merge, name="map_merge"),
    path(f"{_MOMENT}removal/", experience.map_removal, name="map_removal"),
    path(f"{_MOMENT}return/", experience.map_return, name="map_return"),
    path(f"{_MOMENT}growth/", experience.map_growth, name="map_growth"),
]
urlpatterns += _map_patterns

_sharing_patterns = [
    path(f"{_TREE}sharing/", sharing.sharing, name="sharing"),
    path(
        "tree/links/<int:tree_link_id>/revocation/",
        sharing.tree_link_revocation,
        name="tree_link_revocation",
    ),
]
urlpatterns += _sharing_patterns
urlpatterns += [
    path(f"{_TREE}presentation/", presenting.presentation, name="presentation")
]

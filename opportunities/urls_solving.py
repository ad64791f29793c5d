"""The addresses at which a team solves one opportunity: ideas, assumptions and tests."""

from django.urls import path

from opportunities.views import (
    assumptions,
    ideas,
    solving,
    story_steps,
    test_people,
    tests,
)

_TREE = "tree/<int:outcome_id>/"
_SOLVING = f"{_TREE}opportunities/<int:opportunity_id>/solving/"
_ROUND = f"{_SOLVING}ideas/<int:idea_round_id>/"
_SOLUTION = f"{_TREE}solutions/<int:solution_id>/"
_STEP = f"{_SOLUTION}steps/<int:story_step_id>/"
_ASSUMPTION = f"{_TREE}assumptions/<int:assumption_id>/"
_TEST = f"{_TREE}tests/<int:test_id>/"
_PERSON = f"{_TEST}people/<int:test_participant_id>/"

solving_patterns = [
    path(f"{_TREE}solving/", solving.target_solving, name="target_solving"),
    path(_SOLVING, solving.solving, name="solving"),
    path(f"{_SOLVING}map/", solving.assumption_map, name="assumption_map"),
    path(f"{_SOLVING}tests/", solving.tests_compared, name="tests_compared"),
    path(f"{_SOLVING}ideas/", ideas.ideas, name="ideas"),
    path(_ROUND, ideas.idea_new, name="idea_new"),
    path(f"{_ROUND}phase/", ideas.idea_phase, name="idea_phase"),
    path(f"{_ROUND}picks/", ideas.idea_picks, name="idea_picks"),
    path(f"{_ROUND}<int:idea_id>/removal/", ideas.idea_removal, name="idea_removal"),
    path(f"{_SOLUTION}facts/", solving.solution_facts, name="solution_facts"),
    path(
        f"{_SOLUTION}assumptions/",
        assumptions.solution_assumptions,
        name="solution_assumptions",
    ),
    path(f"{_SOLUTION}steps/", story_steps.story_step_new, name="story_step_new"),
    path(_STEP, story_steps.story_step, name="story_step"),
    path(
        f"{_STEP}position/", story_steps.story_step_position, name="story_step_position"
    ),
    path(f"{_STEP}removal/", story_steps.story_step_removal, name="story_step_removal"),
    path(_ASSUMPTION, assumptions.assumption, name="assumption"),
    path(f"{_ASSUMPTION}place/", solving.assumption_place, name="assumption_place"),
    path(
        f"{_ASSUMPTION}removal/",
        assumptions.assumption_removal,
        name="assumption_removal",
    ),
    path(f"{_ASSUMPTION}tests/", tests.test_new, name="test_new"),
    path(_TEST, tests.test, name="test"),
    path(f"{_TEST}verdict/", tests.test_verdict, name="test_verdict"),
    path(f"{_TEST}successor/", tests.test_successor, name="test_successor"),
    path(f"{_TEST}removal/", tests.test_removal, name="test_removal"),
    path(f"{_TEST}people/", test_people.test_people, name="test_people"),
    path(_PERSON, test_people.test_person, name="test_person"),
    path(
        f"{_PERSON}removal/",
        test_people.test_person_removal,
        name="test_person_removal",
    ),
]

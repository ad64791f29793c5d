"""What the lints of a tree say, rule by rule, on small trees written as indented text."""

import time
from dataclasses import dataclass

import pytest

from opportunities.lint_rules import RULES
from opportunities.lints import find_lints
from opportunities.operations.remedies import _REMEDIES
from opportunities.tree import nest

GOOD = "I ring five people before one comes"


@dataclass
class Node:
    pk: int
    parent_id: int | None
    position: str
    text: str
    is_target: bool = False
    horizon: str = ""


@dataclass
class Idea:
    pk: int
    opportunity_id: int
    status: str = "idea"


def grow(*lines):
    """Nodes from lines indented by dots; their keys count from 1."""
    nodes, above = [], []
    for pk, line in enumerate(lines, 1):
        depth = len(line) - len(line.lstrip("."))
        del above[depth:]
        parent = above[-1] if above else None
        nodes.append(Node(pk, parent, f"{pk:05}", line.lstrip(".")))
        above.append(pk)
    return nodes


def lints(nodes, told=None, **said):
    told = {node.pk for node in nodes} if told is None else told
    found = find_lints(nest(nodes), told=told, **said)
    return [(lint.rule, lint.node, lint.others) for lint in found]


def test_a_sound_tree_has_no_lint():
    tree = grow(
        "I never know who could come in at short notice",
        "." + GOOD,
        ".I write to everybody and nobody answers in the evening",
    )
    assert lints(tree) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Add a calendar export", "disguise"),
        ("Increase our conversion rate", "our_view"),
        ("I am frustrated", "vague"),
    ],
)
def test_words_are_read_by_the_coach(text, rule):
    assert lints(grow(text)) == [(rule, 1, ())]


def test_a_parent_with_one_child_is_a_vertical_branch():
    tree = grow("I never know who could come in at short notice", "." + GOOD)
    assert lints(tree) == [("single_child", 1, (2,))]


def test_siblings_that_say_the_same_overlap_once_for_each_pair():
    tree = grow(
        "I can’t find anybody to stand in tonight",
        "I can't find anybody standing in tonight",
        "My hours are paid weeks too late",
    )
    assert lints(tree) == [("overlap", 1, (2,))]


def test_cousins_do_not_overlap():
    tree = grow("I plan it alone", "." + GOOD, "I am ill at night", "." + GOOD)
    assert "overlap" not in {rule for rule, _node, _others in lints(tree)}


def test_more_than_seven_children_are_to_be_grouped():
    words = ["Monday", "Tuesday", "rain", "snow", "buses", "trains", "keys", "doors"]
    tree = grow(*(f"I lost half a morning over the {word} again" for word in words))
    found = [lint for lint in lints(tree) if lint[0] == "too_many"]
    assert found == [("too_many", None, (1, 2, 3, 4, 5, 6, 7, 8))]


def test_a_node_stands_on_the_stories_beneath_it():
    tree = grow(
        "I never know who could come in at short notice",
        "." + GOOD,
        ".I write to everybody and nobody answers in the evening",
    )
    assert lints(tree, told={2}) == [("no_story", 3, ())]


def test_one_target_at_a_time():
    tree = grow("I plan the whole week alone", GOOD, "My hours are paid weeks too late")
    tree[0].is_target = True
    tree[2].horizon = "now"
    assert lints(tree) == [("two_targets", None, (1, 3))]


def test_solutions_are_compared_under_one_opportunity_only():
    tree = grow(GOOD, "My hours are paid weeks too late")
    ideas = [Idea(7, 1, "testing"), Idea(8, 2, "testing"), Idea(9, 2)]
    assert lints(tree, solutions=ideas) == [("across", None, (7, 8))]


def test_solutions_belong_under_leaves():
    tree = grow(
        "I never know who could come in at short notice",
        "." + GOOD,
        ".I write to everybody and nobody answers in the evening",
    )
    assert lints(tree, solutions=[Idea(7, 1)]) == [("not_leaf", 1, (7,))]


@pytest.mark.parametrize(("days", "is_stale"), [(13, False), (14, True), (300, True)])
def test_a_tree_is_stale_after_a_fortnight(days, is_stale):
    assert lints(grow(GOOD), idle_days=days) == [("stale", None, ())] * is_stale


def test_an_empty_tree_is_not_stale():
    assert lints([], idle_days=300) == []


def test_what_a_lint_is_about_changes_with_the_words():
    before = find_lints(nest(grow("Add a calendar export")), told={1})
    after = find_lints(nest(grow("Add a calendar import")), told={1})
    assert before[0].about != after[0].about


def test_each_lint_has_a_rule_that_teaches_and_a_remedy():
    # The remedy of a stale tree is the weekly review, a page of its own.
    assert set(RULES) == {*_REMEDIES, "stale"}
    for rule in RULES.values():
        assert rule.title and rule.why and rule.instead_of and rule.better
        assert rule.practice.startswith("R")


def test_two_thousand_nodes_under_one_parent_are_read_in_time():
    tree = grow(
        *(f"I lost the keys of house {n} and rang person {n}" for n in range(2000))
    )
    began = time.perf_counter()
    lints(tree)
    assert time.perf_counter() - began < 2

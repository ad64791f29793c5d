"""Undo where others have built on what a person did: refused once with the reason, then passed over."""

from uuid import uuid4

import pytest

from opportunities import operations as ops
from opportunities.models import Opportunity


def texts(outcome):
    return [node.text for node in outcome.opportunities.present().order_by("pk")]


@pytest.fixture
def built_on(act, outcome, researcher):
    """The member adds one and two; somebody puts a node under two."""
    one, two = (
        Opportunity.objects.get(pk=change.node.partition(":")[2])
        for change in [
            act(ops.add_opportunity, outcome, text=text) for text in ("one", "two")
        ]
    )
    under = {"parent": two.pk, "by": researcher}
    act(ops.add_opportunity, outcome, text="theirs", **under)
    return one, two


def test_what_others_built_on_is_refused_once_and_then_passed_over(
    act, outcome, built_on
):
    with pytest.raises(ops.CannotUndo, match="Added “two”.*One thing.*Undo once more"):
        act(ops.undo_change, outcome)

    act(ops.undo_change, outcome)
    assert texts(outcome) == ["two", "theirs"]

    with pytest.raises(ops.CannotUndo, match="this can go.$"):
        act(ops.undo_change, outcome)
    act(ops.redo_change, outcome)
    assert texts(outcome) == ["one", "two", "theirs"]
    with pytest.raises(ops.NothingToUndo):
        act(ops.redo_change, outcome)


def test_a_refused_undo_that_is_sent_again_goes_no_further(act, outcome, built_on):
    once = {"client_id": uuid4()}

    for _time in range(2):
        with pytest.raises(ops.CannotUndo):
            act(ops.undo_change, outcome, **once)

    assert texts(outcome) == ["one", "two", "theirs"]


def test_what_was_refused_goes_back_when_nothing_is_in_its_way_any_more(
    act, outcome, built_on, researcher
):
    with pytest.raises(ops.CannotUndo):
        act(ops.undo_change, outcome)
    act(ops.undo_change, outcome, by=researcher)

    act(ops.undo_change, outcome)
    assert texts(outcome) == ["one"]
    act(ops.undo_change, outcome)
    assert texts(outcome) == []

    for _time in range(2):
        act(ops.redo_change, outcome)
    assert texts(outcome) == ["one", "two"]


def test_a_new_change_is_taken_back_before_what_was_refused(act, outcome, built_on):
    with pytest.raises(ops.CannotUndo):
        act(ops.undo_change, outcome)
    act(ops.add_opportunity, outcome, text="three")

    act(ops.undo_change, outcome)
    assert texts(outcome) == ["one", "two", "theirs"]
    act(ops.redo_change, outcome)
    assert texts(outcome) == ["one", "two", "theirs", "three"]


def test_a_refused_undo_leaves_nothing_half_done(act, outcome, grow, researcher):
    node = grow(a={})["a"]
    parts = [ops.Part(text="the rest", kind="need")]
    act(ops.split_opportunity, node, parts, text="a part")
    new = outcome.opportunities.get(text="the rest")
    act(ops.add_opportunity, outcome, text="theirs", parent=new.pk, by=researcher)

    with pytest.raises(ops.CannotUndo, match="Split “I can't a” and one more"):
        act(ops.undo_change, outcome)

    assert texts(outcome) == ["a part", "the rest", "theirs"]


def test_redo_is_refused_once_and_then_passed_over(act, outcome, researcher, grow):
    nodes = grow(a={}, b={})
    for name in "ab":
        seen = {"text": nodes[name].text}
        act(ops.reword_opportunity, nodes[name], text=f"{name} anew", seen=seen)
    for _time in range(2):
        act(ops.undo_change, outcome)
    seen = {"text": nodes["a"].text}
    act(ops.reword_opportunity, nodes["a"], text="theirs", seen=seen, by=researcher)

    with pytest.raises(ops.CannotUndo, match="Not made again: Worded anew: “a anew”"):
        act(ops.redo_change, outcome)
    act(ops.redo_change, outcome)

    assert texts(outcome) == ["theirs", "b anew"]

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.tree import DIRECTIONS, Place, is_within, may_stand, nest, step


@dataclass
class Row:
    pk: int
    parent_id: int | None = None
    position: str = "a"


def shape(branches):
    return [(branch.row.pk, shape(branch.children)) for branch in branches]


@st.composite
def any_rows(draw):
    """Rows with any parents at all: sound, missing, their own, or in a circle."""
    count = draw(st.integers(0, 25))
    parent = st.one_of(st.none(), st.integers(0, count + 2))
    return [Row(pk, draw(parent), draw(st.sampled_from("abc"))) for pk in range(count)]


@st.composite
def sound_rows(draw):
    count = draw(st.integers(1, 25))
    rows = []
    for pk in range(count):
        parent = draw(st.one_of(st.none(), st.integers(0, pk - 1))) if pk else None
        rows.append(Row(pk, parent, f"a{pk:03}"))
    return rows


def test_rows_are_nested_in_order():
    rows = [Row(1, None, "b"), Row(2, None, "a"), Row(3, 1, "b"), Row(4, 1, "a")]

    assert shape(nest(rows).top) == [(2, []), (1, [(4, []), (3, [])])]


def test_levels_count_from_the_top():
    nested = nest([Row(1), Row(2, 1), Row(3, 2)])

    assert [nested.by_pk[pk].level for pk in (1, 2, 3)] == [1, 2, 3]


@settings(deadline=None)
@given(any_rows())
def test_no_row_is_lost_and_none_appears_twice(rows):
    nested = nest(rows)

    seen = [branch.row.pk for branch in nested.walk()] + [r.pk for r in nested.strays]
    assert sorted(seen) == [row.pk for row in rows]
    for branch in nested.walk():
        assert branch.row.parent_id == (branch.parent.row.pk if branch.parent else None)


@settings(deadline=None)
@given(sound_rows(), st.data())
def test_allowed_moves_keep_the_tree_whole(rows, data):
    """Whatever is moved where it may stand, every node still reaches the outcome (B4.1)."""
    parents = {row.pk: row.parent_id for row in rows}
    for _ in range(12):
        node = data.draw(st.sampled_from(sorted(parents)))
        target = data.draw(st.one_of(st.none(), st.sampled_from(sorted(parents))))
        if may_stand(parents, node, target):
            parents[node] = target

    nested = nest([Row(pk, parent) for pk, parent in parents.items()])
    assert nested.strays == []


@settings(deadline=None)
@given(sound_rows(), st.data())
def test_moves_beneath_oneself_are_refused(rows, data):
    parents = {row.pk: row.parent_id for row in rows}
    nested = nest(rows)
    branch = nested.by_pk[data.draw(st.sampled_from(sorted(parents)))]
    beneath = data.draw(st.sampled_from([below.row.pk for below in branch.walk()]))

    assert is_within(parents, beneath, branch.row.pk)
    assert not may_stand(parents, branch.row.pk, beneath)


@settings(deadline=None)
@given(sound_rows(), st.data())
def test_every_step_leads_where_the_node_may_stand(rows, data):
    nested = nest(rows)
    parents = {row.pk: row.parent_id for row in rows}
    node = data.draw(st.sampled_from(sorted(parents)))

    for direction in DIRECTIONS:
        place = step(nested, node, direction)
        if place:
            assert may_stand(parents, node, place.parent)
            assert place.after != node
            assert place.after is None or parents[place.after] == place.parent


def test_ancestors_in_a_circle_are_asked_once():
    assert not is_within({1: 2, 2: 1}, 1, 3)


def test_unknown_nodes_may_stand_nowhere():
    assert not may_stand({1: None}, 2, None)
    assert not may_stand({1: None}, 1, 2)


def test_steps_of_a_node_among_siblings():
    rows = [Row(1), Row(2, None, "b"), Row(3, None, "c"), Row(4, 2), Row(5, 2, "b")]
    nested = nest(rows)

    assert step(nested, 3, "up") == Place(None, 1)
    assert step(nested, 3, "down") is None
    assert step(nested, 2, "up") == Place(None, None)
    assert step(nested, 3, "in") == Place(2, 5)
    assert step(nested, 1, "in") is None
    assert step(nested, 5, "out") == Place(None, 2)
    assert step(nested, 1, "out") is None
    assert step(nested, 9, "up") is None

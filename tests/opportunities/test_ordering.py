import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.ordering import LONGEST, NoRoom, key_between, spread_keys


def test_first_key_leaves_room_on_both_sides():
    first = key_between(None, None)

    assert key_between(None, first) < first < key_between(first, None)


def test_key_before_one_of_smallest_digits_is_refused():
    with pytest.raises(NoRoom):
        key_between("a", "a0")


def test_keys_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="not before"):
        key_between("b", "a")


@settings(deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=120))
def test_inserting_anywhere_keeps_the_order(places):
    """Every insertion lands where it was asked for, spreading anew when there is no room."""
    keys, wanted = [], []
    for number, place in enumerate(places):
        at = place % (len(keys) + 1)
        low = keys[at - 1] if at else None
        high = keys[at] if at < len(keys) else None
        try:
            key = key_between(low, high, longest=6)
        except NoRoom:
            keys = spread_keys(len(keys) + 1)
            wanted.insert(at, number)
            continue
        keys.insert(at, key)
        wanted.insert(at, number)

    assert keys == sorted(set(keys))
    assert len(keys) == len(wanted)


@pytest.mark.parametrize("at_end", [True, False])
def test_a_list_that_grows_at_one_end_keeps_short_keys(at_end):
    key = None
    for _ in range(500):
        key = key_between(key, None) if at_end else key_between(None, key)

    assert len(key) <= LONGEST


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=3000))
def test_spread_keys_are_ordered_short_and_have_room(count):
    keys = spread_keys(count)

    assert keys == sorted(set(keys))
    assert all(len(key) <= 4 for key in keys)
    for low, high in zip([None, *keys], [*keys, None], strict=True):
        assert len(key_between(low, high)) <= 6
